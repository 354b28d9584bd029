"""Layers of encoder and decoder, post-norm; each may be looped."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import nn
from transformers import EncoderDecoderCache
from transformers.activations import ACT2FN

from hf_mathseq.modeling.transformer.attention import Attention
from hf_mathseq.modeling.transformer.configuration import MathSeqTransformerConfig
from hf_mathseq.modeling.transformer.loops import LoopedLayer


@dataclass(frozen=True)
class DecoderContext:
    """What a decoder's layers see beside their states.

    Attributes:
        memory: States of the encoder.
        memory_mask: Mask of cross-attention.
        causal_mask: Mask of self-attention.
        cache: Keys and values of earlier tokens, one slot for each pass; None without.
    """

    memory: torch.Tensor
    memory_mask: torch.Tensor | None
    causal_mask: torch.Tensor | None
    cache: EncoderDecoderCache | None


class FeedForward(nn.Module):
    """Two linear maps with an activation between them."""

    def __init__(self, config: MathSeqTransformerConfig, width: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(width, config.feed_forward_factor * width)
        self.output = nn.Linear(config.feed_forward_factor * width, width)
        self.activation = ACT2FN[config.activation]

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        """Return states of the same shape."""
        return self.output(self.activation(self.hidden(states)))


class EncoderLayer(LoopedLayer):
    """Self-attention and feed-forward; the context is the mask of the attention."""

    def __init__(self, config: MathSeqTransformerConfig, passes: int) -> None:
        width = config.encoder_width
        super().__init__(config, width, passes)
        self.self_attention = Attention(config, width, config.encoder_heads, width)
        self.self_attention_norm = nn.LayerNorm(width, config.layer_norm_eps)
        self.feed_forward = FeedForward(config, width)
        self.feed_forward_norm = nn.LayerNorm(width, config.layer_norm_eps)
        self.dropout = nn.Dropout(config.dropout)

    def transform(
        self, states: torch.Tensor, context: torch.Tensor | None, turn: int
    ) -> torch.Tensor:
        """Return the states after one pass."""
        memory = self.self_attention.keys_and_values(states)
        found = self.self_attention(states, memory, context)
        inner = self.self_attention_norm(states + self.dropout(found))
        new = self.feed_forward_norm(inner + self.dropout(self.feed_forward(inner)))
        return self.mixed(inner, new, states)


class DecoderLayer(LoopedLayer):
    """Self-attention, cross-attention and feed-forward.

    As published, the query of cross-attention is the layer's input, not what self-attention made
    of it (arXiv 2112.01898, public code).

    Args:
        config: The sizes.
        passes: How often the layer is applied.
        slot: Place of its first pass in the cache.
    """

    def __init__(self, config: MathSeqTransformerConfig, passes: int, slot: int) -> None:
        width, heads = config.decoder_width, config.decoder_heads
        super().__init__(config, width, passes)
        self.slot = slot
        self.query_is_input = config.cross_attention_query == "layer_input"
        self.self_attention = Attention(config, width, heads, width, is_causal=True)
        self.self_attention_norm = nn.LayerNorm(width, config.layer_norm_eps)
        self.cross_attention = Attention(config, width, heads, config.encoder_width)
        self.cross_attention_norm = nn.LayerNorm(width, config.layer_norm_eps)
        self.feed_forward = FeedForward(config, width)
        self.feed_forward_norm = nn.LayerNorm(width, config.layer_norm_eps)
        self.dropout = nn.Dropout(config.dropout)

    def transform(self, states: torch.Tensor, context: DecoderContext, turn: int) -> torch.Tensor:
        """Return the states after one pass."""
        memory = self._own_keys(states, context, self.slot + turn)
        found = self.self_attention(states, memory, context.causal_mask)
        inner = self.self_attention_norm(states + self.dropout(found))
        query = states if self.query_is_input else inner
        found = self.cross_attention(query, self._memory_keys(context), context.memory_mask)
        crossed = self.cross_attention_norm(inner + self.dropout(found))
        new = self.feed_forward_norm(crossed + self.dropout(self.feed_forward(crossed)))
        return self.mixed(inner, new, states)

    def _own_keys(
        self, states: torch.Tensor, context: DecoderContext, slot: int
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return keys and values of all tokens so far, those of this pass."""
        new = self.self_attention.keys_and_values(states)
        if context.cache is None:
            return new
        keys, values = context.cache.self_attention_cache.update(*new, slot)
        return keys, values

    def _memory_keys(self, context: DecoderContext) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the encoder's keys and values, which are the same in every pass."""
        cache = context.cache
        if cache is None:
            return self.cross_attention.keys_and_values(context.memory)
        if not cache.is_updated.get(self.slot):
            new = self.cross_attention.keys_and_values(context.memory)
            cache.cross_attention_cache.update(*new, self.slot)
            cache.is_updated[self.slot] = True
        kept = cache.cross_attention_cache.layers[self.slot]
        return kept.keys, kept.values
