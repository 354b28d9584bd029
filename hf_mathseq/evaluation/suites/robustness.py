"""Small changes of simple problems, after Welleck et al. (arXiv 2109.13986)."""

from __future__ import annotations

from functools import cache

from hf_mathseq.evaluation.suites.families import BASE, FAMILIES, Integral, simple_integrals
from hf_mathseq.evaluation.suites.suite import Suite, SuiteRow, encoded, first_of_each
from hf_mathseq.symbolic.expression import write_infix
from hf_mathseq.task import Task


class RobustnessOfIntegration(Suite):
    """Does a model that solves a problem also solve it after a small change?

    Every changed problem names the simple problems that it is made from; its answer is built from
    theirs and differentiated. A part of the suite holds the bases of its changed problems, however
    many these are.
    """

    name = "integration/robustness"
    title = "Robustness to small changes"
    grouping = "change"

    def rows(self, task: Task, per_group: int | None = None, seed: int = 0) -> list[SuiteRow]:
        """Return the simple problems, then the changed ones by family; see `Suite.rows`."""
        changed = first_of_each(_changed(), lambda item: item[0], per_group)
        used = sorted({base for _, _, bases in changed for base in bases})
        places = {base: place for place, base in enumerate(used)}
        simple = simple_integrals()
        return [SuiteRow(_row(task, simple[base]), BASE) for base in used] + [
            SuiteRow(_row(task, integral), family, tuple(places[base] for base in bases))
            for family, integral, bases in changed
        ]


@cache
def _changed() -> list[tuple[str, Integral, tuple[int, ...]]]:
    """Return family, integral and bases of the changed problems.

    No family has a problem twice, or one of the simple problems.
    """
    simple = simple_integrals()
    found = []
    for family, make in FAMILIES.items():
        seen = {integral.integrand for integral in simple}
        for place in range(len(simple)):
            for integral, bases in make(simple, place):
                if integral.integrand not in seen:
                    seen.add(integral.integrand)
                    found.append((family, integral, bases))
    return found


def _row(task: Task, integral: Integral) -> dict[str, object]:
    return encoded(
        task,
        {
            "integrand": write_infix(integral.integrand),
            "antiderivative": write_infix(integral.antiderivative),
        },
    )
