"""From a task to Parquet shards with a manifest: parallel, deduplicated, resumable.

A folder holds `<split>-00000.parquet`, ... and `manifest-<split>.json`. Below `.mathseq/` lie, for
every finished shard, its keys (8 bytes a row) and a record that is written last: where the stream
stood behind the shard, and digests. A run that was interrupted, or that is asked for more rows,
goes on behind the records that hold; a damaged shard is made again. Which bytes are written
depends on (task, options, seed, split, shard_rows, num_examples) and the library versions alone.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from tqdm.auto import tqdm

from hf_mathseq.data.folder import Folder
from hf_mathseq.data.stream import ExampleStream, Position
from hf_mathseq.duplicates import ROW_KEY, KeySet
from hf_mathseq.splits import check_split
from hf_mathseq.task import Task

logger = logging.getLogger(__name__)

SHARD_ROWS = 50_000
ROW_GROUP_ROWS = 10_000
STATE = ".mathseq"
FORMAT = 1


class ShardError(OSError):
    """A shard that is damaged or a folder that holds other data; the message is one line."""


def generate_to(
    task: Task,
    directory: str | os.PathLike[str],
    num_examples: int,
    *,
    split: str = "train",
    seed: int = 0,
    num_proc: int = 1,
    shard_rows: int = SHARD_ROWS,
    progress: bool = True,
) -> dict[str, Any]:
    """Write the first `num_examples` distinct examples of a split as Parquet shards.

    Args:
        task: What draws.
        directory: A local path or any fsspec URL. One process writes at a time; others wait.
        num_examples: Number of rows; asking for more than are there extends the folder.
        split: "train", "validation" or "test"; splits can share a folder.
        seed: Another seed gives other examples, never those of another split.
        num_proc: Number of worker processes; the files do not depend on it.
        shard_rows: Rows of every shard but the last, and the most that is drawn again after an
            interruption.
        progress: Whether to show a bar on a terminal.

    Returns:
        The manifest, see `read_manifest`.

    Raises:
        ShardError: The folder holds this split of another task, option or seed, or more rows.
        ExhaustedError: The problem family has fewer distinct examples.
        OSError: The folder cannot be written.
    """
    if num_examples < 1 or shard_rows < 1:
        raise ValueError("num_examples and shard_rows must be at least 1")
    folder = Folder(directory)
    source = _source(task, check_split(split), seed, shard_rows)
    with folder.lock(f"{STATE}/{split}.lock"):
        _claim(folder, source, num_examples)
        title = f"{task.name} {split}"
        with tqdm(
            total=num_examples, desc=title, unit=" examples", disable=None if progress else True
        ) as bar:
            writer = _Writer(task, folder, source, num_proc, bar)
            return writer.write(num_examples)


def read_manifest(directory: str | os.PathLike[str], split: str = "train") -> dict[str, Any]:
    """Return what `generate_to` wrote of a split.

    The manifest holds `task`, `version`, `options`, `identity`, `seed`, `split`, `shard_rows`,
    `rows`, `blocks`, `attempts` (draws), `accepted` (draws that gave an example of any split),
    `in_split`, `duplicates` (rows dropped) and `shards` (`file`, `rows`, `bytes`, `sha256`).

    Raises:
        ShardError: There is no manifest.
    """
    manifest = Folder(directory).read_json(manifest_name(split))
    if manifest is None:
        raise ShardError(f"no finished {split} split in {directory}")
    return manifest


def manifest_name(split: str) -> str:
    """Return the file name of a split's manifest."""
    return f"manifest-{split}.json"


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


def _source(task: Task, split: str, seed: int, shard_rows: int) -> dict[str, Any]:
    """Return what decides the rows of every shard."""
    return {
        "format": FORMAT,
        "task": task.name,
        "version": task.version,
        "options": task.options,
        "identity": task.identity,
        "split": split,
        "seed": int(seed),
        "shard_rows": shard_rows,
    }


def _claim(folder: Folder, source: dict[str, Any], num_examples: int) -> None:
    """Make the folder this split's own, or refuse."""
    name = f"{STATE}/{source['split']}.json"
    found = folder.read_json(name)
    if found is None:
        folder.write_json(name, source)
    elif found != source:
        different = [k for k in source if k != "identity" and found.get(k) != source[k]]
        raise ShardError(
            f"{folder.root} already holds the {source['split']} split of {found.get('task')} "
            f"with other {', '.join(different)}; choose another folder"
        )
    manifest = folder.read_json(manifest_name(source["split"]))
    if manifest is not None and manifest["rows"] > num_examples:
        raise ShardError(f"{folder.root} already holds {manifest['rows']} {source['split']} rows")


