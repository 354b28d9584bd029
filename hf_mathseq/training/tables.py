"""Folders of shards as training data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hf_mathseq.data.manifest import ShardError, read_manifest, read_shards
from hf_mathseq.options import OptionError

if TYPE_CHECKING:
    from hf_mathseq.task import Task


def check_folder(folder: str, task: Task) -> None:
    """Refuse a folder that is not of a task, before anything is read or drawn.

    Raises:
        OptionError: The folder holds other data than the task draws.
        ShardError: It holds no finished train split.
    """
    if not _fits(read_manifest(folder, "train"), task):
        raise OptionError(
            f"{folder} holds other data than {task!r} draws (task, version or options)"
        )


def training_table(folder: str, task: Task) -> pa.Table:
    """Return `input_ids` and `labels` of the train split in a folder.

    Raises:
        OptionError: The folder holds other data than the task draws.
        ShardError: It holds no finished train split, or a shard is damaged, or all are empty.
    """
    check_folder(folder, task)
    table = pa.concat_tables(read_shards(folder, "train", ["input_ids", "labels"]))
    if not len(table):
        raise ShardError(f"{folder} holds no examples")
    for name, tokens in (("input_ids", len(task.vocabulary)), ("labels", task.num_target_tokens)):
        largest = max((_largest(chunk) for chunk in table[name].chunks), default=0)
        if largest >= tokens:
            raise OptionError(
                f"{folder} has the id {largest} in {name} and the model has {tokens} tokens there"
            )
    return table


def _largest(column: pa.ListArray) -> int:
    return int(pc.max(column.flatten()).as_py() or 0)


def _fits(manifest: dict[str, Any], task: Task) -> bool:
    """Return whether data were drawn by this very task, or converted in its tokens."""
    if "vocabulary" in manifest:
        return bool(
            manifest["task"] == task.name and manifest["vocabulary"] == task.vocabulary.digest
        )
    return bool(manifest.get("identity") == task.identity)
