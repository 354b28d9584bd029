"""Answers that people give: what they write is checked like a model's answer."""

from __future__ import annotations

from typing import Any

from hf_mathseq.proposers.kinds import named_task, task_for
from hf_mathseq.task import Task
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
            general solution with the constants `C`, or `C1` and `C2` (`a8` and `a9` are the same);
            `F =`, `y(x) =` may stand before both. To a problem on matrices a matrix, as text or as
            rows, of the task's shape: eigenvalues are a column, `[[3], [1]]`. To one on systems or
            networks the class in the words of `solve` (`unstable`, `not controllable`, `no
            equilibrium`), a speed, a gain for A of norm 1, or levels: `A: 1.5, B: 2`.
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
    if task is None:
        task = task_for(problem)
    elif isinstance(task, str):
        task = named_task(task, problem)
    row = task.problem_from(problem, **given)
    try:
        natural = task.answer_from(row, answer)
        _, tokens = task.encode({**row, task.description.answer: natural})
    except ProblemError as error:
        return invalid(str(error))
    return task.verify(row, tokens, criterion=criterion, tolerance=tolerance)
