"""Locks between processes: the system gives them back when their holder ends, however it ends."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from hf_mathseq.suggestions import UserError

logger = logging.getLogger(__name__)


@contextmanager
def sole_process(path: Path, doing: str, *, wait: bool = True) -> Iterator[None]:
    """Let one process at a time do something; a context.

    Args:
        path: The lock's file. It is removed at the end, where the system removes files in use.
        doing: What others do meanwhile, e.g. "trains runs/model", for messages.
        wait: Whether to wait for another process; otherwise it is an error.

    Raises:
        UserError: Another process does it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if not wait:
            raise UserError(f"another process {doing}") from None
        logger.warning("another process %s: waiting for it", doing)
        lock.acquire()
    try:
        yield
    finally:
        # Who waited for a file that is gone takes a new one: filelock looks since 3.21.
        with suppress(OSError):
            path.unlink()
        lock.release()
