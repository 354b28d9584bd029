"""The files of a shard, and the keys of the rows in it."""

from __future__ import annotations

import numpy as np

from hf_mathseq.data.folder import STATE, Folder
from hf_mathseq.splits import UInt64Array


def shard_name(split: str, index: int, suffix: str) -> str:
    """Return the name of a shard."""
    return f"{split}-{index:05d}{suffix}"


def key_and_record_names(split: str, index: int) -> tuple[str, str]:
    """Return the names of a shard's keys and of its record."""
    return (
        f"{STATE}/{shard_name(split, index, '.keys')}",
        f"{STATE}/{shard_name(split, index, '.json')}",
    )


def shard_keys(folder: Folder, split: str, index: int) -> UInt64Array:
    """Return the 64-bit keys of the rows of a finished shard."""
    return np.frombuffer(folder.read(key_and_record_names(split, index)[0]) or b"", dtype="<u8")
