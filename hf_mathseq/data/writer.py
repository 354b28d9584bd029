"""Parquet shards, written one after another, each with its keys and its record."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from tqdm.auto import tqdm

from hf_mathseq.data.folder import Folder
from hf_mathseq.data.manifest import manifest_name
from hf_mathseq.data.stream import ExampleStream, Position
from hf_mathseq.duplicates import ROW_KEY, KeySet
from hf_mathseq.task import Task

logger = logging.getLogger(__name__)

ROW_GROUP_ROWS = 10_000
STATE = ".mathseq"
COUNTS = ("attempts", "accepted", "too_long", "in_split", "duplicates")


class ShardWriter:
    """Writes the shards of one split, skipping those that are finished.

    Args:
        task: What draws.
        folder: Where to.
        source: What decides the rows: `split`, `seed`, `shard_rows` and the task's identity.
        num_proc: Number of worker processes.
        bar: Told the number of rows that are there.
    """

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
        if record is None or record.get("rows") != rows:
            return None
        digests = {"sha256": self.folder.sha256(shard), "keys_sha256": self.folder.sha256(keys)}
        if any(record.get(key) != digest for key, digest in digests.items()):
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
            **{key: end.get(key, 0) for key in COUNTS},
            "shards": [{key: record[key] for key in shown} for record in records],
        }


def parquet_bytes(table: pa.Table) -> bytes:
    """Return a table as a zstd-compressed Parquet file; equal rows give equal bytes."""
    sink = pa.BufferOutputStream()
    pq.write_table(table.combine_chunks(), sink, compression="zstd", row_group_size=ROW_GROUP_ROWS)
    return sink.getvalue().to_pybytes()
