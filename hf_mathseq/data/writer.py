"""Shards, written one after another, each with its keys and its record."""

from __future__ import annotations

import hashlib
import logging
import time
from dataclasses import asdict
from typing import Any

from tqdm.auto import tqdm

from hf_mathseq.data.folder import Folder
from hf_mathseq.data.manifest import make_manifest, manifest_name
from hf_mathseq.data.seals import sealed, unsealed
from hf_mathseq.data.shard_files import key_and_record_names, shard_name
from hf_mathseq.data.shard_formats import format_of
from hf_mathseq.data.stream import ExampleStream
from hf_mathseq.data.streams import Streams
from hf_mathseq.data.timings import note_times
from hf_mathseq.duplicates import ROW_KEY

logger = logging.getLogger(__name__)


class ShardWriter:
    """Writes the shards of one split, skipping those that are finished.

    Args:
        folder: Where to.
        source: What decides the bytes: `split`, `seed`, `shard_rows`, the task's identity and,
            where there are ids alone, `columns`.
        streams: Opens the stream of rows behind finished shards.
        bar: Told the number of rows that are there.
    """

    def __init__(
        self, folder: Folder, source: dict[str, Any], streams: Streams, bar: tqdm[Any]
    ) -> None:
        self.folder = folder
        self.source = source
        self.split: str = source["split"]
        self.format = format_of(source)
        self.streams = streams
        self.bar = bar

    def write(self, num_examples: int) -> dict[str, Any]:
        """Make what is missing, then write and return the manifest."""
        shard_rows = self.source["shard_rows"]
        sizes = [min(shard_rows, num_examples - i) for i in range(0, num_examples, shard_rows)]
        found = [self._finished(index, rows) for index, rows in enumerate(sizes)]
        records: list[dict[str, Any]] = []
        stream: ExampleStream | None = None
        try:
            for index, (rows, record) in enumerate(zip(sizes, found, strict=True)):
                if record is None:
                    to_the_end = not any(found[index:])
                    stream = stream or self.streams.behind(records, to_the_end)
                    record = self._make(index, rows, stream)
                elif stream is not None:
                    stream.close()
                    stream = None
                records.append(record)
        finally:
            if stream is not None:
                stream.close()
        self._remove_leftovers(len(sizes))
        manifest = make_manifest(self.source, records)
        self.folder.write_json(manifest_name(self.split), manifest)
        return manifest

    def _remove_leftovers(self, count: int) -> None:
        """Remove the shards that an interrupted run for more rows left behind the last one."""
        suffix = self.format.suffix
        there = self.folder.names(f"{self.split}-*{suffix}")
        while (shard := shard_name(self.split, count, suffix)) in there:
            keys, record = key_and_record_names(self.split, count)
            for name in (record, keys, shard):
                self.folder.remove(name)
            count += 1

    def _finished(self, index: int, rows: int) -> dict[str, Any] | None:
        """Return the record of a shard that is there, whole and of the right size."""
        shard = shard_name(self.split, index, self.format.suffix)
        keys, record_name = key_and_record_names(self.split, index)
        record = unsealed(self.folder.read_json(record_name), self.source)
        if record is None or record["rows"] != rows:
            return None
        digests = {"sha256": self.folder.sha256(shard), "keys_sha256": self.folder.sha256(keys)}
        if any(record[key] != digest for key, digest in digests.items()):
            logger.warning("%s is missing or damaged: generated again", self.folder.path(shard))
            return None
        self.bar.update(rows)
        return record

    def _make(self, index: int, rows: int, stream: ExampleStream) -> dict[str, Any]:
        """Write one shard, its keys, and its record last."""
        shard = shard_name(self.split, index, self.format.suffix)
        keys_name, record_name = key_and_record_names(self.split, index)
        start, drawing = time.monotonic(), stream.seconds
        table = stream.take(rows, self.bar.update)
        content = self.format.encode(table.drop_columns([ROW_KEY]))
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
        self.folder.write_json(record_name, sealed(record, self.source))
        drawing, clock = stream.seconds - drawing, time.monotonic() - start
        note_times(self.folder, self.split, shard, drawing, clock)
        return record
