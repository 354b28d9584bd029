"""Attention between packed tokens, filed as the library's implementation "packed".

Linear maps, norms and activations then see real tokens only. Scores are computed on padded rows;
as in the published programs, their softmax is in float32.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from transformers import AttentionInterface, AttentionMaskInterface
from transformers.masking_utils import eager_mask
from transformers.models.bert_generation.modeling_bert_generation import (
    BertGenerationCrossAttention,
)

from hf_mathseq.modeling.packed_rows import PackedRows
from hf_mathseq.modeling.transformer.attention import eager_attention

PACKED = "packed"


@dataclass(frozen=True)
class Packing:
    """The rows that attention goes between.

    Attributes:
        queries: Rows of the side that asks.
        memory: Rows of the encoder, for cross-attention.
    """

    queries: PackedRows
    memory: PackedRows


def packed_attention(
    module: nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float,
    packing: Packing | None = None,
    **others: Any,
) -> tuple[torch.Tensor, torch.Tensor | None]:
    """Return what the queries attend to, without padding where `packing` is given.

    Args:
        module: The library's attention of a side to itself, or of the decoder to the encoder.
        query: Shape (1, heads, tokens, n), or (examples, heads, tokens, n) without `packing`.
        key: As `query`.
        value: As `query`.
        attention_mask: Added to the scores of padded rows.
        scaling: Factor of the scores.
        packing: The rows; None computes padded batches as usual.
        **others: Of the library's implementations.
    """
    if packing is None:
        return eager_attention(module, query, key, value, attention_mask, scaling, **others)
    crosses = isinstance(module, BertGenerationCrossAttention)
    memory = packing.memory if crosses else packing.queries
    flat = [part[0].transpose(0, 1) for part in (query, key, value)]
    found = _Attention.apply(*flat, attention_mask, packing.queries, memory, scaling)
    return found.unsqueeze(0), None


class _Attention(torch.autograd.Function):
    """Scaled dot-product attention with its gradient, of shape (tokens, heads, n) on both sides."""

    @staticmethod
    def forward(ctx: Any, *arguments: Any) -> torch.Tensor:
        query, key, value, mask, rows, memory, scaling = arguments
        heads, examples = query.shape[1], len(rows.real)
        query, key, value = rows.padded(query), memory.padded(key), memory.padded(value)
        scores = torch.bmm(query, key.transpose(1, 2)).float().mul_(scaling)
        scores.view(examples, heads, *scores.shape[1:]).add_(mask)
        weights = torch.softmax(scores, dim=-1).to(value.dtype)
        ctx.save_for_backward(query, key, value, weights)
        ctx.others = rows, memory, scaling, heads
        packed: torch.Tensor = rows.packed(torch.bmm(weights, value), heads)
        return packed

    @staticmethod
    def backward(ctx: Any, *gradients: torch.Tensor) -> Any:
        query, key, value, weights = ctx.saved_tensors
        rows, memory, scaling, heads = ctx.others
        gradient = rows.padded(gradients[0])
        of_value = torch.bmm(weights.transpose(1, 2), gradient)
        of_weights = torch.bmm(gradient, value.transpose(1, 2)).float()
        of_scores = torch._softmax_backward_data(of_weights, weights.float(), -1, torch.float32)
        of_scores = of_scores.mul_(scaling).to(query.dtype)
        of_query = rows.packed(torch.bmm(of_scores, key), heads)
        of_key = memory.packed(torch.bmm(of_scores.transpose(1, 2), query), heads)
        return of_query, of_key, memory.packed(of_value, heads), None, None, None, None


AttentionInterface.register(PACKED, packed_attention)
AttentionMaskInterface.register(PACKED, eager_mask)
