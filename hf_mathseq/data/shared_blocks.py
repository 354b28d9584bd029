"""Blocks that several processes need, in the same order, and draw once between them.

A block is drawn by the first process that claims it, stored in a file and read by the others. Who
waits for a block that another one draws, draws one of the next meanwhile. Blocks are functions of
their index, so that a lost file or claim costs time and changes nothing; a block whose process was
killed is drawn by another one.
"""

from __future__ import annotations

import hashlib
import os
import time
from contextlib import suppress
from pathlib import Path

import numpy as np

from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.task import Task

KEPT_BLOCKS = 64
"""How far the slowest process may be behind before it draws blocks again."""
POLL_SECONDS = 0.002
NAMELESS_SECONDS = 10.0
"""So long another process is given to write its name, or to draw where the disk has no room for it;
one that was killed between claiming and writing never will."""

Rows = tuple[Ragged, Ragged]


class SharedBlocks:
    """Draws like `Task.id_rows`, or reads what another process drew.

    Args:
        folder: For this run alone, empty at its beginning.
        ahead: How many blocks are drawn ahead of the one that is waited for.
    """

    def __init__(self, folder: Path, ahead: int) -> None:
        self._folder, self._ahead = folder, ahead
        self._nameless: dict[str, float] = {}  # claims, and when they were first seen

    def __call__(self, task: Task, split: str, seed: int, block: int) -> Rows:
        """Return the ids of problems and of answers of one block."""
        self._folder.mkdir(parents=True, exist_ok=True)
        text = f"{task.identity}/{split}/{seed}"
        name = f"{hashlib.sha256(text.encode()).hexdigest()[:16]}-{{}}"
        while True:
            rows = self._stored(name.format(block))
            if rows:
                break
            wanted = self._claimed(name, block)
            if wanted is None:
                if not self._is_drawn_elsewhere(name.format(block)):
                    self._forget(name.format(block))
                time.sleep(POLL_SECONDS)
                continue
            rows = self._drawn(name.format(wanted), task, split, seed, wanted)
            if wanted == block:
                break
        self._forget(name.format(block - KEPT_BLOCKS))
        return rows

    def _stored(self, name: str) -> Rows | None:
        try:
            with np.load(self._folder / f"{name}.npz", allow_pickle=False) as found:
                inputs, labels = found["inputs"], found["labels"]
                return Ragged(inputs, found["ends"]), Ragged(labels, found["label_ends"])
        except FileNotFoundError:
            return None

    def _claimed(self, name: str, block: int) -> int | None:
        """Claim the first block from this one on that nobody has, and return it."""
        for candidate in range(block, block + self._ahead + 1):
            try:
                claim = (self._folder / f"{name.format(candidate)}.claim").open("x")
            except FileExistsError:
                continue
            with suppress(OSError), claim:  # on a full disk it is a claim without a name
                claim.write(f"{os.getpid()}\n")
            return candidate
        return None

    def _is_drawn_elsewhere(self, name: str) -> bool:
        """Return whether a claimed block is there or its process lives, as far as can be seen."""
        try:
            claimant = (self._folder / f"{name}.claim").read_text()
            if not claimant.endswith("\n"):
                return self._is_young(name)
            os.kill(int(claimant), 0)
        except ProcessLookupError:
            return (self._folder / f"{name}.npz").exists()
        except OSError:
            return True
        return True

    def _is_young(self, name: str) -> bool:
        """Return whether a claim without a name was first seen a short time ago."""
        now = time.monotonic()
        young = now - self._nameless.setdefault(name, now) < NAMELESS_SECONDS
        if not young:
            del self._nameless[name]
        return young

    def _drawn(self, name: str, task: Task, split: str, seed: int, block: int) -> Rows:
        try:
            inputs, labels = task.id_rows(split, seed, block)
            self._store(name, inputs, labels)
        except BaseException:
            self._forget(name)
            raise
        return inputs, labels

    def _store(self, name: str, inputs: Ragged, labels: Ragged) -> None:
        """Write a block; a full disk leaves it to the others to draw it."""
        staged = self._folder / f"{name}.{os.getpid()}.npz"
        try:
            np.savez(
                staged,
                inputs=inputs.values,
                ends=inputs.offsets,
                labels=labels.values,
                label_ends=labels.offsets,
            )
            staged.replace(self._folder / f"{name}.npz")
        except OSError:
            staged.unlink(missing_ok=True)
            self._forget(name)

    def _forget(self, name: str) -> None:
        for suffix in ("npz", "claim"):
            (self._folder / f"{name}.{suffix}").unlink(missing_ok=True)
