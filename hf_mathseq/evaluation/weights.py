"""The weights of a model: all of them and of its shapes, or one line that says what is wrong."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import torch

from hf_mathseq.evaluation.identity import ModelError

MAX_LAYERS = 100
"""Of a stack, and loops over it; models of this package have up to 64."""
_DEPTHS = (
    *("num_hidden_layers", "encoder_layers", "decoder_layers", "layers"),
    *("encoder_loops", "decoder_loops"),
)
_SLACK = 10_000


def load_model(source: str, config: Any) -> Any:
    """Load the library's model in single precision, without its progress bars and reports.

    Args:
        source: A model folder or a Hub id.
        config: Its configuration.

    Raises:
        ModelError: Weights are missing, too many, of other shapes, far fewer than the configuration
            describes, or no finite real numbers.
        Exception: Whatever a damaged file makes the library raise.
    """
    from transformers import AutoModelForSeq2SeqLM

    from hf_mathseq.modeling.build import best_attention
    from hf_mathseq.modeling.quiet import no_progress_bars, no_warnings

    _check_depths(source, config)
    files = sorted(Path(source).glob("*.safetensors"))
    if files:
        _check_size(source, config, sum(map(_numbers_in, files)))
    with no_progress_bars(), no_warnings():
        # What does not fit is refused here: the library would start missing weights at random.
        model, found = AutoModelForSeq2SeqLM.from_pretrained(
            source,
            config=config,
            attn_implementation=best_attention(),
            dtype=torch.float32,
            output_loading_info=True,
            ignore_mismatched_sizes=True,
        )
    for what, names in (
        ("is missing", found["missing_keys"]),
        ("is of another shape", [name for name, *_ in found["mismatched_keys"]]),
        ("is none of this model", found["unexpected_keys"]),
    ):
        if names:
            raise ModelError(
                f"the weights of {source} do not fit its config.json: {min(names)} {what}"
            )
    for name, values in model.state_dict().items():
        if not values.isfinite().all():
            raise ModelError(f"{source} is damaged: {name} holds no finite numbers")
    return model


def _check_depths(source: str, config: Any) -> None:
    """Refuse stacks of many layers before they are built, which takes time for each."""
    from transformers import PreTrainedConfig

    sides = [getattr(config, side) for side in ("encoder", "decoder") if hasattr(config, side)]
    for part in (config, *sides):
        if not isinstance(part, PreTrainedConfig):
            raise ModelError(f"config.json of {source} describes a side by {repr(part)[:60]}")
        for name in _DEPTHS:
            found = getattr(part, name, 1)
            if type(found) is not int or not 0 <= found <= MAX_LAYERS:
                said = f"{name} {repr(found)[:60]}"
                raise ModelError(f"config.json of {source} says {said}; it takes 0 to {MAX_LAYERS}")


def _check_size(source: str, config: Any, held: int) -> None:
    """Refuse a model of far more weights than there are before it takes memory."""
    from transformers import AutoModelForSeq2SeqLM

    with torch.device("meta"):
        model = AutoModelForSeq2SeqLM.from_config(config)
    described = sum(values.numel() for values in model.parameters())
    if described > 2 * held + _SLACK:  # what is tied may be counted twice
        raise ModelError(
            f"the weights of {source} do not fit its config.json: {held:,} are stored, "
            f"{described:,} described"
        )


def _numbers_in(path: Path) -> int:
    """Return how many numbers a file holds.

    Raises:
        ModelError: Some are no real numbers.
    """
    from safetensors import safe_open

    total = 0
    with safe_open(path, framework="pt") as file:
        for name in file.keys():  # noqa: SIM118 - the file is no mapping
            held = file.get_slice(name)
            if not held.get_dtype().startswith(("F", "BF")):
                raise ModelError(f"{path} is damaged: {name} is of type {held.get_dtype()}")
            total += math.prod(held.get_shape())
    return total
