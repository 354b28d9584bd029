"""The Transformer itself: embeddings, encoder, decoder and the model that the library files."""

from __future__ import annotations

from typing import Any, cast

import torch
from torch import nn
from transformers import AutoModelForSeq2SeqLM, DynamicCache, EncoderDecoderCache
from transformers.masking_utils import create_bidirectional_mask, create_causal_mask

from hf_mathseq.modeling.base import DecoderOutput, EncoderOutput, MathSeqModel
from hf_mathseq.modeling.transformer.configuration import MathSeqTransformerConfig
from hf_mathseq.modeling.transformer.layers import DecoderContext, DecoderLayer, EncoderLayer


class Stack(nn.Module):
    """Embeddings of one side, and its layers.

    Args:
        config: The sizes.
        side: "encoder" or "decoder".
        layers: The side's layers.
    """

    def __init__(
        self, config: MathSeqTransformerConfig, side: str, layers: list[nn.Module]
    ) -> None:
        super().__init__()
        width, pad = getattr(config, f"{side}_width"), config.pad_token_id
        self.config = config
        self.tokens = nn.Embedding(getattr(config, f"{side}_vocab_size"), width, pad)
        self.positions = nn.Embedding(getattr(config, f"{side}_positions"), width)
        self.norm = nn.LayerNorm(width, config.layer_norm_eps)
        self.dropout = nn.Dropout(config.dropout)
        self.layers = nn.ModuleList(layers)

    def embed(self, ids: torch.Tensor, start: int = 0) -> torch.Tensor:
        """Return embedded tokens, the first of which stands at position `start`."""
        positions = torch.arange(start, start + ids.shape[1], device=ids.device)
        return self.dropout(self.norm(self.tokens(ids) + self.positions(positions)))

    def run(
        self, states: torch.Tensor, real: torch.Tensor, context: Any, complete: bool = False
    ) -> tuple[torch.Tensor, torch.Tensor | None]:
        """Return the states after all layers and, in training, the remainders of halting layers."""
        states = states * real[..., None]
        remainders = []
        for layer in self.layers:
            states, remainder = layer(states, real, context, complete)
            if remainder is not None and self.training:
                remainders.append(remainder)
        return states, torch.stack(remainders, dim=1) if remainders else None


class Encoder(Stack):
    """Reads the problem."""

    main_input_name = "input_ids"

    def __init__(self, config: MathSeqTransformerConfig) -> None:
        layers = [EncoderLayer(config, passes) for passes in config.passes("encoder")]
        super().__init__(config, "encoder", cast(list[nn.Module], layers))

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor | None = None, **_: Any
    ) -> EncoderOutput:
        """Return the states of all tokens; see `MathSeqModel.forward`."""
        states = self.embed(input_ids)
        if attention_mask is None:
            attention_mask = input_ids.ne(self.config.pad_token_id).long()
        mask = create_bidirectional_mask(self.config, states, attention_mask)
        states, remainders = self.run(states, attention_mask.bool(), mask)
        return EncoderOutput(
            last_hidden_state=states, attention_mask=attention_mask, remainders=remainders
        )


class Decoder(Stack):
    """Writes the answer, token by token or, in training, all tokens at once."""

    def __init__(self, config: MathSeqTransformerConfig) -> None:
        layers, slot = [], 0
        for passes in config.passes("decoder"):
            layers.append(DecoderLayer(config, passes, slot))
            slot += passes
        super().__init__(config, "decoder", cast(list[nn.Module], layers))

    def forward(
        self,
        input_ids: torch.Tensor,
        attention_mask: torch.Tensor | None,
        encoder_states: torch.Tensor,
        encoder_mask: torch.Tensor | None,
        past_key_values: EncoderDecoderCache | None,
        use_cache: bool,
    ) -> DecoderOutput:
        """Return the states of the given tokens; see `MathSeqModel.forward`."""
        if use_cache and past_key_values is None:
            past_key_values = EncoderDecoderCache(
                DynamicCache(config=self.config), DynamicCache(config=self.config)
            )
        start = 0 if past_key_values is None else past_key_values.get_seq_length()
        states = self.embed(input_ids, start)
        own_cache = None if past_key_values is None else past_key_values.self_attention_cache
        context = DecoderContext(
            encoder_states,
            create_bidirectional_mask(self.config, states, encoder_mask, encoder_states),
            create_causal_mask(self.config, states, attention_mask, own_cache),
            past_key_values,
        )
        # Later tokens need the keys of every pass, so that none is left out of the cache.
        states, remainders = self.run(
            states, self._real(input_ids, attention_mask), context, past_key_values is not None
        )
        return DecoderOutput(
            last_hidden_state=states, past_key_values=past_key_values, remainders=remainders
        )

    def _real(self, ids: torch.Tensor, attention_mask: torch.Tensor | None) -> torch.Tensor:
        if attention_mask is not None and attention_mask.ndim == 2:
            return attention_mask[:, -ids.shape[1] :].bool()
        return ids.ne(self.config.pad_token_id)


class MathSeqTransformerForConditionalGeneration(MathSeqModel):
    """An encoder-decoder Transformer with an output layer over the decoder's vocabulary.

    With the default configuration it is the model of the public code of arXiv 2112.01898, whose
    weights `published_weights` reads.
    """

    config_class = MathSeqTransformerConfig

    def __init__(self, config: MathSeqTransformerConfig) -> None:
        super().__init__(config, Encoder(config), Decoder(config), config.decoder_width)

    def auxiliary_loss(self, encoded: Any, decoded: DecoderOutput) -> torch.Tensor | None:
        """Return the penalty on pondering: the mean remainder of the halting layers, weighted."""
        found = [getattr(encoded, "remainders", None), decoded.remainders]
        remainders = [tensor for tensor in found if tensor is not None]
        if not remainders:
            return None
        return self.config.ponder_penalty * torch.cat(remainders, dim=1).mean(dim=1)


AutoModelForSeq2SeqLM.register(
    MathSeqTransformerConfig, MathSeqTransformerForConditionalGeneration, exist_ok=True
)
