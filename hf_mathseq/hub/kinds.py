"""Kinds of repositories: how a folder shows what it is, and which of its files may be published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from hf_mathseq.own_files import MODEL_FILES
from hf_mathseq.suggestions import UserError, unknown_name


@dataclass(frozen=True)
class Kind:
    """A kind of repository.

    Attributes:
        name: What the Hub calls it: "model", "dataset" or "space".
        marks: One of these files shows that a folder is of this kind.
        allowed: Files that may be published, one pattern for each level of folders.
        needed: Files without which a repository of this kind is of no use.
    """

    name: str
    marks: Sequence[str]
    allowed: Sequence[str]
    needed: Sequence[str]

    def allows(self, name: str) -> bool:
        """Return whether a file, named relative to the folder, may be published."""
        return any(matches(name, pattern) for pattern in self.allowed)


def matches(name: str, pattern: str) -> bool:
    """Return whether a path matches a pattern whose `*` does not reach over a slash."""
    parts, patterns = name.split("/"), pattern.split("/")
    return len(parts) == len(patterns) and all(map(fnmatchcase, parts, patterns))


_CARD = ("README.md", "LICENSE")
# No pattern admits pickles (training_args.bin, optimizer.pt), programs, or hypotheses by example.
MODEL = Kind(
    "model",
    ("config.json",),
    (
        *_CARD,
        *MODEL_FILES,
        "recipe.yaml",
        ".eval_results/*.yaml",
        "results/*.json",
        "results/*/results.json",
        "results/*/settings.json",
        "report/*.png",
        "report/*.csv",
        "report/*.json",
        "report/*.md",
    ),
    ("README.md", "config.json", "tokenizer.json", "tokenizer_config.json"),
)
DATASET = Kind(
    "dataset",
    ("manifest-*.json", "*/manifest-*.json"),
    (
        *_CARD,
        "eval.yaml",
        "*.parquet",
        "*/*.parquet",
        "manifest-*.json",
        "*/manifest-*.json",
        "*.png",
        "*/*.png",
    ),
    ("README.md",),
)
SPACE = Kind(
    "space",
    ("app.py",),
    (
        *_CARD,
        "*.py",
        "requirements.txt",
        "packages.txt",
        "*.css",
        "*.json",
        "assets/*.png",
        "assets/*.svg",
        *(f"models/*/{name}" for name in MODEL_FILES),
    ),
    ("README.md", "app.py", "requirements.txt"),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (MODEL, DATASET, SPACE)}


def kind_of(folder: Path, name: str | None = None) -> Kind:
    """Return the kind of a folder.

    Args:
        folder: An existing folder.
        name: What the user calls it; None has its files show it.

    Raises:
        UserError: An unknown name, or a folder that shows nothing.
    """
    if name is not None:
        if name not in KINDS:
            raise UserError(unknown_name("kind", name, KINDS))
        return KINDS[name]
    for kind in KINDS.values():
        if any(next(folder.glob(mark), None) for mark in kind.marks):
            return kind
    raise UserError(
        f"{folder} is no model (config.json), no data ('hf-mathseq generate' writes manifests) and "
        "no Space (app.py)"
    )
