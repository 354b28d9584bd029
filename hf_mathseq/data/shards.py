"""From a task to Parquet shards with a manifest: parallel, deduplicated, resumable.

A folder holds `<split>-00000.parquet`, ... (`.arrow`, where there are ids alone) and
`manifest-<split>.json`. Below `.mathseq/` lie, for every finished shard, its keys (8 bytes a row)
and a record that is written last: where the stream stood behind the shard, and digests. A run that
was interrupted, or that is asked for more rows, goes on behind the records that hold; a damaged
shard is made again. Blocks that were drawn beforehand, on whatever machine, are read from `parts`.
Which bytes are written depends on (task, options, seed, split, shard_rows, num_examples, ids_only)
and the library versions alone.
"""

from __future__ import annotations

import os
from typing import Any

from tqdm.auto import tqdm

from hf_mathseq.data.disjoint import check_disjoint
from hf_mathseq.data.folder import STATE, Folder
from hf_mathseq.data.gather import Executor
from hf_mathseq.data.ids_only import IdsOnly
from hf_mathseq.data.manifest import ShardError, finished_manifest
from hf_mathseq.data.parts import PartStore
from hf_mathseq.data.shard_formats import COLUMNS, IDS
from hf_mathseq.data.streams import KEYS_IN_MEMORY, Streams
from hf_mathseq.data.writer import ShardWriter
from hf_mathseq.splits import check_split
from hf_mathseq.task import Task

SHARD_ROWS = 50_000
FORMAT = 1


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
    executor: Executor | None = None,
    keys_in_memory: int = KEYS_IN_MEMORY,
    ids_only: bool = False,
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
        executor: Draws the parts beforehand, on other machines perhaps (see
            `hf_mathseq.executors`); the files do not depend on it. None draws here as it writes.
        keys_in_memory: Beyond so many rows duplicates are found on the disk, without `executor`
            too; the files do not depend on it.
        ids_only: Store `input_ids`, `labels` and `length` alone, as uncompressed Arrow streams
            (`train-00000.arrow`): several times faster, and memory-mapped by what reads them.

    Returns:
        The manifest, see `manifest.read_manifest`.

    Raises:
        ShardError: The folder holds this split of another task, option or seed, with other columns,
            or more rows.
        ExhaustedError: The problem family has fewer distinct examples.
        PendingError: The executor goes on elsewhere; call again when it is done.
        OSError: The folder cannot be written.
    """
    if num_examples < 1 or shard_rows < 1:
        raise ValueError("num_examples and shard_rows must be at least 1")
    folder = Folder(directory)
    source = _source(task, check_split(split), seed, shard_rows, ids_only)
    with folder.lock(f"{STATE}/{split}.lock"):
        _claim(folder, source, num_examples)
        title = f"{task.name} {split}"
        with tqdm(
            total=num_examples, desc=title, unit=" examples", disable=None if progress else True
        ) as bar:
            parts = PartStore(IdsOnly(task) if ids_only else task, split, seed, folder)
            streams = Streams(parts, num_examples, num_proc, executor, keys_in_memory)
            manifest = ShardWriter(folder, source, streams, bar).write(num_examples)
        check_disjoint(folder, split)
        parts.remove()
    return manifest


def is_begun(directory: str | os.PathLike[str], split: str = "train") -> bool:
    """Return whether `generate_to` was called for this folder and split before, finished or not."""
    return Folder(directory).read_json(_claim_name(split)) is not None


def _source(task: Task, split: str, seed: int, shard_rows: int, ids_only: bool) -> dict[str, Any]:
    """Return what decides the bytes of every shard."""
    source = {
        "format": FORMAT,
        "task": task.name,
        "version": task.version,
        "options": task.options,
        "identity": task.identity,
        "split": split,
        "seed": int(seed),
        "shard_rows": shard_rows,
    }
    return source | {COLUMNS: IDS} if ids_only else source


def _claim_name(split: str) -> str:
    return f"{STATE}/{split}.json"


def _claim(folder: Folder, source: dict[str, Any], num_examples: int) -> None:
    """Make the folder this split's own, or refuse."""
    name = _claim_name(source["split"])
    found = folder.read_json(name)
    if found is None:
        folder.write_json(name, source)
    elif found != source:
        names = [name for name in {**source, **found} if name != "identity"]
        different = [name for name in names if found.get(name) != source.get(name)]
        raise ShardError(
            f"{folder.root} already holds the {source['split']} split of {found.get('task')} "
            f"with other {', '.join(different)}; choose another folder"
        )
    manifest = finished_manifest(folder, source["split"])
    if manifest is not None and manifest["rows"] > num_examples:
        raise ShardError(
            f"{folder.root} already holds {manifest['rows']} {source['split']} examples, more than "
            f"{num_examples}; choose another folder"
        )
