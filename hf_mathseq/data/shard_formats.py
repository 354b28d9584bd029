"""How the rows of a shard are written and read: Parquet, or Arrow where there are ids alone."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hf_mathseq.data.folder import Folder

ROW_GROUP_ROWS = 10_000
COLUMNS = "columns"
IDS = "ids"
"""What a manifest says under `columns` where shards hold ids alone."""


@dataclass(frozen=True)
class ShardFormat:
    """A file format.

    Attributes:
        suffix: Of the files' names.
        encode: Returns a table as a file's content; equal rows give equal bytes.
        read: Returns the named columns of a file, or all.
    """

    suffix: str
    encode: Callable[[pa.Table], bytes | memoryview]
    read: Callable[[Folder, str, list[str] | None], pa.Table]


def format_of(manifest: Mapping[str, Any]) -> ShardFormat:
    """Return the format of the shards that a manifest, or what will be one, tells of."""
    return ARROW if manifest.get(COLUMNS) == IDS else PARQUET


def is_shard_name(file: object) -> bool:
    """Return whether a manifest may name a file: one of its own folder, in a format of these."""
    stem, suffix = posixpath.splitext(file) if isinstance(file, str) else ("", "")
    return suffix in _FORMATS and re.fullmatch(r"[\w-]+", stem) is not None


def read_shard(folder: Folder, file: str, columns: list[str] | None = None) -> pa.Table:
    """Return columns of a shard, whatever its format; Arrow on a disk is mapped, not copied.

    Args:
        folder: Where it is.
        file: Its name, for which `is_shard_name` holds.
        columns: Which; None is all of them.

    Raises:
        pa.ArrowException: The file is damaged.
        OSError: It cannot be read.
        KeyError: It has no such column.
    """
    return _FORMATS[posixpath.splitext(file)[1]].read(folder, file, columns)


def parquet_bytes(table: pa.Table) -> bytes:
    """Return a table as a zstd-compressed Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(table.combine_chunks(), sink, compression="zstd", row_group_size=ROW_GROUP_ROWS)
    return sink.getvalue().to_pybytes()


def _read_parquet(folder: Folder, file: str, columns: list[str] | None) -> pa.Table:
    with folder.open(file) as opened:
        table = pq.read_table(opened, columns=columns)
    return table if columns is None else table.select(columns)  # missing ones were passed over


def arrow_stream(table: pa.Table) -> memoryview:
    """Return a table as an uncompressed Arrow stream, as `datasets` keeps its own files."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table.combine_chunks())
    return memoryview(sink.getvalue())


def _read_arrow(folder: Folder, file: str, columns: list[str] | None) -> pa.Table:
    if folder.is_local:
        table = pa.ipc.open_stream(pa.memory_map(folder.path(file))).read_all()
    else:
        table = pa.ipc.open_stream(folder.read(file)).read_all()
    table.validate(full=True)  # offsets that point outside would crash what reads them
    return table if columns is None else table.select(columns)


PARQUET = ShardFormat(".parquet", parquet_bytes, _read_parquet)
ARROW = ShardFormat(".arrow", arrow_stream, _read_arrow)
_FORMATS = {found.suffix: found for found in (PARQUET, ARROW)}
