"""Examples that are longer than the model's positions: refused or left out, never cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from hf_mathseq.modeling.architectures import Sizes
from hf_mathseq.modeling.configuration import RECURRENT
from hf_mathseq.options import OptionError
from hf_mathseq.training.sections import DROP

if TYPE_CHECKING:
    from hf_mathseq.task import Task
    from hf_mathseq.training.recipe import Recipe

COLUMNS = ("input_ids", "labels")
ADVICE = "set model.positions to {} or more, or data.too_long to drop"


class Limits(NamedTuple):
    """The largest numbers of ids, final `</s>` included, that a model reads and writes."""

    inputs: int
    labels: int


class Counted(NamedTuple):
    """How many examples are too long.

    Attributes:
        examples: Examples that were looked at: all of a folder, or the first block that is drawn.
        too_long: Those of them that are left out.
    """

    examples: int
    too_long: int


def limits_of(recipe: Recipe, task: Task) -> Limits | None:
    """Return the limits of a recipe's model; None for recurrent ones, which have none.

    Raises:
        OptionError: The task draws longer examples and the recipe does not say to drop them.
    """
    if recipe.model.architecture in RECURRENT:
        return None
    sizes = Sizes.of(task, recipe.model.positions, shorter=recipe.data.too_long == DROP)
    return Limits(sizes.input_positions, sizes.target_positions - 1)


def check_drawn(task: Task, limits: Limits) -> None:
    """Refuse a task whose examples may be too long.

    Raises:
        OptionError: They may.
    """
    longest = max(task.max_lengths[0], task.max_lengths[1] + 1)
    if not fits(task, limits):
        raise OptionError(
            f"{task!r} draws examples of up to {longest - 1} tokens and the model has positions "
            f"for {min(limits)}: {ADVICE.format(longest)}"
        )


def fits(task: Task, limits: Limits) -> bool:
    """Return whether every example of a task is short enough."""
    return all(length <= limit for length, limit in zip(task.max_lengths, limits, strict=True))


def fitting_rows(
    table: pa.Table, limits: Limits, folder: str, drop: bool
) -> tuple[pa.Table, Counted]:
    """Return the rows of a table that are short enough, and how many there were.

    Args:
        table: Has `input_ids` and `labels`.
        limits: Of the model.
        folder: Where the table is from, for messages.
        drop: Whether longer rows are left out.

    Raises:
        OptionError: Rows are too long and not to be dropped, or none is short enough.
    """
    lengths = [pc.list_value_length(table[name]) for name in COLUMNS]
    keep = pc.and_(*[pc.less_equal(n, limit) for n, limit in zip(lengths, limits, strict=True)])
    counted = Counted(len(table), len(table) - (pc.sum(keep).as_py() or 0))
    kept = table.filter(keep) if counted.too_long else table  # what is mapped from a disk stays so
    if counted.too_long and not drop:
        name, longest, limit = _longest(lengths, limits)
        raise OptionError(
            f"{folder} has {name} of {longest} tokens and the model has positions for {limit} "
            f"({counted.too_long} of {counted.examples} examples are too long): "
            + ADVICE.format(longest + 1)
        )
    if not len(kept):
        raise OptionError(f"{folder} has no example that fits the model's positions")
    return kept, counted


def _longest(lengths: list[pa.ChunkedArray], limits: Limits) -> tuple[str, int, int]:
    """Return the column that exceeds its limit the most, its greatest length and its limit."""
    found = [
        (name, int(pc.max(column).as_py()), limit)
        for name, column, limit in zip(COLUMNS, lengths, limits, strict=True)
    ]
    return max(found, key=lambda each: each[1] - each[2])
