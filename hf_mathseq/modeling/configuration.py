"""Options of a model, and the library's configuration that they stand for."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hf_mathseq.modeling.architectures import Sizes, configuration_for
from hf_mathseq.options import OptionError, option

if TYPE_CHECKING:
    from transformers import PreTrainedConfig

    from hf_mathseq.task import Task

LIBRARY_ARCHITECTURES = ("encoder-decoder", "bart")
"""Architectures whose models load where `hf_mathseq` is not installed."""
_ATTENTIVE = (*LIBRARY_ARCHITECTURES, "transformer")
RECURRENT = ("lstm", "gru")
_LOOPED = ("transformer",)
ARCHITECTURES = (*_ATTENTIVE, *RECURRENT)
_BELONGS_TO = {
    **dict.fromkeys(("encoder_heads", "decoder_heads", "positions"), _ATTENTIVE),
    **dict.fromkeys(("feed_forward_factor", "activation"), _ATTENTIVE),
    **dict.fromkeys(("cross_attention_query", "gate", "gate_bias"), _LOOPED),
    **dict.fromkeys(("encoder_loops", "encoder_looped_layer"), _LOOPED),
    **dict.fromkeys(("decoder_loops", "decoder_looped_layer"), _LOOPED),
    **dict.fromkeys(("halting", "ponder_penalty"), _LOOPED),
    **dict.fromkeys(("hidden_size", "bidirectional"), RECURRENT),
    "tie_output": (*_LOOPED, *RECURRENT),
}
"""Option -> the architectures that have it; the others are of all."""


@dataclass(frozen=True)
class ModelOptions:
    """Architecture and sizes of a model."""

    architecture: str = option(
        "encoder-decoder",
        "encoder-decoder (two BertGeneration stacks), bart, transformer (the published decoder, "
        "loops, gates, halting), lstm or gru",
        choices=ARCHITECTURES,
    )
    encoder_layers: int = option(4, "layers of the encoder", minimum=1, maximum=64)
    decoder_layers: int = option(4, "layers of the decoder", minimum=1, maximum=64)
    encoder_width: int = option(256, "width of the encoder", minimum=1)
    decoder_width: int = option(256, "width of the decoder", minimum=1)
    encoder_heads: int = option(8, "attention heads of the encoder", minimum=1)
    decoder_heads: int = option(8, "attention heads of the decoder", minimum=1)
    feed_forward_factor: int = option(4, "feed-forward width / width", minimum=1)
    activation: str = option("relu", "relu (published) or gelu", choices=("relu", "gelu"))
    dropout: float = option(0.0, "dropout everywhere; 0 published", minimum=0.0, maximum=0.9)
    positions: int = option(0, "rows of the position tables; 0 fits them to the task", minimum=0)
    initialization: str = option(
        "published",
        "published (embeddings N(0, 1/width), linear maps uniform), numbers (the same, but near "
        "numbers have near embeddings) or library (N(0, 0.02))",
        choices=("published", "numbers", "library"),
    )
    tie_output: bool = option(True, "whether the output layer is the decoder's token table")
    cross_attention_query: str = option(
        "layer_input",
        "layer_input (published) or after_self_attention (textbook)",
        source="arXiv 2112.01898, public code",
        choices=("layer_input", "after_self_attention"),
    )
    encoder_loops: int = option(
        1, "times that the encoder's looped layers are applied", minimum=1, maximum=64
    )
    decoder_loops: int = option(
        1, "times that the decoder's looped layers are applied", minimum=1, maximum=64
    )
    encoder_looped_layer: int = option(-1, "the encoder's looped layer, from 0; -1 all", minimum=-1)
    decoder_looped_layer: int = option(-1, "the decoder's looped layer, from 0; -1 all", minimum=-1)
    gate: str = option(
        "none",
        "mixes old and new states of looped layers: none, scalar (a token's) or vector",
        choices=("none", "scalar", "vector"),
    )
    gate_bias: float = option(0.0, "added to a gate's argument; positive prefers the new state")
    halting: bool = option(False, "whether tokens leave the loops when they are done")
    ponder_penalty: float = option(
        0.01, "weight of the mean remainder of halting in the loss", minimum=0.0
    )
    hidden_size: int = option(
        2048,
        "numbers in the state of a recurrent layer",
        source="public code of Int2Int",
        minimum=1,
    )
    bidirectional: bool = option(
        False, "whether half of a recurrent encoder's state reads backwards"
    )

    def __post_init__(self) -> None:
        self._refuse_foreign_options()
        if self.architecture in RECURRENT and self.encoder_layers != self.decoder_layers:
            raise OptionError(
                f"{self.architecture} hands the states of its layers over: encoder_layers must "
                "equal decoder_layers"
            )
        if self.bidirectional and self.hidden_size % 2:
            raise OptionError(f"bidirectional halves hidden_size, which is odd: {self.hidden_size}")
        if self.architecture in ("bart", *RECURRENT) and self.encoder_width != self.decoder_width:
            raise OptionError(
                f"{self.architecture} has one width: encoder_width must equal decoder_width"
            )
        for side in ("encoder", "decoder"):
            self._check_side(side)
        if (self.gate != "none" or self.halting) and self.encoder_loops == self.decoder_loops == 1:
            raise OptionError("gate and halting need encoder_loops or decoder_loops above 1")
        self._refuse_options_without_effect()

    def _refuse_options_without_effect(self) -> None:
        loops = ("encoder", self.encoder_loops), ("decoder", self.decoder_loops)
        needed = {
            "gate_bias": ("a gate", self.gate != "none"),
            "ponder_penalty": ("halting", self.halting),
            **{f"{s}_looped_layer": (f"{s}_loops above 1", count > 1) for s, count in loops},
        }
        for field in dataclasses.fields(self):
            what, there = needed.get(field.name, ("", True))
            if not there and getattr(self, field.name) != field.default:
                raise OptionError(f"{field.name} has no effect without {what}")

    def _refuse_foreign_options(self) -> None:
        for field in dataclasses.fields(self):
            owners = _BELONGS_TO.get(field.name, ARCHITECTURES)
            if self.architecture not in owners and getattr(self, field.name) != field.default:
                raise OptionError(
                    f"{self.architecture} has no {field.name}; only {', '.join(owners)} can set it"
                )

    def _check_side(self, side: str) -> None:
        width, heads = getattr(self, f"{side}_width"), getattr(self, f"{side}_heads")
        if self.architecture in _ATTENTIVE and width % heads:
            raise OptionError(f"{side}_width {width} is no multiple of {side}_heads {heads}")
        looped, layers = getattr(self, f"{side}_looped_layer"), getattr(self, f"{side}_layers")
        if looped >= layers:
            raise OptionError(f"{side}_looped_layer must be in [-1, {layers - 1}], not {looped}")


def identity_of(task: Task) -> dict[str, Any]:
    """Return the `mathseq` entry of `config.json`: what the weights, tokens and decoder are for."""
    return {"task": task.name, "version": task.version, "options": task.options}


def model_config(task: Task, options: ModelOptions, shorter: bool = False) -> PreTrainedConfig:
    """Return the configuration of a model for a task.

    Args:
        task: Gives the vocabulary and, where `options.positions` is 0, the lengths.
        options: The sizes.
        shorter: Whether `options.positions` may be too few for some problems or answers.

    Raises:
        OptionError: They are too few, and may not be.
    """
    config = configuration_for(options, Sizes.of(task, options.positions, shorter))
    config.mathseq = identity_of(task)
    return config
