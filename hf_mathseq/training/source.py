"""The training examples that a recipe names."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from hf_mathseq.data.shared_blocks import SharedBlocks
from hf_mathseq.data.virtual import VirtualDataset
from hf_mathseq.task import Task
from hf_mathseq.training.datasets import Consecutive, Item, LengthSorted, MapStyle, Repeated
from hf_mathseq.training.interleaving import WINDOW, Interleaved, Pattern
from hf_mathseq.training.lengths import Counted, check_drawn, fits, fitting_rows, limits_of
from hf_mathseq.training.sections import DROP
from hf_mathseq.training.tables import training_table

if TYPE_CHECKING:
    from hf_mathseq.training.recipe import Recipe

logger = logging.getLogger(__name__)


class TrainingExamples:
    """Every example that a run sees, in order.

    Attributes:
        facts: Of every source, as plain values: `task`, `identity`, whether it is `drawn` or stands
            in a folder, `examples` that the run sees, and how many of the `looked_at` examples, all
            of a folder or the first block that is drawn, are left out as `too_long`.
    """

    def __init__(self, examples: MapStyle, facts: list[dict[str, Any]]) -> None:
        self._examples, self._length = examples, len(examples)
        self.facts = facts

    def end_at(self, length: int) -> None:
        """Take no more than the first `length` examples."""
        self._length = min(self._length, length)

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: int) -> Item:
        return self._examples[index]


def training_examples(
    recipe: Recipe, task: Task, shared: SharedBlocks | None = None
) -> TrainingExamples:
    """Return every example that a run will see, in order.

    Args:
        recipe: Names the sources.
        task: The recipe's own.
        shared: Draws blocks together with other processes; None draws them in each.

    Raises:
        OptionError: A folder holds the data of another task or configuration, or examples are
            longer than the model's positions and the recipe does not say to drop them.
    """
    sources = _Sources(recipe, task, shared)
    examples = _mixed(recipe, task, sources)
    window = recipe.data.length_window
    if window > 1:
        examples = LengthSorted(examples, recipe.training.batch_size, window, recipe.seed)
    return TrainingExamples(examples, sources.facts)


def _mixed(recipe: Recipe, task: Task, sources: _Sources) -> MapStyle:
    """Return the recipe's own examples with those of its mixture among them."""
    length = recipe.training.max_steps * recipe.training.batch_size
    if not recipe.mixture:
        return _own(recipe, task, sources, lambda until: until)
    counts = [member.count for member in recipe.mixture]
    pattern = Pattern([WINDOW - sum(counts), *counts], recipe.seed)
    parts = [_own(recipe, task, sources, partial(pattern.count, 0))]
    members = zip(recipe.mixture, recipe.make_mixture(), strict=True)
    for number, (member, other) in enumerate(members, 1):
        parts.append(sources.of(other, member.folder, pattern.count(number, length)))
    return Interleaved(parts, pattern, length)


def _own(recipe: Recipe, task: Task, sources: _Sources, count: Callable[[int], int]) -> MapStyle:
    """Return the recipe's own examples: its curriculum's stages, then its task's.

    Args:
        recipe: The recipe.
        task: Its task.
        sources: Makes data sets.
        count: Returns how many of the first so many examples of the run are the recipe's own.
    """
    batch, steps, begin = recipe.training.batch_size, 0, 0
    parts: list[MapStyle] = []
    for stage, stage_task in zip(recipe.curriculum, recipe.make_stages(), strict=True):
        steps += stage.steps
        parts.append(sources.of(stage_task, "", count(steps * batch) - begin))
        begin = count(steps * batch)
    rest = count(recipe.training.max_steps * batch) - begin
    own = sources.of(task, recipe.data.folder, rest)
    return Consecutive([*parts, own]) if parts else own


class _Sources:
    """Makes the data sets of a recipe, of examples that its model can read and write."""

    def __init__(self, recipe: Recipe, task: Task, shared: SharedBlocks | None) -> None:
        self._shared = shared
        self._drop = recipe.data.too_long == DROP
        self._limits = limits_of(recipe, task)
        self._seed = recipe.seed
        self.facts: list[dict[str, Any]] = []

    def of(self, task: Task, folder: str, length: int) -> MapStyle:
        """Return `length` examples of a task: from a folder, or drawn where it is empty."""
        examples, counted = (
            self._repeated(task, folder, length) if folder else self._drawn(task, length)
        )
        if counted.too_long:
            logger.warning(
                "%s: of %d examples %d are longer than the model's positions and left out",
                folder or f"{task.name}, first block",
                *counted,
            )
        self.facts.append(
            {
                "task": task.name,
                "identity": task.identity,
                "drawn": not folder,
                "examples": length,
                "looked_at": counted.examples,
                "too_long": counted.too_long,
            }
        )
        return examples

    def _repeated(self, task: Task, folder: str, length: int) -> tuple[MapStyle, Counted]:
        table = training_table(folder, task)
        counted = Counted(len(table), 0)
        if self._limits:
            table, counted = fitting_rows(table, self._limits, folder, self._drop)
        return Repeated(table, length, self._seed), counted

    def _drawn(self, task: Task, length: int) -> tuple[MapStyle, Counted]:
        limits = self._limits
        if limits and not self._drop:
            check_drawn(task, limits)
        if limits and fits(task, limits):
            limits = None
        examples = VirtualDataset(
            task, "train", self._seed, length, limits=limits, id_rows=self._shared
        )
        return examples, Counted(*examples.first_block)
