"""Accuracies at several tolerances, beside what rounding lets an exact solver reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.task import CRITERIA, Row, Task
from hf_mathseq.verdict import Status

Scores = dict[str, dict[str, dict[str, float]]]
"""Tolerance -> criterion -> `accuracy` of the model and of an `exact_solver`."""
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class NeededTolerances:
    """The smallest tolerances at which problems count as solved, infinite where none is enough.

    Attributes:
        tolerances: Those that are reported.
        model: Criterion -> shape (problems,), the least that a hypothesis of the model needs.
        exact_solver: The same of answers computed exactly from the rounded problems and rounded in
            turn: what can be reached reliably.
        exact_solved: Criterion -> shape (problems,), whether that answer is CORRECT at the
            tolerance that the task asks for by default.
    """

    tolerances: Sequence[float]
    model: Mapping[str, FloatArray]
    exact_solver: Mapping[str, FloatArray]
    exact_solved: Mapping[str, BoolArray]

    def ceiling(self, criterion: str, members: Sequence[int] | None = None) -> float:
        """Return the share of problems that the exact solver solves at the default tolerance.

        Args:
            criterion: "strict" or "paper".
            members: Places of the problems that count; None is all of them.
        """
        solved = self.exact_solved[criterion]
        own = solved if members is None else solved[list(members)]
        return float(own.mean()) if len(own) else 0.0

    def scores(self, members: Sequence[int] | None = None) -> Scores:
        """Return the accuracies at each tolerance (arXiv 2112.01898 has 5, 2, 1 and 0.5 %).

        Args:
            members: Places of the problems that count; None is all of them.

        Returns:
            Tolerance -> criterion -> `accuracy`, the share of problems with a CORRECT hypothesis,
            and `exact_solver`.
        """
        return {
            str(tolerance): {
                criterion: {
                    "accuracy": _share(self.model[criterion], members, tolerance),
                    "exact_solver": _share(self.exact_solver[criterion], members, tolerance),
                }
                for criterion in CRITERIA
            }
            for tolerance in self.tolerances
        }


def _share(needed: FloatArray, members: Sequence[int] | None, tolerance: float) -> float:
    own = needed if members is None else needed[list(members)]
    return float((own <= tolerance).mean()) if len(own) else 0.0


def needed_tolerances(
    task: Task,
    rows: Sequence[Row],
    hypotheses: Sequence[Sequence[Sequence[str]]],
    known: Mapping[str, Sequence[Sequence[float | None]] | None] | None = None,
) -> NeededTolerances | None:
    """Return what the hypotheses for each problem need; None where the task has no tolerances.

    Args:
        task: Checks the answers.
        rows: The problems.
        hypotheses: The tokens of every hypothesis for each of them.
        known: Criterion -> what each hypothesis needs, from stored verdicts; they are checked
            again for a criterion without.
    """
    if not task.tolerances:
        return None
    exact = [[answer] for answer in task.exact_answers(rows)]
    stored = {c: (known or {}).get(c) for c in CRITERIA}
    model = {
        c: _checked(task, rows, hypotheses, c)[0] if of_each is None else _least(of_each)
        for c, of_each in stored.items()
    }
    solver = {c: _checked(task, rows, exact, c) for c in CRITERIA}
    return NeededTolerances(
        task.tolerances,
        model,
        {criterion: needed for criterion, (needed, _) in solver.items()},
        {criterion: solved for criterion, (_, solved) in solver.items()},
    )


def _least(needed: Sequence[Sequence[float | None]]) -> FloatArray:
    """Return the least tolerance that one of the hypotheses for each problem needs."""
    least = [min((n for n in each if n is not None), default=np.inf) for each in needed]
    return np.array(least, dtype=np.float64)


def _checked(
    task: Task,
    rows: Sequence[Row],
    hypotheses: Sequence[Sequence[Sequence[str]]],
    criterion: str,
) -> tuple[FloatArray, BoolArray]:
    """Return the least tolerance that each problem's answers need, and whether one is CORRECT."""
    places = [i for i, answers in enumerate(hypotheses) for _ in answers]
    tokens = [answer for answers in hypotheses for answer in answers]
    verdicts = task.verify_many([rows[i] for i in places], tokens, criterion=criterion)
    found = np.array([np.inf if v.needed is None else v.needed for v in verdicts], dtype=float)
    least = np.full(len(rows), np.inf)
    np.minimum.at(least, places, found)
    solved = np.zeros(len(rows), dtype=bool)
    np.logical_or.at(solved, places, [v.status is Status.CORRECT for v in verdicts])
    return least, solved


def add_ceilings(
    criteria: Mapping[str, dict[str, Any]],
    needed: NeededTolerances,
    groups: Mapping[str, Sequence[int]],
) -> None:
    """Set `exact_solver`, the accuracy of the exact solver, beside every accuracy.

    Args:
        criteria: Criterion -> scores; with groups, `by_group` in them.
        needed: Has the exact solver's answers.
        groups: Group -> places of its problems; empty without a suite.
    """
    for criterion, scores in criteria.items():
        scores["exact_solver"] = needed.ceiling(criterion)
        for group, own in groups.items():
            scores["by_group"][group]["exact_solver"] = needed.ceiling(criterion, own)
