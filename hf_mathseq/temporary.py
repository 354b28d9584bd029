"""Temporary folders that outlive their process only until the next one is made."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hf_mathseq.locks import sole_process
from hf_mathseq.suggestions import UserError

PREFIX = "hf_mathseq-held-"
LOCK = ".lock"


@contextmanager
def held_folder() -> Iterator[Path]:
    """Make an empty folder in the system's place for temporary files; a context that removes it.

    A process that is killed cannot remove its folder. Beside each folder lies a lock that its
    process holds from before the folder is made: what lies beside a lock that nobody holds was left
    behind, and is removed here first.

    Raises:
        OSError: There is no place for temporary files.
    """
    place = Path(tempfile.gettempdir())
    for lock in sorted(place.glob(f"{PREFIX}*{LOCK}")):
        _remove_abandoned(lock)
    folder = place / f"{PREFIX}{secrets.token_hex(8)}"
    with sole_process(_lock_of(folder), f"uses {folder}"):
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _remove_abandoned(lock: Path) -> None:
    """Remove a lock that nobody holds and the folder beside it; those of other users stay."""
    folder = lock.with_suffix("")
    with suppress(UserError, OSError), sole_process(lock, f"uses {folder}", wait=False):
        shutil.rmtree(folder, ignore_errors=True)


def _lock_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}{LOCK}")
