"""The only place that splits: a hash of the canonical problem decides where an example belongs.

Two examples of the same problem therefore never stand on different sides, whatever the seeds, the
sizes and the machines. One problem in ten goes to `test`, one to `validation`, the rest to `train`.
"""

from __future__ import annotations

import hashlib

import numpy as np
import numpy.typing as npt

from hf_mathseq.suggestions import UserError, unknown_name

SPLITS = ("train", "validation", "test")
UInt64Array = npt.NDArray[np.uint64]


def check_split(split: str) -> str:
    """Return `split` if it is one, else raise `UserError` with the nearest name."""
    if split not in SPLITS:
        raise UserError(unknown_name("split", split, SPLITS))
    return split


def key_of(canonical: bytes) -> int:
    """Return the 64-bit key of a problem written canonically."""
    return int.from_bytes(hashlib.blake2b(canonical, digest_size=8).digest(), "little")


def keys_of_rows(rows: npt.NDArray[np.integer]) -> UInt64Array:
    """Return one 64-bit key per row of an integer array of shape (rows, columns)."""
    with np.errstate(over="ignore"):
        keys = np.full(rows.shape[0], rows.shape[1], dtype=np.uint64)
        for column in rows.T.astype(np.int64).view(np.uint64):
            keys = mix(keys ^ mix(column))
    return keys


def mix(values: UInt64Array) -> UInt64Array:
    """Return the splitmix64 finaliser (a bijection with full avalanche) of each 64-bit value."""
    with np.errstate(over="ignore"):
        z = values + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return z ^ (z >> np.uint64(31))


def split_mask(keys: UInt64Array, split: str) -> npt.NDArray[np.bool_]:
    """Return which of the problem keys belong to `split`."""
    check_split(split)
    tenth = mix(keys) % np.uint64(10)
    return {"test": tenth == 0, "validation": tenth == 1, "train": tenth > 1}[split]


def split_of(canonical: bytes | int) -> str:
    """Return the split of one problem, given its canonical bytes or its 64-bit key."""
    key = canonical if isinstance(canonical, int) else key_of(canonical)
    keys = np.array([key], dtype=np.uint64)
    return next(split for split in SPLITS if split_mask(keys, split)[0])
