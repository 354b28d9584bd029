"""Systems from other distributions than those of training (arXiv 2006.06462, appendix)."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from hf_mathseq.evaluation.related import related_task
from hf_mathseq.evaluation.suites.suite import DEFAULT_SIZE, Suite, SuiteRow
from hf_mathseq.task import Task

BASE = "as in training"
MORE = "more equations"
MOST_EQUATIONS = 9
STEP = 4
"""The paper tests a model of 2 to 5 equations on 6 to 9."""
LARGE_SIZE, LARGE_BLOCK = 100, 16
"""Problems of many equations where nothing is said, and how many are drawn together: of nine
equations one system in thousands is stable, and half of them are wanted."""

# Group -> options of the generator. The paper also tests another balance of the functions, for
# which its published program draws no functions at all (a list takes their place).
DISTRIBUTIONS: dict[str, dict[str, Any]] = {
    BASE: {},
    "no trigonometric functions": {"functions": "sqrt, exp, ln"},
    "no logarithms, no exponentials": {"functions": "sqrt, sin, cos, tan, asin, acos, atan"},
    "only square roots": {"functions": "sqrt"},
    "10 % integers": {"integer_probability": 0.1},
    "50 % integers": {"integer_probability": 0.5},
    "70 % integers": {"integer_probability": 0.7},
    "n + 3 to 3n + 2 operators": {"min_length_factor": 1, "max_length_factor": 3},
    "2n + 3 to 4n + 2 operators": {"min_length_factor": 2, "max_length_factor": 4},
}


class OtherDistributions(Suite):
    """The first test problems of the model's task under changed options of the generator.

    Groups whose options a task does not have are left out. The problems of more equations than in
    training come from the train split of their generator, which is no training data of the model.
    """

    name = "differential_systems/out_of_distribution"
    title = "Systems out of distribution"
    grouping = "distribution"
    drawn = True

    def rows(self, task: Task, per_group: int | None = None, seed: int = 0) -> list[SuiteRow]:
        """Return the problems, distribution by distribution; see `Suite.rows`."""
        known = {field.name for field in fields(task.Config)}
        rows = []
        for group, options in DISTRIBUTIONS.items():
            if options.keys() <= known:
                count = DEFAULT_SIZE if per_group is None else per_group
                drawn = related_task(task, task.name, options).generate(count, seed, "test")
                rows += [SuiteRow(row, group) for row in drawn.to_pylist()]
        if "max_degree" in known and task.config.max_degree < MOST_EQUATIONS:
            count = LARGE_SIZE if per_group is None else per_group
            rows += [SuiteRow(row, MORE) for row in _more_equations(task, count, seed)]
        return rows


def _more_equations(task: Task, count: int, seed: int) -> list[dict[str, Any]]:
    """Return problems of more equations than the task's; none can be a training problem."""
    largest = task.config.max_degree
    degrees = {"min_degree": largest + 1, "max_degree": min(largest + STEP, MOST_EQUATIONS)}
    large = related_task(task, task.name, degrees)
    large.block_size = LARGE_BLOCK
    rows: list[dict[str, Any]] = large.generate(count, seed, "train").to_pylist()
    return rows
