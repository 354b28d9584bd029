"""Configuration of the recurrent encoder-decoder."""

from __future__ import annotations

from typing import Any

from transformers import AutoConfig

from hf_mathseq.modeling.base_configuration import MathSeqConfig

CELLS = ("lstm", "gru")


class MathSeqRecurrentConfig(MathSeqConfig):
    """Sizes of a recurrent encoder-decoder; see appendix E of arXiv 2112.01898.

    Attributes:
        cell: "lstm" or "gru".
        width: Width of the token tables.
        layers: Recurrent layers on each side.
        hidden_size: Numbers in a layer's state.
        bidirectional: Whether the encoder reads both ways, each with half of `hidden_size`.
    """

    model_type = "mathseq_recurrent"
    keys_to_ignore_at_inference = ("past_key_values",)

    cell: str = "lstm"
    width: int = 256
    layers: int = 1
    hidden_size: int = 2048
    bidirectional: bool = False

    def __post_init__(self, **kwargs: Any) -> None:
        super().__post_init__(**kwargs)
        if self.cell not in CELLS:
            raise ValueError(f"cell must be one of {', '.join(CELLS)}, not {self.cell!r}")
        if self.bidirectional and self.hidden_size % 2:
            raise ValueError(f"a bidirectional encoder halves hidden_size {self.hidden_size}")

    @property
    def num_hidden_layers(self) -> int:
        """Recurrent layers of the decoder."""
        return self.layers


AutoConfig.register(MathSeqRecurrentConfig.model_type, MathSeqRecurrentConfig, exist_ok=True)
