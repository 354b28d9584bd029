"""Weights of the published programs under the names of our Transformer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch

_RENAMED = {
    "position_embeddings": "positions",
    "embeddings": "tokens",
    "layer_norm_emb": "norm",
    "layer_norm1": "self_attention_norm",
    "layer_norm15": "cross_attention_norm",
    "layer_norm2": "feed_forward_norm",
    "ffn": "feed_forward",
    "lin1": "hidden",
    "lin2": "output",
    "q_lin": "query",
    "k_lin": "key",
    "v_lin": "value",
    "out_lin": "output",
}
_OUTPUT = "decoder.proj."


def state_dict_from_published(arrays: Mapping[str, Any]) -> dict[str, torch.Tensor]:
    """Return a state dict for `MathSeqTransformerForConditionalGeneration`.

    Args:
        arrays: Published name -> array or tensor, e.g. `encoder.layers.0.ffn.lin1.weight`; linear
            weights have the shape (outputs, inputs).
    """
    return {_own_name(name): torch.as_tensor(array) for name, array in arrays.items()}


def _own_name(published: str) -> str:
    if published.startswith(_OUTPUT):
        return published.replace(_OUTPUT, "output.", 1)
    return ".".join(_RENAMED.get(part, part) for part in published.split("."))
