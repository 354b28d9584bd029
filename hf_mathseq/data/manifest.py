"""Reading what `generate_to` wrote: manifests, and shards that are checked first."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from hf_mathseq.data.folder import Folder
from hf_mathseq.data.manifest_form import COUNTS, is_manifest
from hf_mathseq.data.shard_formats import read_shard
from hf_mathseq.suggestions import one_line


class ShardError(OSError):
    """A shard that is damaged or a folder that holds other data; the message is one line."""

    def __str__(self) -> str:
        return one_line(super().__str__())


def manifest_name(split: str) -> str:
    """Return the file name of a split's manifest."""
    return f"manifest-{split}.json"


def make_manifest(source: dict[str, Any], records: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the manifest of shards, given their records in order.

    Args:
        source: What decides the rows.
        records: What `writer.ShardWriter` notes of every shard.
    """
    starts = [{"block": 0}, *(record["next"] for record in records[:-1])]
    shards = [_shard(start, record) for start, record in zip(starts, records, strict=True)]
    end = records[-1]["next"]
    return {
        **source,
        "rows": sum(record["rows"] for record in records),
        "blocks": end["block"] + end["entered"],
        **{key: end.get(key, 0) for key in COUNTS},
        "shards": shards,
    }


def _shard(start: dict[str, Any], record: dict[str, Any]) -> dict[str, Any]:
    """Return what a manifest says of a shard whose stream began at position `start`."""
    end = record["next"]
    return {
        **{key: record[key] for key in ("file", "rows", "bytes", "sha256")},
        "blocks": [start["block"], end["block"] + end["entered"]],
        **{key: end.get(key, 0) - start.get(key, 0) for key in COUNTS},
    }


def read_manifest(directory: str | os.PathLike[str], split: str = "train") -> dict[str, Any]:
    """Return what `generate_to` wrote of a split.

    The manifest holds `task`, `version`, `options`, `identity`, `seed`, `split`, `shard_rows`,
    `rows`, `blocks`, `attempts` (draws), `accepted` (draws that gave an example of any split),
    `too_long` (draws rejected for their length), `in_split`, `duplicates` (rows dropped) and
    `shards`: `file`, `rows`, `bytes`, `sha256`, `blocks` (the first one and the one behind the
    last) and the counts of the blocks that begin in the shard. `columns` is "ids" where shards hold
    ids alone. Manifests of older versions have no `blocks` and counts for each shard.

    Raises:
        ShardError: There is no manifest, or it is damaged: of another split, with an entry of
            another type, a wrong sum of rows, blocks that do not follow on one another, or a shard
            outside the folder.
    """
    folder = Folder(directory)
    manifest = finished_manifest(folder, split)
    if manifest is None:
        damaged = folder.read(manifest_name(split)) is not None
        why = f"{manifest_name(split)} is damaged" if damaged else f"no finished {split} split"
        raise ShardError(f"{why} in {directory}")
    return manifest


def finished_manifest(folder: Folder, split: str) -> dict[str, Any] | None:
    """Return the manifest of a split, or None where it is missing or damaged."""
    manifest = folder.read_json(manifest_name(split))
    return manifest if manifest and is_manifest(manifest, split) else None


def read_shards(
    directory: str | os.PathLike[str], split: str = "train", columns: list[str] | None = None
) -> Iterator[pa.Table]:
    """Yield the shards of a split as tables, each checked against its digest first.

    Raises:
        ShardError: No manifest, a shard that is missing, truncated or altered, or no such column.
    """
    folder = Folder(directory)
    for shard in read_manifest(directory, split)["shards"]:
        check_digest(folder, shard)
        yield checked_table(folder, shard["file"], columns)


def check_digest(folder: Folder, shard: Mapping[str, Any]) -> None:
    """Refuse a shard whose bytes are not those that the manifest tells of.

    Raises:
        ShardError: It is missing or damaged.
    """
    if folder.sha256(shard["file"]) != shard["sha256"]:
        raise ShardError(f"{folder.path(shard['file'])} is missing or damaged; generate again")


def checked_table(folder: Folder, file: str, columns: list[str] | None = None) -> pa.Table:
    """Return columns of a shard, which may hold anything.

    Raises:
        ShardError: It cannot be read, or has no such column.
    """
    try:
        return read_shard(folder, file, columns)
    except (pa.ArrowException, OSError, KeyError) as error:
        line = one_line(str(error).splitlines()[0])
        raise ShardError(f"{folder.path(file)} cannot be read: {line}") from None
