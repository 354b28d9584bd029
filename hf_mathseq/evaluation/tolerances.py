"""Accuracies at several tolerances, beside what rounding lets an exact solver reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hf_mathseq.task import CRITERIA, Row, Task

Scores = dict[str, dict[str, dict[str, float]]]
"""Tolerance -> criterion -> `accuracy` of the model and of an `exact_solver`."""
FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class NeededTolerances:
    """The smallest tolerances at which problems count as solved, infinite where none is enough.

    Attributes:
        tolerances: Those that are reported.
        model: Criterion -> shape (problems,), the least that a hypothesis of the model needs.
        exact_solver: The same of answers computed exactly from the rounded problems and rounded in
            turn: what can be reached reliably.
    """

    tolerances: Sequence[float]
    model: Mapping[str, FloatArray]
    exact_solver: Mapping[str, FloatArray]

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
    task: Task, rows: Sequence[Row], hypotheses: Sequence[Sequence[Sequence[str]]]
) -> NeededTolerances | None:
    """Check every hypothesis once for each criterion; None where the task has no tolerances.

    Args:
        task: Checks the answers.
        rows: The problems.
        hypotheses: The tokens of every hypothesis for each of them.
    """
    if not task.tolerances:
        return None
    exact = [[answer] for answer in task.exact_answers(rows)]
    return NeededTolerances(
        task.tolerances,
        {criterion: _needed(task, rows, hypotheses, criterion) for criterion in CRITERIA},
        {criterion: _needed(task, rows, exact, criterion) for criterion in CRITERIA},
    )


def _needed(
    task: Task,
    rows: Sequence[Row],
    hypotheses: Sequence[Sequence[Sequence[str]]],
    criterion: str,
) -> FloatArray:
    places = [i for i, answers in enumerate(hypotheses) for _ in answers]
    tokens = [answer for answers in hypotheses for answer in answers]
    verdicts = task.verify_many([rows[i] for i in places], tokens, criterion=criterion)
    found = np.array([np.inf if v.needed is None else v.needed for v in verdicts], dtype=float)
    least = np.full(len(rows), np.inf)
    np.minimum.at(least, places, found)
    return least
