"""Textbook integrals by category."""

from __future__ import annotations

from importlib.resources import files

import yaml

from hf_mathseq.evaluation.suites.suite import Suite, SuiteRow, first_of_each, typed_row
from hf_mathseq.task import Task

PROBLEMS = "classic.yaml"


class ClassicIntegrals(Suite):
    """Integrals that textbooks of calculus teach, with answers, by technique."""

    name = "integration/classic"
    title = "Textbook integrals"
    grouping = "category"

    def rows(self, task: Task, per_group: int | None = None, seed: int = 0) -> list[SuiteRow]:
        """Return the problems, category by category; see `Suite.rows`."""
        chosen = first_of_each(classic_problems(), lambda problem: problem[0], per_group)
        return [
            SuiteRow(typed_row(task, integrand, antiderivative), category)
            for category, integrand, antiderivative in chosen
        ]


def classic_problems() -> list[tuple[str, str, str]]:
    """Return (category, integrand, antiderivative) of every problem, as people type them."""
    text = files(__package__).joinpath(PROBLEMS).read_text(encoding="utf-8")
    return [
        (category, integrand, antiderivative)
        for category, problems in yaml.safe_load(text).items()
        for integrand, antiderivative in problems.items()
    ]
