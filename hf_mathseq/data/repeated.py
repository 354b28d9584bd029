"""Duplicates among more keys than memory should hold: sorted piece by piece on a disk.

Only keys that occur more than once have to be remembered while rows are written. They are found
first: keys are dealt to files by their leading bits, and each file is sorted by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hf_mathseq.duplicates import KeySet
from hf_mathseq.splits import UInt64Array
from hf_mathseq.temporary import held_folder

KEYS_AT_ONCE = 1 << 22
"""Keys that are sorted at once: 32 MB, a few times a processor's cache."""
MAX_BITS = 8
"""At most 256 files are open at a time."""


def repeated_keys(
    keys: Iterable[UInt64Array], total: int, at_once: int = KEYS_AT_ONCE
) -> tuple[UInt64Array, int]:
    """Return the keys that occur more than once, sorted, and the number of distinct keys.

    Args:
        keys: All keys, in pieces.
        total: Roughly how many there are.
        at_once: How many to sort at once. Beyond it they go through files in the system's
            directory for temporary files: 8 bytes each, in at most 256 files.
    """
    bits = min(MAX_BITS, max(0, (total - 1) // at_once).bit_length())
    if not bits:
        return _repeated(np.concatenate([np.empty(0, np.uint64), *keys]))
    with held_folder() as folder:
        paths = [folder / f"{i:03d}" for i in range(1 << bits)]
        _deal(keys, paths, bits)
        found = [_repeated(np.fromfile(path, dtype=np.uint64)) for path in paths]
    return np.concatenate([some for some, _ in found]), sum(count for _, count in found)


def _deal(keys: Iterable[UInt64Array], paths: list[Path], bits: int) -> None:
    """Append every key to the file of its leading bits."""
    borders = np.arange(len(paths) + 1)
    with ExitStack() as stack:
        files = [stack.enter_context(path.open("wb", buffering=1 << 16)) for path in paths]
        for piece in keys:
            buckets = (piece >> np.uint64(64 - bits)).astype(np.uint8)
            order = np.argsort(buckets, kind="stable")
            ends = np.searchsorted(buckets, borders, sorter=order)
            dealt = piece[order]
            for file, start, end in zip(files, ends[:-1], ends[1:], strict=True):
                file.write(dealt[start:end].tobytes())


def _repeated(keys: UInt64Array) -> tuple[UInt64Array, int]:
    """Return the keys that occur more than once, sorted, and the number of distinct keys."""
    keys.sort()
    again = keys[1:] == keys[:-1]
    return np.unique(keys[1:][again]), len(keys) - int(again.sum())


class RepeatedKeys:
    """Tells duplicates among rows of which it is known beforehand which keys occur repeatedly.

    Args:
        repeated: Those keys, sorted.
        before: The keys of all rows before the first one that is asked about, in pieces.
    """

    def __init__(self, repeated: UInt64Array, before: Iterable[UInt64Array] = ()) -> None:
        self._repeated, self._met, self._count = repeated, KeySet(), 0
        for keys in before:
            self.admit(keys)

    def __len__(self) -> int:
        return self._count

    def admit(self, keys: UInt64Array) -> npt.NDArray[np.bool_]:
        """Return which of the next rows are the first with their key."""
        fresh = np.ones(len(keys), dtype=bool)
        if len(self._repeated):
            places = np.minimum(np.searchsorted(self._repeated, keys), len(self._repeated) - 1)
            doubtful = self._repeated[places] == keys
            fresh[doubtful] = self._met.admit(keys[doubtful])
        self._count += int(fresh.sum())
        return fresh
