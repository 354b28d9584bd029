"""Names of weights that stand layer by layer in lists (arXiv 1912.01412, 2006.06462, 2112.03588).

The network is the encoder-decoder of two BertGeneration stacks, weight for weight.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch

_ATTENTION = {
    "q_lin": "self.query",
    "k_lin": "self.key",
    "v_lin": "self.value",
    "out_lin": "output.dense",
}
_EMBEDDINGS = {
    "embeddings": "word_embeddings",
    "position_embeddings": "position_embeddings",
    "layer_norm_emb": "LayerNorm",
}
_LAYER_NORMS = {
    "layer_norm1": "attention.output.LayerNorm",
    "layer_norm15": "crossattention.output.LayerNorm",
    "layer_norm2": "output.LayerNorm",
}
_FEED_FORWARD = {"lin1": "intermediate.dense", "lin2": "output.dense"}
_BLOCKS = {"attentions": "attention", "encoder_attn": "crossattention"}
_STACKS = {"encoder": "encoder", "decoder": "decoder.bert"}


def flat_state_dict(arrays: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Return the state dict of an `EncoderDecoderModel` of two BertGeneration stacks.

    Args:
        arrays: Published name with its side in front -> tensor, e.g.
            `encoder.attentions.0.q_lin.weight`.

    Raises:
        KeyError: A name that such a network does not have.
    """
    state = {}
    for name, tensor in arrays.items():
        side, _, own = name.partition(".")
        if own.startswith("proj."):
            state[f"decoder.lm_head.decoder.{own.removeprefix('proj.')}"] = tensor
        else:
            state[f"{_STACKS[side]}.{_library_name(own)}"] = tensor
    state["decoder.lm_head.bias"] = state["decoder.lm_head.decoder.bias"]
    return state


def _library_name(published: str) -> str:
    block, *path, leaf = published.split(".")
    if block in _EMBEDDINGS:
        return f"embeddings.{_EMBEDDINGS[block]}.{leaf}"
    layer = f"encoder.layer.{path[0]}"
    if block in _LAYER_NORMS:
        return f"{layer}.{_LAYER_NORMS[block]}.{leaf}"
    if block == "ffns":
        return f"{layer}.{_FEED_FORWARD[path[1]]}.{leaf}"
    return f"{layer}.{_BLOCKS[block]}.{_ATTENTION[path[1]]}.{leaf}"
