"""Models and tokenizers in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hf_mathseq.modeling.quiet import no_progress_bars


def save(model: Any, tokenizer: Any, folder: Path) -> None:
    """Write weights, configuration and tokenizer so that whoever may read one may read all.

    safetensors writes weights that nobody but their owner can read, whatever the user's mask says;
    they get the permissions of the configuration.
    """
    with no_progress_bars():
        model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    permissions = (folder / "config.json").stat().st_mode
    for weights in folder.glob("*.safetensors"):
        weights.chmod(permissions)
