"""Have enough parts drawn, wherever that is, and find the keys that occur in them repeatedly."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Protocol

from hf_mathseq.data.blocks import drawn_blocks
from hf_mathseq.data.parts import PartStore
from hf_mathseq.data.repeated import KEYS_AT_ONCE, repeated_keys
from hf_mathseq.duplicates import MAX_BARREN_TABLES
from hf_mathseq.splits import UInt64Array

SAMPLED_BLOCKS = 4
SPARE = 1.01
"""More parts than needed are asked for, so that a second round is rare."""


class PendingError(Exception):
    """Parts are being drawn elsewhere; the message says how to go on."""


class Executor(Protocol):
    """Draws parts, on this machine or on others."""

    def __call__(self, parts: PartStore, indices: Sequence[int]) -> None:
        """Have the parts drawn; the caller draws those that are missing afterwards.

        Raises:
            PendingError: The work goes on elsewhere.
        """


class Gathering:
    """Parts enough for a number of distinct rows.

    Args:
        parts: Where the parts lie.
        first_block: The first block whose rows are not all written yet.
        written: The keys of the rows that are written, in pieces.
        executor: What draws parts; None is this machine.
        num_proc: Number of worker processes on this machine.
        at_once: Number of keys that are sorted at once.
    """

    def __init__(
        self,
        parts: PartStore,
        first_block: int = 0,
        written: Sequence[UInt64Array] = (),
        executor: Executor | None = None,
        num_proc: int = 1,
        at_once: int = KEYS_AT_ONCE,
    ) -> None:
        self._parts, self._written, self._at_once = parts, written, at_once
        self._executor, self._num_proc = executor, num_proc
        self._first_block = first_block

    def repeated_keys(self, needed: int) -> UInt64Array:
        """Return, sorted, the keys that occur repeatedly where there are `needed` distinct rows.

        Where the problem family is used up, the parts end in blocks without anything new.

        Raises:
            PendingError: Parts are being drawn elsewhere.
        """
        start = end = self._first_block // self._parts.blocks_per_part
        distinct = have = sum(map(len, self._written))
        gain = rows = self._rows_per_part()
        barren = 0
        while True:
            more = math.ceil(SPARE * (needed - distinct) / max(1.0, gain))
            more = min(more, end - start) if end > start else max(1, more)
            self._draw(range(end, end + more))
            end += more
            before, total = distinct, have + int(rows * (end - start))
            keys = itertools.chain(self._written, map(self._parts.keys, range(start, end)))
            repeated, distinct = repeated_keys(keys, total, self._at_once)
            gain = (distinct - before) / more
            barren = 0 if gain else barren + more * self._parts.blocks_per_part
            if distinct >= needed or barren > MAX_BARREN_TABLES:
                return repeated

    def _rows_per_part(self) -> float:
        """Return about how many rows a part has."""
        parts = self._parts
        blocks = range(self._first_block, self._first_block + SAMPLED_BLOCKS)
        drawn = drawn_blocks(parts.task, parts.split, parts.seed, blocks)
        rows = sum(len(block.table) for block in drawn)
        return rows * parts.blocks_per_part / SAMPLED_BLOCKS

    def _draw(self, indices: Sequence[int]) -> None:
        """Have the parts drawn that are not there: by the executor, what it leaves by ourselves."""
        if self._executor is not None and (missing := self._missing(indices)):
            self._executor(self._parts, missing)
        self._parts.draw(self._missing(indices), self._num_proc)

    def _missing(self, indices: Sequence[int]) -> list[int]:
        held = self._parts.held()
        return [index for index in indices if index not in held]
