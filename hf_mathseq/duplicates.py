"""Exact duplicates of a stream of examples, found by 64-bit keys in 8 bytes each."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hf_mathseq.key_bits import KeyBits
from hf_mathseq.splits import UInt64Array
from hf_mathseq.suggestions import UserError

ROW_KEY = "row_key"
# Tables in a row without one new example after which a problem family counts as used up.
MAX_BARREN_TABLES = 200


class ExhaustedError(UserError):
    """A problem family has no further distinct examples."""


class Seen(Protocol):
    """What knows the keys of all rows so far."""

    def __len__(self) -> int:
        """Number of distinct keys so far."""

    def admit(self, keys: UInt64Array) -> npt.NDArray[np.bool_]:
        """Return which of the next rows are the first with their key."""


class KeySet:
    """A growing set of 64-bit keys: sorted arrays whose sizes at least double from one to the next.

    A bitmap answers for most keys that are not in the set; the others are looked for in all arrays.
    Holding n keys takes 10n to 12n bytes where n is large, and as much again for moments while it
    grows.
    """

    def __init__(self) -> None:
        self._runs: list[UInt64Array] = []
        self._bits = KeyBits(0)

    def __len__(self) -> int:
        return sum(len(run) for run in self._runs)

    def contains(self, keys: UInt64Array) -> npt.NDArray[np.bool_]:
        """Return which of `keys` are in the set."""
        found = self._bits.may_hold(keys)
        doubtful = keys[found]
        held = np.zeros(len(doubtful), dtype=bool)
        for run in self._runs if len(doubtful) else ():
            places = np.minimum(np.searchsorted(run, doubtful), len(run) - 1)
            held |= run[places] == doubtful
        found[found] = held
        return found

    def add(self, keys: UInt64Array) -> None:
        """Add keys that are not in the set yet."""
        if not len(keys):
            return
        run = np.sort(keys)
        self._mark(run)
        while self._runs and len(self._runs[-1]) < 2 * len(run):
            run = np.sort(np.concatenate([self._runs.pop(), run]), kind="stable")
        self._runs.append(run)

    def admit(self, keys: UInt64Array) -> npt.NDArray[np.bool_]:
        """Return which of `keys` are the first of their value in the set, and add those."""
        fresh = ~self.contains(keys)
        ascending = np.sort(keys)
        twins = ascending[1:][ascending[1:] == ascending[:-1]]
        if len(twins):
            # By sorting: the table that NumPy 2.0 prefers for few keys overflows above 2**63.
            rows = np.flatnonzero(np.isin(keys, twins, kind="sort"))
            later = np.ones(len(rows), dtype=bool)
            later[np.unique(keys[rows], return_index=True)[1]] = False
            fresh[rows[later]] = False
        self.add(keys[fresh])
        return fresh

    def _mark(self, run: UInt64Array) -> None:
        """Mark a sorted run that is about to be added, in a larger bitmap if it must be."""
        total = len(self) + len(run)
        if total > self._bits.capacity:
            self._bits = KeyBits(total)  # rounded up to a power of two: it doubles at least
            for held in self._runs:
                self._bits.mark(held)
        self._bits.mark(run)


class DuplicateFilter:
    """Drops the rows whose key was seen before; feed it tables in block order.

    Args:
        seen: Keys to begin with; none by default.

    Attributes:
        seen: What knows the keys of all rows let through.
        dropped: Number of rows dropped.
    """

    def __init__(self, seen: Seen | None = None) -> None:
        self.seen: Seen = KeySet() if seen is None else seen
        self.dropped = 0
        self._barren = 0

    def __call__(self, table: pa.Table) -> pa.Table:
        """Return `table` without rows seen before, `row_key` column kept.

        Raises:
            ExhaustedError: So many tables in a row held nothing new that no more is to be expected.
        """
        keys = table[ROW_KEY].to_numpy()
        fresh = self.seen.admit(keys)
        self.dropped += len(keys) - int(fresh.sum())
        self._barren = 0 if fresh.any() else self._barren + 1
        if self._barren == MAX_BARREN_TABLES:
            raise ExhaustedError(self._exhausted())
        return table if fresh.all() else table.filter(pa.array(fresh))

    def _exhausted(self) -> str:
        if not len(self.seen):
            return "none of many draws gave an example: choose other options"
        return f"there are no more than {len(self.seen)} distinct examples"
