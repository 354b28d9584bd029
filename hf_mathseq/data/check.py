"""Check generated shards: digests of all of them, and the rows of some blocks drawn once more."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hf_mathseq.data.blocks import drawn_blocks
from hf_mathseq.data.folder import Folder
from hf_mathseq.data.ids_only import IdsOnly
from hf_mathseq.data.manifest import ShardError, check_digest, checked_table, read_manifest
from hf_mathseq.data.row_source import RowSource
from hf_mathseq.data.shard_files import shard_keys
from hf_mathseq.data.shard_formats import COLUMNS, IDS
from hf_mathseq.duplicates import ROW_KEY
from hf_mathseq.splits import UInt64Array
from hf_mathseq.tasks import recorded_task

NEEDED = {"identity", "version", "seed", "blocks"}
"""What a manifest says of data that were drawn; that of converted data does not."""


def check_shards(
    directory: str | os.PathLike[str],
    split: str = "train",
    *,
    sample: int = 10,
    seed: int = 0,
    num_proc: int = 1,
) -> dict[str, Any]:
    """Hash every shard, then draw some blocks again and compare them with the rows that are there.

    The rows of a drawn block must stand in its shards, one after another and equal in every column,
    up to those that are duplicates of rows before them.

    Args:
        directory: What `generate_to` filled.
        split: The split to check.
        sample: Number of blocks to draw again, chosen at random.
        seed: Which blocks are chosen; nothing to do with the seed of the data.
        num_proc: Number of worker processes.

    Returns:
        `shards` (number hashed), `blocks` (indices that were drawn again), `rows` (compared) and
        `duplicates` (found where they first occurred).

    Raises:
        ShardError: No manifest, a damaged shard, data of another version, or a row that differs.
    """
    folder, manifest = Folder(directory), read_manifest(directory, split)
    for shard in manifest["shards"]:
        check_digest(folder, shard)
    if not sample:
        return {"shards": len(manifest["shards"]), "blocks": [], "rows": 0, "duplicates": 0}
    source = _source_of(manifest, folder)
    chosen = np.random.default_rng(seed).choice(
        manifest["blocks"], min(sample, manifest["blocks"]), replace=False
    )
    blocks = sorted(chosen.tolist())
    drawn = drawn_blocks(source, split, manifest["seed"], blocks, num_proc)
    rows = duplicates = 0
    for index, block in zip(blocks, drawn, strict=True):
        found, again = _compare(folder, manifest, index, block.table)
        rows, duplicates = rows + found, duplicates + again
    return {
        "shards": len(manifest["shards"]),
        "blocks": blocks,
        "rows": rows,
        "duplicates": duplicates,
    }


def _source_of(manifest: dict[str, Any], folder: Folder) -> RowSource:
    """Return what drew a folder's data."""
    task = recorded_task(manifest)
    if not manifest.keys() >= NEEDED:
        raise ShardError(f"{folder.root} was not drawn by 'hf-mathseq generate': sample no blocks")
    if task.identity != manifest["identity"]:
        raise ShardError(
            f"{folder.root} was drawn by version {manifest['version']} of {task.name}, "
            f"this is version {task.version}: blocks cannot be compared"
        )
    if any("blocks" not in shard for shard in manifest["shards"]):
        raise ShardError(
            f"the manifest in {folder.root} does not say where blocks are; generate again, which "
            "writes only the manifest anew"
        )
    return IdsOnly(task) if manifest.get(COLUMNS) == IDS else task


def _compare(
    folder: Folder, manifest: dict[str, Any], block: int, drawn: pa.Table
) -> tuple[int, int]:
    """Return how many rows of a drawn block stand in the shards, and how many are duplicates."""
    shards = manifest["shards"]
    holders = [i for i, s in enumerate(shards) if s["blocks"][0] <= block < s["blocks"][1]]
    files = [shards[i]["file"] for i in holders]
    where = f"block {block}, drawn again, and {folder.path(files[0])}"
    stored_keys = np.concatenate([_stored_keys(folder, manifest, i) for i in holders])
    keys = drawn[ROW_KEY].to_numpy()
    places = _places(stored_keys, keys)
    here = _in_a_row(places)
    tables = [checked_table(folder, file) for file in files]
    rows = drawn.take(here).drop_columns([ROW_KEY])
    fit = all(table.schema.equals(rows.schema) for table in tables)
    if not fit or sum(map(len, tables)) != len(stored_keys):
        raise ShardError(f"{where} have other columns, or another number of rows")
    if not pa.concat_tables(tables).take(places[here]).equals(rows):
        raise ShardError(f"{where} have other rows")
    rest = np.ones(len(keys), dtype=bool)
    rest[here] = False
    lost = keys[rest & (places < 0)]
    # The rows behind the last one asked for are not there.
    if block + 1 < manifest["blocks"] and not _all_before(folder, manifest, holders[0], lost):
        raise ShardError(f"{where}: rows are left out that are no duplicates")
    return len(here), int(rest.sum())


def _stored_keys(folder: Folder, manifest: dict[str, Any], index: int) -> UInt64Array:
    """Return the keys of the rows of a shard.

    Raises:
        ShardError: They are not there, or are those of more or fewer rows.
    """
    try:
        keys = shard_keys(folder, manifest["split"], index)
    except ValueError:  # the file ends inside a key
        keys = np.empty(0, dtype=np.uint64)
    if len(keys) != manifest["shards"][index]["rows"]:
        raise ShardError(f"{folder.root} does not hold the keys of its rows: sample no blocks")
    return keys


def _places(stored: UInt64Array, keys: UInt64Array) -> npt.NDArray[np.int64]:
    """Return where each key stands among distinct ones, -1 where it does not."""
    if not len(stored):
        return np.full(len(keys), -1)
    order = np.argsort(stored)
    places = order[np.minimum(np.searchsorted(stored, keys, sorter=order), len(stored) - 1)]
    return np.where(stored[places] == keys, places, -1)


def _in_a_row(places: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Return the rows, in order, whose places follow on one another up to the largest one.

    The other rows of a block are duplicates of these or of rows of earlier blocks.
    """
    wanted, rows = places.max(initial=-1), []
    last = {place: row for row, place in reversed(list(enumerate(places.tolist())))}
    row = len(places)
    while wanted >= 0 and last.get(wanted, row) < row:
        row = last[wanted]
        rows.append(row)
        wanted -= 1
    return np.array(rows[::-1], dtype=np.int64)


def _all_before(folder: Folder, manifest: dict[str, Any], end: int, keys: UInt64Array) -> bool:
    """Whether all keys are those of rows in the shards before `end`."""
    for index in range(end):
        if not len(keys):
            break
        # By sorting, see `duplicates`: the other way overflows with NumPy 2.0.
        keys = keys[~np.isin(keys, _stored_keys(folder, manifest, index), kind="sort")]
    return not len(keys)
