"""No example stands in two splits of a folder."""

from __future__ import annotations

import numpy as np

from hf_mathseq.data.folder import STATE, Folder
from hf_mathseq.data.manifest import ShardError
from hf_mathseq.splits import SPLITS


def check_disjoint(folder: Folder, split: str) -> None:
    """Compare the keys of a split with those of the folder's other splits.

    Memory holds the keys of the smaller split of each pair and of one shard.

    Raises:
        ShardError: A key occurs in two splits.
    """
    own = folder.names(f"{STATE}/{split}-*.keys")
    for other in SPLITS:
        theirs = folder.names(f"{STATE}/{other}-*.keys") if other != split else []
        few, many = sorted((own, theirs), key=len)
        known = np.sort(np.concatenate([np.empty(0, np.uint64), *(_keys(folder, n) for n in few)]))
        for name in many if len(known) else ():
            keys = _keys(folder, name)
            places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
            if common := int((known[places] == keys).sum()):
                raise ShardError(f"{folder.root}: {common} examples are in {split} and in {other}")


def _keys(folder: Folder, name: str) -> np.ndarray:
    return np.frombuffer(folder.read(name) or b"", dtype="<u8")
