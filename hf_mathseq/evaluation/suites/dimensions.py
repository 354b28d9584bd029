"""Matrices of every dimension that a model was trained on, and of larger ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from hf_mathseq.evaluation.related import related_task
from hf_mathseq.evaluation.suites.published_matrices import drawn_as_published, published_figures_of
from hf_mathseq.evaluation.suites.suite import DEFAULT_SIZE, Published, Suite, SuiteRow
from hf_mathseq.options import OptionError
from hf_mathseq.task import Row, Task
from hf_mathseq.tasks.matrix_general import GeneralMatrixTask

BEYOND = 5
"""How many dimensions above the largest one of training are tested."""


class Dimensions(Suite):
    """The first test problems of each dimension, from those of training to larger ones.

    Where rows and columns are drawn independently, a group has the problems whose larger dimension
    it names; where both are fixed, both grow. Models of several operations are asked square ones.
    Problems that are too long for the model count as not solved.
    """

    name = "linear_algebra/dimensions"
    title = "Dimensions of the matrix"
    grouping = "dimension"
    drawn = True
    published_source = "arXiv 2112.01898, section 4.5 (recalled figures)"

    def rows(self, task: Task, per_group: int | None = None, seed: int = 0) -> list[SuiteRow]:
        """Return the problems, dimension by dimension; see `Suite.rows`."""
        count = DEFAULT_SIZE if per_group is None else per_group
        low, high = task.config.dimensions
        found = []
        for place in range(high - low + BEYOND + 1):
            try:
                group, problems = _problems(task, place, seed)
            except OptionError:  # matrices that large have no tokens
                break
            found += [SuiteRow(row, group) for row in islice(problems, count)]
        return found

    def published_by_tolerance(self, task: Task) -> Published:
        """Return the published figures of a model of the same task, encoding and dimensions."""
        low, high = task.config.dimensions
        section = published_figures_of("dimensions")
        figures = section.get(task.config_name, {})
        if {task.config.input_encoding, task.config.output_encoding} != {section["encoding"]}:
            return {}
        if not drawn_as_published(task):
            return {}
        return {
            group: {str(tolerance): share / 100 for tolerance, share in shares.items()}
            for group, shares in figures.get(f"{low} to {high}", {}).items()
        }


def _problems(task: Task, place: int, seed: int) -> tuple[str, Iterator[Row]]:
    """Return a group and its distinct test problems, without end.

    Raises:
        OptionError: Dimensions that large cannot be written.
    """
    n = task.config.dimensions[0] + place
    fixed = getattr(task.config, "first_dimension", 0)
    if fixed:
        first, second = fixed + place, task.config.second_dimension + place
        larger = {"first_dimension": first, "second_dimension": second, "dimension": n}
        return f"{first}x{second}", _stream(related_task(task, task.name, larger), seed)
    if isinstance(task, GeneralMatrixTask) and not task.square:
        return f"larger dimension {n}", _of_larger(task, n, seed)
    square = related_task(task, task.name, {"min_dimension": n, "max_dimension": n})
    return f"{n}x{n}", _stream(square, seed)


def _of_larger(task: GeneralMatrixTask, n: int, seed: int) -> Iterator[Row]:
    """Return the problems whose larger dimension is n."""
    low = task.config.dimensions[0]
    both = np.array([(d, e) for d in range(low, n + 1) for e in range(low, n + 1) if n in (d, e)])
    shapes = set(zip(*(x.tolist() for x in task.problem_shape(*both.T)), strict=True))
    drawn = _stream(related_task(task, task.name, {"max_dimension": n}), seed)
    return (row for row in drawn if (len(row["matrix"]), len(row["matrix"][0])) in shapes)


def _stream(task: Task, seed: int) -> Iterator[Row]:
    for table in task.tables(seed, "test"):
        yield from table.to_pylist()
