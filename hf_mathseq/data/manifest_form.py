"""What a manifest must say to be believed: it may come from somebody else."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from hf_mathseq.data.shard_formats import is_shard_name

COUNTS = ("attempts", "accepted", "too_long", "in_split", "duplicates")
_NAMES = ("task", "split", "version", "identity")
_NEEDED = ("task", "split", "rows", "shards")
_NEEDED_OF_SHARDS = ("file", "sha256", "rows")


def is_manifest(found: Mapping[str, Any], split: str) -> bool:
    """Return whether JSON values are the manifest of a split, every entry of its type.

    There are shards, they lie beside it and have all of its rows. Where it says which blocks are in
    which shard, these follow on one another: a shard begins in the last block of the one before, or
    behind it.

    Args:
        found: What was read.
        split: The split that it should be of.
    """
    if not all(name in found for name in _NEEDED) or not isinstance(found["shards"], list):
        return False
    return bool(
        found["shards"]
        and found["split"] == split
        and all(isinstance(found.get(name, ""), str) for name in _NAMES)
        and _is_whole(found.get("seed", 0))
        and _has_counts(found, (*COUNTS, "rows", "blocks"))
        and all(_is_shard(shard) for shard in found["shards"])
        and sum(shard["rows"] for shard in found["shards"]) == found["rows"]
        and _follow(found)
    )


def _is_shard(found: object) -> bool:
    return (
        isinstance(found, dict)
        and all(name in found for name in _NEEDED_OF_SHARDS)
        and is_shard_name(found["file"])
        and isinstance(found["sha256"], str)
        and _has_counts(found, (*COUNTS, "rows", "bytes"))
    )


def _has_counts(found: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    return all(_is_count(found.get(name, 0)) for name in names)


def _is_count(value: object) -> bool:
    return _is_whole(value) and 0 <= value <= sys.maxsize  # type: ignore[operator]


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _follow(manifest: Mapping[str, Any]) -> bool:
    """Whether the blocks of the shards, where they are told, are all of the manifest's in order."""
    told = [shard["blocks"] for shard in manifest["shards"] if "blocks" in shard]
    if not told:  # of an older version, or converted
        return True
    if len(told) < len(manifest["shards"]) or not all(_is_range(blocks) for blocks in told):
        return False
    joined = all(end - 1 <= start <= end for (_, end), (start, _) in pairwise(told))
    end = told[-1][1]
    return bool(joined and told[0][0] == 0 and end == manifest.get("blocks", end))


def _is_range(found: object) -> bool:
    if not isinstance(found, list) or len(found) != 2 or not all(map(_is_count, found)):
        return False
    return bool(found[0] < found[1])
