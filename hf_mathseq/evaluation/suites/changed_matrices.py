"""Suites of matrix problems under changed options of the generator."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, ClassVar

from hf_mathseq.evaluation.related import related_task
from hf_mathseq.evaluation.suites.suite import DEFAULT_SIZE, Suite, SuiteRow
from hf_mathseq.suggestions import UserError
from hf_mathseq.task import Task

Changes = Mapping[str, Mapping[str, Any]]
"""Group -> options."""


class ChangedMatrices(Suite):
    """The first test problems of the model's task, group by group under other options.

    Attributes:
        changes: What each group changes; all change the same options.
    """

    drawn = True
    changes: ClassVar[Changes]

    def rows(self, task: Task, per_group: int | None = None, seed: int = 0) -> list[SuiteRow]:
        """Return the problems; see `Suite.rows`.

        Raises:
            UserError: The task does not have the options.
        """
        known = {field.name for field in fields(task.Config)}
        missing = [name for name in next(iter(self.changes.values())) if name not in known]
        if missing:
            raise UserError(
                f"suite {self.name!r} has no problems for {task.name}, which has no "
                f"option {missing[0]!r}"
            )
        count = DEFAULT_SIZE if per_group is None else per_group
        return [
            SuiteRow(row, group)
            for group, options in self.changes.items()
            for row in related_task(task, task.name, options)
            .generate(count, seed, "test")
            .to_pylist()
        ]
