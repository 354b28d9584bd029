"""Answers that people give: a formula or a matrix as they write it is checked like a model's."""

from __future__ import annotations

import re
from typing import Any

from hf_mathseq.proposers.kinds import named_task, task_for
from hf_mathseq.suggestions import UserError
from hf_mathseq.task import Task
from hf_mathseq.tasks.expression_task import ExpressionTask
from hf_mathseq.tasks.integration import IntegrationTask
from hf_mathseq.tasks.linear_algebra_base import MatrixTask
from hf_mathseq.verdict import ProblemError, Verdict, invalid

_LEFT_SIDE = re.compile(r"^\s*[A-Za-z](\s*\(\s*x\s*\))?\s*=")
_FREE_TERM = re.compile(r"\+\s*[CcKk]\s*$")
_CONSTANT = re.compile(r"(?<![^\W\d])[Cc]_?([12])?(?![\w(])")


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
            rows, of the task's shape: eigenvalues are a column, `[[3], [1]]`.
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
        UserError: Answers of this kind are no formulas or matrices, or there is no such criterion.

    Examples:
        >>> print(check("x*cos(x)", "F(x) = x*sin(x) + cos(x) + C").status)
        CORRECT
        >>> print(check("y' = y/x + x", "y = x*(x + C)").status)
        CORRECT
        >>> print(check([[2, 1], [1, 2]], [[3], [2]], task="linear_algebra/eigenvalues").status)
        INCORRECT
    """
    if task is None:
        task = task_for(problem)
    elif isinstance(task, str):
        task = named_task(task, problem)
    if not isinstance(task, (ExpressionTask, MatrixTask)):
        raise UserError(
            f"answers to {task.name} are neither formulas nor matrices: its verify takes tokens"
        )
    row = task.problem_from(problem, **given)
    try:
        _, tokens = task.encode({**row, task.description.answer: _plain(task, answer)})
    except ProblemError as error:
        return invalid(str(error))
    return task.verify(row, tokens, criterion=criterion, tolerance=tolerance)


def _plain(task: Task, answer: Any) -> Any:
    """Return a formula without its left side, its constants named as in the task."""
    if not isinstance(answer, str) or not isinstance(task, ExpressionTask):
        return answer
    formula = _LEFT_SIDE.sub("", answer)
    if isinstance(task, IntegrationTask):
        return _FREE_TERM.sub("", formula)
    return _CONSTANT.sub(lambda name: "a9" if name[1] == "2" else "a8", formula)
