"""The training examples that a recipe names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from hf_mathseq.modeling.architectures import Sizes
from hf_mathseq.modeling.configuration import RECURRENT
from hf_mathseq.options import OptionError
from hf_mathseq.task import Task
from hf_mathseq.training.datasets import Consecutive, LengthSorted, MapStyle, Repeated

if TYPE_CHECKING:
    from hf_mathseq.training.recipe import Recipe


def training_examples(recipe: Recipe, task: Task) -> MapStyle:
    """Return every example that a run will see, in order.

    Raises:
        OptionError: The recipe's folder holds the data of another task or configuration.
    """
    options = recipe.training
    length = options.max_steps * options.batch_size
    examples = _source(recipe, task, length)
    if recipe.data.length_window > 1:
        return LengthSorted(examples, options.batch_size, recipe.data.length_window, recipe.seed)
    return examples


def _source(recipe: Recipe, task: Task, length: int) -> MapStyle:
    if not recipe.data.folder:
        return _drawn(recipe, task, length)
    from hf_mathseq.data.manifest import read_manifest, read_shards

    found = read_manifest(recipe.data.folder, "train")
    if not _fits(found, task):
        raise OptionError(
            f"{recipe.data.folder} holds other data than {task!r} draws (task, version or options)"
        )
    parts = read_shards(recipe.data.folder, "train", ["input_ids", "labels"])
    table = pa.concat_tables(parts)
    _check_lengths(recipe, task, table)
    return Repeated(table, length, recipe.seed)


def _check_lengths(recipe: Recipe, task: Task, table: pa.Table) -> None:
    """Raise `OptionError` where an example is longer than the recipe's model reads or writes."""
    sizes = Sizes.of(task, recipe.model.positions)
    limits = {"input_ids": sizes.input_positions, "labels": sizes.target_positions - 1}
    for name, limit in limits.items():
        longest = pc.max(pc.list_value_length(table[name])).as_py()
        if longest > limit and recipe.model.architecture not in RECURRENT:
            raise OptionError(
                f"{recipe.data.folder} has {name} of {longest} tokens and the model has positions "
                f"for {limit}: set model.positions to {longest + 1} or more"
            )


def _drawn(recipe: Recipe, task: Task, length: int) -> MapStyle:
    """Return examples that are drawn while training: the curriculum's stages, then the task's."""
    from hf_mathseq.data.virtual import VirtualDataset

    batch = recipe.training.batch_size
    parts: list[MapStyle] = [
        VirtualDataset(stage_task, "train", recipe.seed, stage.steps * batch)
        for stage, stage_task in zip(recipe.curriculum, recipe.make_stages(), strict=True)
    ]
    rest = length - sum(map(len, parts))
    own = VirtualDataset(task, "train", recipe.seed, rest)
    return Consecutive([*parts, own]) if parts else own


def _fits(manifest: dict[str, Any], task: Task) -> bool:
    """Return whether data were drawn by this very task, or converted in its tokens."""
    if "vocabulary" in manifest:
        return bool(
            manifest["task"] == task.name and manifest["vocabulary"] == task.vocabulary.digest
        )
    return bool(manifest["identity"] == task.identity)
