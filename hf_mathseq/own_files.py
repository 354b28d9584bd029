"""Folders that are written over: what a command has not written itself is never lost."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path

from hf_mathseq.suggestions import UserError

MODEL_FILES = (
    "config.json",
    "generation_config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "*.safetensors",
    "model.safetensors.index.json",
)
MODEL_FOLDER = (
    *MODEL_FILES,
    "README.md",
    "LICENSE",
    "recipe.yaml",
    "conversion.json",
    "results",
    "report",
    ".eval_results",
)
"""What stands in a model's folder: it may be replaced as a whole where there is nothing else."""


def refuse_foreign(folder: Path, own: Iterable[str], kind: str) -> None:
    """Refuse to write over a folder that holds something else.

    Args:
        folder: May be missing.
        own: Names and patterns of what may be replaced.
        kind: What the folder is for, e.g. "a report".

    Raises:
        UserError: It is a file, or there is an entry of another name.
    """
    if folder.exists() and not folder.is_dir():
        raise UserError(f"{folder} is a file; {kind} is a folder")
    patterns = list(own)
    for name in sorted(path.name for path in folder.glob("*")):
        if not any(fnmatchcase(name, pattern) for pattern in patterns):
            raise UserError(
                f"{folder} holds {name!r}, which is not of {kind}: choose another folder with "
                "--output"
            )
