"""What answers would score that take no model, beside the score of a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hf_mathseq.evaluation.markdown import span, table
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
        name: _accuracies(task, rows, [words] * len(rows))
        for name, words in task.trivial_answers().items()
    }


def baseline_scores(task: Task, rows: Sequence[Row]) -> Scores:
    """Return the accuracies of the task's rules of thumb; nothing where it names none.

    Args:
        task: Applies the rules and checks the answers.
        rows: The problems.
    """
    return {
        name: _accuracies(task, rows, answers)
        for name, answers in task.baseline_answers(rows).items()
    }


def _accuracies(
    task: Task, rows: Sequence[Row], answers: Sequence[Sequence[str]]
) -> dict[str, list[float]]:
    return {criterion: _accuracy(task, rows, answers, criterion) for criterion in CRITERIA}


def _accuracy(
    task: Task, rows: Sequence[Row], answers: Sequence[Sequence[str]], criterion: str
) -> list[float]:
    verdicts = task.verify_many(rows, answers, criterion=criterion)
    correct = sum(verdict.correct for verdict in verdicts)
    undecided = sum(verdict.status is Status.UNDECIDED for verdict in verdicts)
    return [correct / max(1, len(rows)), (correct + undecided) / max(1, len(rows))]


def trivial_section(evaluations: Sequence[Mapping[str, Any]]) -> str:
    """Return the part of a card on the trivial answers to the problems of some splits, if any.

    Args:
        evaluations: Stored results; those of several beams have the same problems.
    """
    explained = (
        "The share of the same problems that is solved by an answer which looks at none of them: "
        "what an accuracy has to be compared with."
    )
    return _section("Trivial answers", explained, evaluations, "trivial_answers")


def baseline_section(evaluations: Sequence[Mapping[str, Any]]) -> str:
    """Return the part of a card on rules of thumb; see `trivial_section`."""
    explained = (
        "The share of the same problems that is solved by a rule of thumb without a model: an "
        "accuracy says something only as far as it is higher."
    )
    return _section("Rules of thumb", explained, evaluations, "baselines")


def _section(
    title: str, explained: str, evaluations: Sequence[Mapping[str, Any]], stored: str
) -> str:
    scores: dict[tuple[str, str], Mapping[str, Sequence[float]]] = {
        (_problems(found), name): accuracy
        for found in evaluations
        for name, accuracy in found.get(stored, {}).items()
    }
    if not scores:
        return ""
    rows = [
        (problems, f"`{name}`", *(span(accuracy[criterion]) for criterion in CRITERIA))
        for (problems, name), accuracy in scores.items()
    ]
    return f"### {title}\n\n{table(('split', 'answer', *CRITERIA), rows)}\n\n{explained}"


def _problems(found: Mapping[str, Any]) -> str:
    """Return what was answered: a split of a task, or a suite."""
    return f"suite {found['suite']}" if "suite" in found else f"{found['task']} {found['split']}"
