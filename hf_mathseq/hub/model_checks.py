"""Checks of a model's folder: it loads without remote code, and its parts belong together."""

from __future__ import annotations

import json
from typing import Any

from hf_mathseq.hub.staging import Staged
from hf_mathseq.suggestions import UserError


def check_model(staged: Staged) -> None:
    """Check that configuration, weights and tokenizer load and agree.

    Raises:
        UserError: The first thing that is wrong.
    """
    weights = [name for name in staged.names if name.endswith(".safetensors")]
    if not weights:
        raise UserError(f"{staged.folder} has no weights as safetensors; others are not published")
    for name in ("config.json", "tokenizer_config.json"):
        if "auto_map" in _json(staged, name):
            raise UserError(f"{name} has an auto_map: it would run remote code where it is loaded")
    for name in weights:
        _check_weights(staged, name)
    config, tokenizer = _loaded(staged)
    words = len(tokenizer)
    sizes = {
        size
        for part in ("encoder", "decoder", None)
        if (size := getattr(getattr(config, part, None) if part else config, "vocab_size", None))
    }
    if sizes and words > max(sizes):
        raise UserError(f"the tokenizer has {words} tokens, the model {max(sizes)}")


def _loaded(staged: Staged) -> tuple[Any, Any]:
    """Load what `AutoConfig` and `AutoTokenizer` will."""
    from transformers import AutoConfig, AutoTokenizer

    folder = str(staged.folder)
    try:
        return (
            AutoConfig.from_pretrained(folder, local_files_only=True),
            AutoTokenizer.from_pretrained(folder, local_files_only=True),
        )
    except Exception as error:  # whatever a broken file makes the library raise
        reason = " ".join(str(error).split())[:200]
        raise UserError(f"{staged.folder} does not load: {reason}") from None


def _check_weights(staged: Staged, name: str) -> None:
    """Read a file's header, which the library checks against the file's size."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(staged.folder / name, framework="pt") as file:
            empty = not file.keys()
    except SafetensorError as error:
        raise UserError(f"{name} is damaged: {' '.join(str(error).split())[:200]}") from None
    if empty:
        raise UserError(f"{name} holds no weights")


def _json(staged: Staged, name: str) -> dict[str, Any]:
    try:
        found = json.loads(staged.text(name))
    except ValueError:
        raise UserError(f"{name} is not JSON") from None
    if not isinstance(found, dict):
        raise UserError(f"{name} is no JSON object")
    return found