class _Writer:
    """Writes the shards of one split, skipping those that are finished."""

    def __init__(
        self, task: Task, folder: Folder, source: dict[str, Any], num_proc: int, bar: tqdm[Any]
    ) -> None:
        self.task = task
        self.folder = folder
        self.source = source
        self.split: str = source["split"]
        self.num_proc = num_proc
        self.bar = bar

    def write(self, num_examples: int) -> dict[str, Any]:
        """Make what is missing, then write and return the manifest."""
        shard_rows = self.source["shard_rows"]
        sizes = [min(shard_rows, num_examples - i) for i in range(0, num_examples, shard_rows)]
        records: list[dict[str, Any]] = []
        stream: ExampleStream | None = None
        try:
            for index, rows in enumerate(sizes):
                record = self._finished(index, rows)
                if record is None:
                    stream = stream or self._stream(records)
                    record = self._make(index, rows, stream)
                elif stream is not None:
                    stream.close()
                    stream = None
                records.append(record)
        finally:
            if stream is not None:
                stream.close()
        self._remove_leftovers(len(sizes))
        manifest = self._manifest(records)
        self.folder.write_json(manifest_name(self.split), manifest)
        return manifest

    def _remove_leftovers(self, count: int) -> None:
        """Remove the shards that an interrupted run for more rows left behind the last one."""
        while (names := self._names(count))[0] in self.folder.names(f"{self.split}-*.parquet"):
            for name in reversed(names):
                self.folder.remove(name)
            count += 1

    def _names(self, index: int) -> tuple[str, str, str]:
        """Return the names of a shard, of its keys and of its record."""
        stem = f"{self.split}-{index:05d}"
        return f"{stem}.parquet", f"{STATE}/{stem}.keys", f"{STATE}/{stem}.json"

    def _finished(self, index: int, rows: int) -> dict[str, Any] | None:
        """Return the record of a shard that is there, whole and of the right size."""
        shard, keys, record_name = self._names(index)
        record = self.folder.read_json(record_name)
        if record is None or record["rows"] != rows:
            return None
        digests = {"sha256": self.folder.sha256(shard), "keys_sha256": self.folder.sha256(keys)}
        if any(record[key] != digest for key, digest in digests.items()):
            logger.warning("%s is missing or damaged: generated again", self.folder.path(shard))
            return None
        self.bar.update(rows)
        return record

    def _stream(self, records: list[dict[str, Any]]) -> ExampleStream:
        """Take the stream up behind the shards of `records`."""
        keys = [self.folder.read(self._names(index)[1]) or b"" for index in range(len(records))]
        seen = KeySet()
        seen.add(np.frombuffer(b"".join(keys), dtype="<u8"))
        return ExampleStream(
            self.task,
            self.split,
            self.source["seed"],
            num_proc=self.num_proc,
            position=Position(**records[-1]["next"]) if records else None,
            seen=seen,
        )

    def _make(self, index: int, rows: int, stream: ExampleStream) -> dict[str, Any]:
        """Write one shard, its keys, and its record last."""
        shard, keys_name, record_name = self._names(index)
        table = stream.take(rows, self.bar.update)
        content = parquet_bytes(table.drop_columns([ROW_KEY]))
        keys = table[ROW_KEY].to_numpy().astype("<u8").tobytes()
        self.folder.write(shard, content)
        self.folder.write(keys_name, keys)
        record = {
            "file": shard,
            "rows": rows,
            "bytes": len(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "keys_sha256": hashlib.sha256(keys).hexdigest(),
            "next": asdict(stream.position),
        }
        self.folder.write_json(record_name, record)
        return record

    def _manifest(self, records: list[dict[str, Any]]) -> dict[str, Any]:
        end = records[-1]["next"]
        shown = ("file", "rows", "bytes", "sha256")
        return {
            **self.source,
            "rows": sum(record["rows"] for record in records),
            "blocks": end["block"] + end["entered"],
            **{key: end[key] for key in ("attempts", "accepted", "in_split", "duplicates")},
            "shards": [{key: record[key] for key in shown} for record in records],
        }


def parquet_bytes(table: pa.Table) -> bytes:
    """Return a table as a zstd-compressed Parquet file; equal rows give equal bytes."""
    sink = pa.BufferOutputStream()
    pq.write_table(table.combine_chunks(), sink, compression="zstd", row_group_size=ROW_GROUP_ROWS)
    return sink.getvalue().to_pybytes()
