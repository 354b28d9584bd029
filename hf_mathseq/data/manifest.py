"""Reading what `generate_to` wrote: manifests, and shards that are checked first."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hf_mathseq.data.folder import Folder


class ShardError(OSError):
    """A shard that is damaged or a folder that holds other data; the message is one line."""


def manifest_name(split: str) -> str:
    """Return the file name of a split's manifest."""
    return f"manifest-{split}.json"


def read_manifest(directory: str | os.PathLike[str], split: str = "train") -> dict[str, Any]:
    """Return what `generate_to` wrote of a split.

    The manifest holds `task`, `version`, `options`, `identity`, `seed`, `split`, `shard_rows`,
    `rows`, `blocks`, `attempts` (draws), `accepted` (draws that gave an example of any split),
    `too_long` (draws rejected for their length), `in_split`, `duplicates` (rows dropped) and
    `shards` (`file`, `rows`, `bytes`, `sha256`).

    Raises:
        ShardError: There is no manifest.
    """
    manifest = Folder(directory).read_json(manifest_name(split))
    if manifest is None:
        raise ShardError(f"no finished {split} split in {directory}")
    return manifest


def read_shards(
    directory: str | os.PathLike[str], split: str = "train", columns: list[str] | None = None
) -> Iterator[pa.Table]:
    """Yield the shards of a split as tables, each checked against its digest first.

    Raises:
        ShardError: No manifest, or a shard that is missing, truncated or altered.
    """
    folder = Folder(directory)
    for shard in read_manifest(directory, split)["shards"]:
        if folder.sha256(shard["file"]) != shard["sha256"]:
            raise ShardError(f"{folder.path(shard['file'])} is missing or damaged; generate again")
        with folder.open(shard["file"]) as file:
            yield pq.read_table(file, columns=columns)
