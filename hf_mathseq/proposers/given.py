"""Answers that people give: what they write is checked like a model's answer."""

from __future__ import annotations

from typing import Any

import numpy as np

from hf_mathseq.proposers.kinds import named_task, task_for
from hf_mathseq.suggestions import UserError, unknown_name
from hf_mathseq.task import CRITERIA, Task
from hf_mathseq.verdict import ProblemError, Verdict, invalid


def check(
    problem: Any,
    answer: Any,
    *,
    task: str | Task | None = None,
    criterion: str = "strict",
    tolerance: float | None = None,
    **given: Any,
) -> Verdict:
    """Check an answer as people write it; nothing is solved and no stored answer is needed.

    Args:
        problem: Text, a matrix, or whatever the task's `problem_from` takes.
        answer: To an integral a function, with or without `+ C`; to a differential equation its
            general solution with its constants, `C`, `C1` and `C2`, `A` and `B` or the like; where
            the problem has conditions, such as `y(0) = 1`, also the function that meets them;
            `F =`, `y(x) =` may stand before all. To a problem on matrices a matrix, as text or as
            rows, of the task's shape: eigenvalues are a column, `[[3], [1]]`. To one on systems or
            networks the class in the words of `solve` (`unstable`, `not controllable`, `no
            equilibrium`), a speed, a gain for A of norm 1, of which all digits count, or levels:
            `A: 1.5, B: 2`. Numbers may be fractions.
        task: The kind of problem, a name as in `list_tasks` or a task; None sees it from the
            text, see `proposers.kinds.task_for`.
        criterion: "strict" or "paper".
        tolerance: Relative tolerance of the numbers of matrices; None is that of models, 0.05. They
            are rounded as the task writes them, to three digits.
        **given: What else the task's `problem_from` takes.

    Returns:
        The verdict, `INVALID` with the reason where the answer cannot be read.

    Raises:
        ProblemError: The problem cannot be read.
        UserError: The task reads answers as tokens only, or there is no such criterion.

    Examples:
        >>> print(check("x*cos(x)", "F(x) = x*sin(x) + cos(x) + C").status)
        CORRECT
        >>> print(check("y' = y/x + x", "y = x*(x + C)").status)
        CORRECT
        >>> print(check([[2, 1], [1, 2]], [[3], [2]], task="linear_algebra/eigenvalues").status)
        INCORRECT
        >>> print(check("x' = -x + y; y' = -x", "not unstable").status)
        CORRECT
    """
    _check_settings(criterion, tolerance)
    if task is None:
        task = task_for(problem)
    elif isinstance(task, str):
        task = named_task(task, problem)
    row = task.problem_from(problem, **given)
    try:
        return task.check_given(row, answer, criterion=criterion, tolerance=tolerance)
    except ProblemError as error:
        return invalid(str(error))


def _check_settings(criterion: str, tolerance: float | None) -> None:
    """Raise `UserError` for a criterion or a tolerance that is not allowed."""
    if criterion not in CRITERIA:
        raise UserError(unknown_name("criterion", criterion, CRITERIA))
    if tolerance is None:
        return
    number = isinstance(tolerance, (int, float, np.integer, np.floating))
    if not number or isinstance(tolerance, bool) or not 0 <= tolerance < 1:
        shown = repr(tolerance)[:60]
        raise UserError(f"the tolerance is a number from 0 to below 1, not {shown}")
