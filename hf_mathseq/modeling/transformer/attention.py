"""Multi-head attention with keys and values from states of any width."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from transformers.modeling_utils import ALL_ATTENTION_FUNCTIONS

from hf_mathseq.modeling.transformer.configuration import MathSeqTransformerConfig


class Attention(nn.Module):
    """Scaled dot-product attention, computed as the configuration's implementation does.

    Args:
        config: Gives implementation and dropout.
        width: Width of queries and result.
        heads: Number of heads; divides `width`.
        memory_width: Width of the states that keys and values are computed from.
        is_causal: Whether a token sees only itself and those before it.
    """

    def __init__(
        self,
        config: MathSeqTransformerConfig,
        width: int,
        heads: int,
        memory_width: int,
        is_causal: bool = False,
    ) -> None:
        super().__init__()
        self.config, self.heads, self.is_causal = config, heads, is_causal
        self.scaling = (width // heads) ** -0.5
        self.query = nn.Linear(width, width)
        self.key = nn.Linear(memory_width, width)
        self.value = nn.Linear(memory_width, width)
        self.output = nn.Linear(width, width)

    def keys_and_values(self, memory: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return keys and values, each of shape (examples, heads, tokens, width / heads)."""
        return self._split(self.key(memory)), self._split(self.value(memory))

    def forward(
        self,
        states: torch.Tensor,
        keys_and_values: tuple[torch.Tensor, torch.Tensor],
        mask: torch.Tensor | None,
    ) -> torch.Tensor:
        """Return what the states attend to.

        Args:
            states: Where queries come from, shape (examples, tokens, width).
            keys_and_values: Of `keys_and_values`.
            mask: As the library makes it for the implementation.
        """
        attend = ALL_ATTENTION_FUNCTIONS.get_interface(
            self.config._attn_implementation, eager_attention
        )
        dropout = self.config.dropout if self.training else 0.0
        query = self._split(self.query(states))
        found, _ = attend(
            self, query, *keys_and_values, mask, dropout=dropout, scaling=self.scaling
        )
        return self.output(found.reshape(*states.shape[:-1], -1))

    def _split(self, states: torch.Tensor) -> torch.Tensor:
        return states.unflatten(-1, (self.heads, -1)).transpose(1, 2)


def eager_attention(
    module: nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float,
    dropout: float = 0.0,
    **_: Any,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return attention of shape (examples, tokens, heads, width / heads), and its weights.

    The softmax is computed in float32, as in the published programs.
    """
    scores = torch.matmul(query, key.transpose(-1, -2)) * scaling
    if attention_mask is not None:
        scores = scores + attention_mask
    weights = nn.functional.softmax(scores, dim=-1, dtype=torch.float32).to(value.dtype)
    weights = nn.functional.dropout(weights, dropout, module.training)
    return torch.matmul(weights, value).transpose(1, 2), weights
