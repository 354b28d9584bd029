"""The files of a shard, and the keys of the rows in it."""

from __future__ import annotations

import numpy as np

from hf_mathseq.data.folder import STATE, Folder
from hf_mathseq.splits import UInt64Array


def shard_names(split: str, index: int) -> tuple[str, str, str]:
    """Return the names of a shard, of its keys and of its record."""
    stem = f"{split}-{index:05d}"
    return f"{stem}.parquet", f"{STATE}/{stem}.keys", f"{STATE}/{stem}.json"


def shard_keys(folder: Folder, split: str, index: int) -> UInt64Array:
    """Return the 64-bit keys of the rows of a finished shard."""
    return np.frombuffer(folder.read(shard_names(split, index)[1]) or b"", dtype="<u8")
