"""Parts: runs of blocks that any machine can draw by itself, kept until the shards are written.

Part i holds blocks i * b to (i + 1) * b - 1 of a split, before duplicates are dropped. It is a pure
function of (task, options, split, seed, i), so that it does not matter who draws it, when, and how
often. Below `.mathseq/parts/<address>/` lie, for each part, an Arrow file (a batch for each block,
with `row_key`), its keys alone (8 bytes a row), and a record that is written last. The address
digests what decides the content.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import logging
import os
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pyarrow as pa

from hf_mathseq.data.blocks import DrawnBlock, drawn_blocks
from hf_mathseq.data.folder import STATE, Folder
from hf_mathseq.data.manifest import ShardError
from hf_mathseq.data.row_source import RowSource
from hf_mathseq.data.seals import sealed, unsealed
from hf_mathseq.duplicates import ROW_KEY
from hf_mathseq.splits import UInt64Array, check_split

logger = logging.getLogger(__name__)

FORMAT = 1
PART_DRAWS = 1 << 16
"""Draws in a part: seconds for numeric tasks, a minute or two for symbolic ones."""
ROWS, KEYS, RECORD = ".arrow", ".keys", ".json"
COUNTS = ("attempts", "accepted", "too_long", "seconds")


def draw_part(
    task: RowSource, split: str, seed: int, index: int, folder: str | os.PathLike[str]
) -> None:
    """Draw a part and store it, unless it is there already: what every executor maps.

    Args:
        task: What draws.
        split: "train", "validation" or "test".
        seed: The user's seed.
        index: The part's index.
        folder: A local path or any fsspec URL; the same for all machines.
    """
    parts = PartStore(task, split, seed, Folder(folder))
    if index not in parts.held():
        parts.draw([index])


class PartStore:
    """The parts of one split in a folder.

    Args:
        task: What draws.
        split: "train", "validation" or "test".
        seed: The user's seed.
        folder: Where the parts lie.
    """

    def __init__(self, task: RowSource, split: str, seed: int, folder: Folder) -> None:
        self.task, self.split, self.seed, self.folder = task, check_split(split), seed, folder
        self.blocks_per_part = max(1, PART_DRAWS // task.block_size)
        source = [FORMAT, task.identity, split, int(seed), self.blocks_per_part]
        address = _sha256(json.dumps(source).encode())[:16]
        self.place = f"{STATE}/parts/{address}"

    def held(self) -> frozenset[int]:
        """Return the indices of the parts that are there."""
        names = self.folder.names(f"{self.place}/[0-9]*.json")
        return frozenset(int(PurePosixPath(name).stem) for name in names)

    def draw(self, indices: Sequence[int], num_proc: int = 1) -> None:
        """Draw parts in this process, or their blocks in worker processes, and store them."""
        count = self.blocks_per_part
        blocks = [index * count + i for index in indices for i in range(count)]
        drawn = drawn_blocks(self.task, self.split, self.seed, blocks, num_proc)
        for index in indices:
            self._store(index, list(itertools.islice(drawn, count)))

    def read(self, index: int) -> list[DrawnBlock]:
        """Return the blocks of a part; one that is missing or damaged is drawn again."""
        content, record = self._checked(index, ROWS)
        with pa.ipc.open_file(content) as file:
            batches = [file.get_batch(i) for i in range(file.num_record_batches)]
        counts = zip(*(record[name] for name in COUNTS), strict=True)
        return [
            DrawnBlock(pa.Table.from_batches([batch]), *block)
            for batch, block in zip(batches, counts, strict=True)
        ]

    def keys(self, index: int) -> UInt64Array:
        """Return the keys of a part's rows; a missing or damaged part is drawn again."""
        return np.frombuffer(self._checked(index, KEYS)[0], dtype="<u8")

    def remove(self) -> None:
        """Remove all parts of this split."""
        self.folder.remove_folder(self.place)

    def _source(self, index: int) -> dict[str, Any]:
        """Return what decides the content of a part."""
        return {"place": self.place, "part": index}

    def _name(self, index: int, suffix: str) -> str:
        return f"{self.place}/{index:06d}{suffix}"

    def _checked(self, index: int, suffix: str) -> tuple[bytes, dict[str, Any]]:
        """Return the content of one of a part's files, and the part's record."""
        name = self._name(index, suffix)
        for attempt in range(2):
            found = self.folder.read_json(self._name(index, RECORD))
            record = unsealed(found, self._source(index))
            content = self.folder.read(name)
            if record and content is not None and _sha256(content) == record["sha256"][suffix]:
                return content, record
            if attempt == 0:
                logger.warning("%s is missing or damaged: drawn again", self.folder.path(name))
                self.draw([index])
        raise ShardError(f"{self.folder.path(name)} cannot be read as it was written")

    def _store(self, index: int, blocks: Sequence[DrawnBlock]) -> None:
        """Write a part's rows, its keys, and its record last."""
        keys = np.concatenate([block.table[ROW_KEY].to_numpy() for block in blocks])
        contents = {
            ROWS: arrow_bytes([block.table for block in blocks]),
            KEYS: keys.astype("<u8").tobytes(),
        }
        record = {
            "rows": len(keys),
            "sha256": {suffix: _sha256(content) for suffix, content in contents.items()},
            **{name: [getattr(block, name) for block in blocks] for name in COUNTS},
        }
        for suffix, content in contents.items():
            self.folder.write(self._name(index, suffix), content, locked=False)
        record = sealed(record, self._source(index))
        self.folder.write_json(self._name(index, RECORD), record, locked=False)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def arrow_bytes(tables: Sequence[pa.Table]) -> bytes:
    """Return an Arrow file with a batch for each table, compressed where there is text."""
    sink = pa.BufferOutputStream()
    schema = tables[0].schema
    text = any(pa.types.is_string(field.type) for field in schema)
    options = pa.ipc.IpcWriteOptions(compression="zstd" if text else None)
    with pa.ipc.new_file(sink, schema, options=options) as file:
        for table in tables:
            columns = [column.combine_chunks() for column in table.columns]
            file.write_batch(pa.record_batch(columns, schema=table.schema))
    return sink.getvalue().to_pybytes()
