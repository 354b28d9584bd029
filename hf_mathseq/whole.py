"""Files and folders that are there whole or not at all, whenever this process may end."""

from __future__ import annotations

import shutil
from pathlib import Path


def write_whole(path: Path, text: str) -> None:
    """Write a text file aside and rename it; a file of that name is replaced in one step."""
    staged = path.with_name(f".{path.name}.incomplete")
    staged.write_text(text, encoding="utf-8")
    staged.replace(path)


def replace_folder(staged: Path, folder: Path, attic: Path | None = None) -> None:
    """Move a finished folder into place; an older one is moved away whole, then removed.

    Args:
        staged: The finished folder, on the same disk.
        folder: Its place.
        attic: Where the older one is moved to; by default a hidden folder beside it.
    """
    attic = attic or folder.with_name(f".{folder.name}.replaced")
    _move_away(folder, attic)
    staged.rename(folder)
    shutil.rmtree(attic, ignore_errors=True)


def discard(folder: Path, attic: Path) -> None:
    """Remove a folder, out of sight: it is moved to `attic` in one step first."""
    _move_away(folder, attic)
    shutil.rmtree(attic, ignore_errors=True)


def _move_away(folder: Path, attic: Path) -> None:
    shutil.rmtree(attic, ignore_errors=True)
    if folder.exists():
        attic.parent.mkdir(parents=True, exist_ok=True)
        folder.rename(attic)
