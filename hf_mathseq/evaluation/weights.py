"""The weights of a model: all of them and of its shapes, or one line that says what is wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from hf_mathseq.evaluation.identity import ModelError


def load_model(source: str) -> Any:
    """Load the library's model in single precision, without its progress bars and reports.

    Args:
        source: A model folder or a Hub id.

    Raises:
        ModelError: Weights are missing, too many, of other shapes, or no real numbers.
        Exception: Whatever a damaged file makes the library raise.
    """
    from transformers import AutoModelForSeq2SeqLM

    from hf_mathseq.modeling.build import best_attention
    from hf_mathseq.modeling.quiet import no_progress_bars, no_warnings

    for path in sorted(Path(source).glob("*.safetensors")):
        _check_types(path)
    with no_progress_bars(), no_warnings():
        # What does not fit is refused here: the library would start missing weights at random.
        model, found = AutoModelForSeq2SeqLM.from_pretrained(
            source,
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
    return model


def _check_types(path: Path) -> None:
    """Refuse a file with weights that are no real numbers."""
    from safetensors import safe_open

    with safe_open(path, framework="pt") as file:
        for name in file.keys():  # noqa: SIM118 - the file is no mapping
            kind = file.get_slice(name).get_dtype()
            if not kind.startswith(("F", "BF")):
                raise ModelError(f"{path} is damaged: {name} is of type {kind}")
