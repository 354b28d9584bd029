"""Textbook problems with answers, by category, from the files of this package."""

from __future__ import annotations

from importlib.resources import files
from typing import ClassVar

import yaml

from hf_mathseq.evaluation.suites.suite import Suite, SuiteRow, first_of_each, typed_row
from hf_mathseq.suggestions import UserError
from hf_mathseq.task import Task


class ClassicSuite(Suite):
    """Problems that textbooks teach, with answers, as people type both.

    Attributes:
        problems: The file: category -> problem -> answer.
        by_task: Whether the file has these for every task of the data set, by its config name.
    """

    grouping = "category"
    problems: ClassVar[str]
    by_task: ClassVar[bool] = False

    def rows(self, task: Task, per_group: int | None = None, seed: int = 0) -> list[SuiteRow]:
        """Return the problems, category by category; see `Suite.rows`.

        Raises:
            UserError: The file has no problems for the task.
        """
        problems = classic_problems(self.problems, task if self.by_task else None)
        if not problems:
            raise UserError(f"suite {self.name!r} has no problems for {task.name}")
        chosen = first_of_each(problems, lambda problem: problem[0], per_group)
        return [
            SuiteRow(typed_row(task, problem, answer), category)
            for category, problem, answer in chosen
        ]


class ClassicIntegrals(ClassicSuite):
    """Integrals that textbooks of calculus teach, by technique."""

    name = "integration/classic"
    title = "Textbook integrals"
    problems = "classic.yaml"


class ClassicEquations(ClassicSuite):
    """Differential equations that textbooks teach, with general solutions, by class."""

    name = "ode/classic"
    title = "Textbook differential equations"
    problems = "classic_ode.yaml"
    by_task = True


def classic_problems(file: str, task: Task | None = None) -> list[tuple[str, str, str]]:
    """Return (category, problem, answer) of every problem, as people type them.

    Args:
        file: A file of this package.
        task: Whose problems are wanted, where the file has them by task.
    """
    content = yaml.safe_load(files(__package__).joinpath(file).read_text(encoding="utf-8"))
    categories = content if task is None else content.get(task.config_name, {})
    return [
        (category, problem, answer)
        for category, problems in categories.items()
        for problem, answer in problems.items()
    ]
