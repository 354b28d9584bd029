"""What kind of network a checkpoint holds, and its sizes, from names and shapes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import torch

from hf_mathseq.conversion.checkpoints import Checkpoint, CheckpointError
from hf_mathseq.modeling.architectures import Sizes
from hf_mathseq.modeling.configuration import ModelOptions

PUBLISHED_HEADS = 8
"""Heads of every published model whose options are not stored: shapes do not tell them."""
FLAT, LAYERED = "flat", "layered"
_MARKS = {FLAT: "attentions.0.q_lin.weight", LAYERED: "layers.0.self_attention.q_lin.weight"}
_HEADS = {"encoder": "n_enc_heads", "decoder": "n_dec_heads"}
_TABLES = ("embeddings.weight", "position_embeddings.weight")
_FIRST_FEED_FORWARD = {FLAT: "ffns.0.lin1.weight", LAYERED: "layers.0.ffn.lin1.weight"}
_COMMON = r"(position_)?embeddings\.weight|(layer_norm_emb|proj)\.P"
_NAMES = {
    FLAT: r"(attentions|encoder_attn)\.N\.(q|k|v|out)_lin\.P|layer_norm(1|15|2)\.N\.P"
    r"|ffns\.N\.lin[12]\.P",
    LAYERED: r"layers\.N\.((self|cross)_attention\.(q|k|v|out)_lin|layer_norm(1|15|2)"
    r"|ffn\.lin[12])\.P",
}
"""What the weights of a network are called; N is a layer, P `weight` or `bias`."""
_PLAIN_OPTIONS: Mapping[str, object] = {
    **dict.fromkeys(("gelu_activation", "norm_attention", "lstm", "gru", "gated"), False),
    **dict.fromkeys(("enc_act", "dec_act"), False),
    **dict.fromkeys(("enc_loop_idx", "dec_loop_idx"), -1),
    "max_src_len": 0,
}
"""Options of Int2Int whose other values make another network, which its weights may not tell."""


@dataclass(frozen=True)
class FoundNetwork:
    """A published network.

    Attributes:
        kind: "flat" (names in lists, arXiv 1912.01412, 2006.06462, 2112.03588) or "layered" (names
            by layer, 2112.01898).
        options: Its sizes as ours are described.
        sizes: Its vocabulary and positions.
        guessed_heads: Whether the number of heads is the published one, not a stored one.
    """

    kind: str
    options: ModelOptions
    sizes: Sizes
    guessed_heads: bool


def find_network(checkpoint: Checkpoint) -> FoundNetwork:
    """Return the kind and the sizes of a checkpoint's network.

    Raises:
        CheckpointError: Neither kind, or shapes that do not fit together.
    """
    kind = next((k for k, mark in _MARKS.items() if mark in checkpoint.encoder), None)
    if kind is None or _MARKS[kind] not in checkpoint.decoder:
        raise CheckpointError("the checkpoint holds no network of the four papers' programs")
    sides = {"encoder": checkpoint.encoder, "decoder": checkpoint.decoder}
    for side, tensors in sides.items():
        _check_names(side, tensors, kind)
    for name, plain in _PLAIN_OPTIONS.items():
        if checkpoint.options.get(name) not in (plain, None):
            raise CheckpointError(f"networks with the option {name} are not converted")
    heads = {side: _heads(checkpoint.options, side) for side in sides}
    width = {side: int(t["embeddings.weight"].shape[1]) for side, t in sides.items()}
    options = ModelOptions(
        architecture="encoder-decoder" if kind == FLAT else "transformer",
        encoder_layers=_layers(checkpoint.encoder, kind),
        decoder_layers=_layers(checkpoint.decoder, kind),
        encoder_width=width["encoder"],
        decoder_width=width["decoder"],
        encoder_heads=heads["encoder"] or PUBLISHED_HEADS,
        decoder_heads=heads["decoder"] or PUBLISHED_HEADS,
        feed_forward_factor=_factor(checkpoint, kind),
    )
    sizes = Sizes(
        *(len(t["embeddings.weight"]) for t in sides.values()),
        *(len(t["position_embeddings.weight"]) for t in sides.values()),
    )
    return FoundNetwork(kind, options, sizes, guessed_heads=not all(heads.values()))


def _check_names(side: str, tensors: Mapping[str, torch.Tensor], kind: str) -> None:
    """Refuse networks that lack a part of the published ones, or have another."""
    for name in (*_TABLES, _FIRST_FEED_FORWARD[kind]):
        if name not in tensors or tensors[name].ndim != 2 or not tensors[name].numel():
            raise CheckpointError(f"the {side} has no {name} of two dimensions")
    own = f"{_COMMON}|{_NAMES[kind]}".replace("N", "[0-9]{1,4}").replace("P", "(weight|bias)")
    for name in tensors:
        if not re.fullmatch(own, name):
            raise CheckpointError(
                f"the {side} has {name[:60]!r}, which no published network has; gates, halting "
                "and recurrent layers are not converted"
            )


def _heads(options: Mapping[str, object], side: str) -> int | None:
    found = options.get(_HEADS[side], options.get("n_heads"))
    return found if type(found) is int and found > 0 else None


def _layers(tensors: Mapping[str, object], kind: str) -> int:
    """Return the number of layers; all of them have weights."""
    place = 1  # behind "attentions" or "layers"
    block = _MARKS[kind].partition(".")[0]
    found = {int(name.split(".")[place]) for name in tensors if name.startswith(f"{block}.")}
    if found != set(range(len(found))):
        raise CheckpointError(f"the checkpoint has layer {max(found)} and lacks one before it")
    return len(found)


def _factor(checkpoint: Checkpoint, kind: str) -> int:
    hidden, width = checkpoint.encoder[_FIRST_FEED_FORWARD[kind]].shape
    return int(hidden) // int(width)
