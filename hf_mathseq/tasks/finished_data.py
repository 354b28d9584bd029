"""Reading the training pairs of a finished integration data set, wherever it was made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from hf_mathseq.options import OptionError

GENERATED, PREPARED = "manifest-train.json", "hf_mathseq.json"
"""What `hf-mathseq generate` and `hf-mathseq prepare` leave in a folder when they are finished."""

_COLUMNS = ["input", "target"]
BATCH_ROWS = 1_000


def content_digest(folder: str) -> str:
    """Return a digest of a data set's content, whatever the place; "" stands for itself.

    Raises:
        OptionError: The folder holds no finished integration data set.
    """
    if not folder:
        return ""
    record = _record(Path(folder))
    # Prepared files follow from all but their sizes; generated shards have digests.
    told = record.get("shards") or {name: record[name] for name in record if name != "files"}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]


def training_pairs(folder: str) -> Iterator[tuple[pa.StringArray, pa.StringArray]]:
    """Yield inputs and targets, as words, `BATCH_ROWS` rows at a time.

    Raises:
        OptionError: The folder holds no finished integration data set, or a file is damaged.
    """
    place = Path(folder)
    record = _record(place)
    shards = record.get("shards")
    sizes = {s["file"]: s["bytes"] for s in shards} if shards else record["files"]
    names = [s["file"] for s in shards] if shards else sorted(_prepared_files(sizes))
    for name in names:
        path = place / name
        try:
            if path.parent != place or path.stat().st_size != sizes[name]:
                raise OSError
            yield from _rows(path)
        except (OSError, pa.ArrowException):
            raise OptionError(f"{path} is missing or damaged; generate it again") from None


def _prepared_files(names: dict[str, int]) -> list[str]:
    return [name for name in names if "-train" in name and name.endswith(".arrow")]


def _record(place: Path) -> dict[str, Any]:
    """Return the manifest of a training split, or the record of a prepared data set."""
    for name in (GENERATED, PREPARED):
        try:
            record = json.loads((place / name).read_text("utf-8"))
            task = str(record["task"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if not task.startswith("integration/"):
            raise OptionError(f"{place} holds {task}; option 'table' takes integration data")
        if record.get("columns") == "ids":
            raise OptionError(f"{place} holds ids alone; option 'table' needs the tokens as text")
        return dict(record)
    raise OptionError(
        "option 'table' takes a folder of integration data that `hf-mathseq generate` or "
        f"`hf-mathseq prepare` has finished; {place} is none"
    )


def _rows(path: Path) -> Iterator[tuple[pa.StringArray, pa.StringArray]]:
    if path.suffix == ".parquet":
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches(BATCH_ROWS, columns=_COLUMNS):
                yield batch.column("input"), batch.column("target")
    else:
        with pa.memory_map(str(path)) as file, pa.ipc.open_stream(file) as batches:
            for batch in batches:
                yield batch.column("input"), batch.column("target")
