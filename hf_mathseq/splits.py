"""The only place that splits: a hash of the canonical problem decides where an example belongs.

Two examples of the same problem therefore never stand on different sides, whatever the seeds, the
sizes and the machines. One problem in ten goes to `test`, one to `validation`, the rest to `train`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hf_mathseq.suggestions import UserError, unknown_name

SPLITS = ("train", "validation", "test")
UInt64Array = npt.NDArray[np.uint64]
# Columns are mixed together up to this many values, 128 kB, which stay in the cache.
_AT_ONCE = 1 << 14
# splitmix64's finaliser: shifts and odd factors.
_STEPS = (
    (np.uint64(30), np.uint64(0xBF58476D1CE4E5B9)),
    (np.uint64(27), np.uint64(0x94D049BB133111EB)),
)


def check_split(split: str) -> str:
    """Return `split` if it is one, else raise `UserError` with the nearest name."""
    if split not in SPLITS:
        raise UserError(unknown_name("split", split, SPLITS))
    return split


def key_of(canonical: bytes) -> int:
    """Return the 64-bit key of a problem written canonically."""
    return int.from_bytes(hashlib.blake2b(canonical, digest_size=8).digest(), "little")


def keys_of_rows(rows: npt.NDArray[np.integer], first: Sequence[int] = ()) -> UInt64Array:
    """Return one 64-bit key per row of an integer array of shape (rows, columns).

    Args:
        rows: Integers of 64 bits or fewer.
        first: Integers that stand in front of every row.
    """
    keys = np.array([len(first) + rows.shape[1]], dtype=np.uint64)
    for value in first:
        keys = mix(keys ^ mix(np.array([value], dtype=np.int64).view(np.uint64)))
    keys = np.repeat(keys, rows.shape[0])
    spare, together = np.empty_like(keys), max(1, _AT_ONCE // max(1, len(keys)))
    for start in range(0, rows.shape[1], together):
        columns = rows[:, start : start + together].T.astype(np.int64, order="C").view(np.uint64)
        _mix_in_place(columns, np.empty_like(columns))
        for column in columns:
            np.bitwise_xor(keys, column, out=keys)
            _mix_in_place(keys, spare)
    return keys


def mix(values: UInt64Array) -> UInt64Array:
    """Return the splitmix64 finaliser (a bijection with full avalanche) of each 64-bit value."""
    mixed = np.array(values)
    _mix_in_place(mixed, np.empty_like(mixed))
    return mixed


def _mix_in_place(z: UInt64Array, spare: UInt64Array) -> None:
    """Replace values by `mix` of them.

    Args:
        z: The values.
        spare: An array of the same shape whose content is lost.
    """
    z += np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in _STEPS:
        np.right_shift(z, shift, out=spare)
        np.bitwise_xor(z, spare, out=z)
        np.multiply(z, factor, out=z)
    np.right_shift(z, np.uint64(31), out=spare)
    np.bitwise_xor(z, spare, out=z)


def split_mask(keys: UInt64Array, split: str) -> npt.NDArray[np.bool_]:
    """Return which of the problem keys belong to `split`."""
    check_split(split)
    tenth = mix(keys) % np.uint64(10)
    return {"test": tenth == 0, "validation": tenth == 1, "train": tenth > 1}[split]


def split_of(canonical: bytes | int) -> str:
    """Return the split of one problem, given its canonical bytes or its 64-bit key.

    Examples:
        >>> [split_of(str(problem).encode()) for problem in range(9, 12)]
        ['train', 'train', 'test']
    """
    key = canonical if isinstance(canonical, int) else key_of(canonical)
    keys = np.array([key], dtype=np.uint64)
    return next(split for split in SPLITS if split_mask(keys, split)[0])
