"""Accuracies at several tolerances, beside what rounding lets an exact solver reach."""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.task import CRITERIA, Row, Task

Scores = dict[str, dict[str, dict[str, float]]]
"""Tolerance -> criterion -> `accuracy` of the model and of an `exact_solver`."""


def tolerance_scores(
    task: Task, rows: Sequence[Row], hypotheses: Sequence[Sequence[Sequence[str]]]
) -> Scores:
    """Return the accuracies at each of the task's tolerances; nothing where it has none.

    Args:
        task: Checks the answers.
        rows: The problems.
        hypotheses: The tokens of every hypothesis for each of them.

    Returns:
        Tolerance -> criterion -> `accuracy`, the share of problems with a CORRECT hypothesis, and
        `exact_solver`, the same of answers computed exactly from the rounded problems and rounded
        in turn: what can be reached reliably (arXiv 2112.01898 reports scores at 5, 2, 1, 0.5 %).
    """
    if not task.tolerances:
        return {}
    exact = [[answer] for answer in task.exact_answers(rows)]
    return {
        str(tolerance): {
            criterion: {
                "accuracy": _accuracy(task, rows, hypotheses, criterion, tolerance),
                "exact_solver": _accuracy(task, rows, exact, criterion, tolerance),
            }
            for criterion in CRITERIA
        }
        for tolerance in task.tolerances
    }


def _accuracy(
    task: Task,
    rows: Sequence[Row],
    hypotheses: Sequence[Sequence[Sequence[str]]],
    criterion: str,
    tolerance: float,
) -> float:
    repeated = [row for row, answers in zip(rows, hypotheses, strict=True) for _ in answers]
    tokens = [answer for answers in hypotheses for answer in answers]
    flat = iter(task.verify_many(repeated, tokens, criterion=criterion, tolerance=tolerance))
    judged = [[next(flat).correct for _ in answers] for answers in hypotheses]
    return sum(map(any, judged)) / max(1, len(judged))
