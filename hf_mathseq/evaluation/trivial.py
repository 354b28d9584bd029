"""What answers that look at no problem would score, beside the score of a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hf_mathseq.evaluation.markdown import interval, table
from hf_mathseq.task import CRITERIA, Row, Task
from hf_mathseq.verdict import Status

Scores = dict[str, dict[str, list[float]]]
"""Name of an answer -> criterion -> accuracy with UNDECIDED as wrong and as right."""


def trivial_scores(task: Task, rows: Sequence[Row]) -> Scores:
    """Return the accuracies of the task's trivial answers; nothing where it names none.

    Args:
        task: Names the answers and checks them.
        rows: The problems, all of them answered alike.
    """
    return {
        name: {criterion: _accuracy(task, rows, words, criterion) for criterion in CRITERIA}
        for name, words in task.trivial_answers().items()
    }


def _accuracy(task: Task, rows: Sequence[Row], words: Sequence[str], criterion: str) -> list[float]:
    verdicts = task.verify_many(rows, [words] * len(rows), criterion=criterion)
    correct = sum(verdict.correct for verdict in verdicts)
    undecided = sum(verdict.status is Status.UNDECIDED for verdict in verdicts)
    return [correct / max(1, len(rows)), (correct + undecided) / max(1, len(rows))]


def trivial_section(evaluations: Sequence[Mapping[str, Any]]) -> str:
    """Return the part of a card on the trivial answers to the problems of some splits, if any.

    Args:
        evaluations: Stored results; those of several beams have the same problems.
    """
    scores: dict[tuple[str, str], Mapping[str, Sequence[float]]] = {
        (f"{found['task']} {found['split']}", name): accuracy
        for found in evaluations
        for name, accuracy in found.get("trivial_answers", {}).items()
    }
    if not scores:
        return ""
    rows = [
        (split, f"`{name}`", *(interval(accuracy[criterion]) for criterion in CRITERIA))
        for (split, name), accuracy in scores.items()
    ]
    explained = (
        "The share of the same problems that is solved by an answer which looks at none of them: "
        "what an accuracy has to be compared with."
    )
    header = ("split", "answer", *CRITERIA)
    return f"### Trivial answers\n\n{table(header, rows)}\n\n{explained}"
