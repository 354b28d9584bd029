"""No example stands in two splits of a folder."""

from __future__ import annotations

import numpy as np

from hf_mathseq.data.folder import Folder
from hf_mathseq.data.manifest import ShardError, finished_manifest
from hf_mathseq.data.shard_files import key_and_record_names
from hf_mathseq.splits import SPLITS, UInt64Array

KEY_BYTES = 8

Keys = list[tuple[str, int]]
"""The files of a split's keys, and how many keys each holds."""


def check_disjoint(folder: Folder, split: str) -> None:
    """Compare the keys of a finished split with those of the folder's other finished splits.

    Splits that were converted, not drawn, have no keys. Memory holds the keys of the smaller split
    of each pair and of one shard.

    Raises:
        ShardError: A key occurs in two splits, or keys are missing.
    """
    own = _files(folder, split)
    for other in SPLITS:
        theirs = _files(folder, other) if other != split else []
        few, many = sorted((own, theirs), key=len)
        known = np.sort(np.concatenate([np.empty(0, np.uint64), *(_keys(folder, f) for f in few)]))
        for file in many if len(known) else ():
            keys = _keys(folder, file)
            places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
            if common := int((known[places] == keys).sum()):
                raise ShardError(f"{folder.root}: {common} examples are in {split} and in {other}")


def _files(folder: Folder, split: str) -> Keys:
    manifest = finished_manifest(folder, split) or {}
    if "identity" not in manifest:
        return []
    rows = [shard["rows"] for shard in manifest["shards"]]
    return [(key_and_record_names(split, i)[0], count) for i, count in enumerate(rows)]


def _keys(folder: Folder, file: tuple[str, int]) -> UInt64Array:
    name, rows = file
    content = folder.read(name)
    if content is None or len(content) != KEY_BYTES * rows:
        raise ShardError(
            f"{folder.path(name)} is missing or damaged, so that splits cannot be compared; "
            "generate again"
        )
    return np.frombuffer(content, dtype="<u8")
