"""Pages that are files of the repository's root, as they stand there."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMES = ("CONTRIBUTING.md", "CHANGELOG.md")


def repository_pages() -> dict[str, str]:
    """Return path -> text: the path is the file's name in small letters."""
    return {name.lower(): _text(name) for name in NAMES}


def _text(name: str) -> str:
    """Return a file's text, with links that lead to the same pages from here."""
    return (ROOT / name).read_text(encoding="utf-8").replace("](docs/", "](")
