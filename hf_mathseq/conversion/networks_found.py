"""What kind of network a checkpoint holds, and its sizes, from names and shapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hf_mathseq.conversion.checkpoints import Checkpoint, CheckpointError
from hf_mathseq.modeling.architectures import Sizes
from hf_mathseq.modeling.configuration import ModelOptions

PUBLISHED_HEADS = 8
"""Heads of every published model whose options are not stored: shapes do not tell them."""
FLAT, LAYERED = "flat", "layered"
_MARKS = {FLAT: "attentions.0.q_lin.weight", LAYERED: "layers.0.self_attention.q_lin.weight"}
_HEADS = {"encoder": "n_enc_heads", "decoder": "n_dec_heads"}
_TABLES = ("embeddings.weight", "position_embeddings.weight")


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
        missing = [name for name in _TABLES if name not in tensors]
        if missing:
            raise CheckpointError(f"the {side} has no {missing[0]}")
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


def _heads(options: Mapping[str, object], side: str) -> int | None:
    found = options.get(_HEADS[side], options.get("n_heads"))
    return found if isinstance(found, int) and found > 0 else None


def _layers(tensors: Mapping[str, object], kind: str) -> int:
    place = 1  # behind "attentions" or "layers"
    block = _MARKS[kind].partition(".")[0]
    return 1 + max(int(n.split(".")[place]) for n in tensors if n.startswith(f"{block}."))


def _factor(checkpoint: Checkpoint, kind: str) -> int:
    name = "ffns.0.lin1.weight" if kind == FLAT else "layers.0.ffn.lin1.weight"
    hidden, width = checkpoint.encoder[name].shape
    return int(hidden) // int(width)
