"""Accuracies from verdicts: as intervals, by criterion, by beam rank and by difficulty."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hf_mathseq.task import CRITERIA, Row, Task
from hf_mathseq.verdict import Status

Z_95 = 1.959963984540054  # 97.5 % quantile of the normal distribution


@dataclass(frozen=True)
class Judged:
    """The verdicts on the hypotheses for one problem, best hypothesis first.

    Attributes:
        statuses: Criterion -> status of each hypothesis.
        exact: Whether the first hypothesis is the stored answer, token by token.
    """

    statuses: Mapping[str, Sequence[str]]
    exact: bool

    def solved(self, criterion: str, rank: int, undecided: bool = False) -> bool:
        """Return whether one of the first `rank` hypotheses is CORRECT (or UNDECIDED)."""
        accepted = {Status.CORRECT, Status.UNDECIDED} if undecided else {Status.CORRECT}
        return any(status in accepted for status in self.statuses[criterion][:rank])


def wilson(successes: int, total: int) -> tuple[float, float]:
    """Return Wilson's 95 % confidence interval of a share."""
    if not total:
        return 0.0, 1.0
    share, z2 = successes / total, Z_95**2
    centre = (share + z2 / (2 * total)) / (1 + z2 / total)
    spread = math.sqrt(share * (1 - share) / total + z2 / (4 * total**2)) * Z_95 / (1 + z2 / total)
    return max(0.0, centre - spread), min(1.0, centre + spread)


def summarize(
    task: Task, rows: Sequence[Row], judged: Sequence[Judged], criterion: str = "strict"
) -> dict[str, Any]:
    """Return the scores of an evaluation.

    Args:
        task: What was evaluated.
        rows: Its problems.
        judged: Their verdicts.
        criterion: The criterion of the headline.

    Returns:
        `criterion`, `accuracy` (a problem counts when a hypothesis is CORRECT), `exact_match`, and
        for each of `criteria`: `accuracy` with UNDECIDED as wrong and as right, `confidence_95`
        (from the lower end of the first to the upper end of the second), `first` (statuses of the
        best hypotheses), `by_rank` (accuracy among the first 1, 2, ... hypotheses, UNDECIDED as
        wrong) and `by_difficulty` (by the task's own measures and by the numbers of tokens of
        problem and stored answer, see `length_band`).
    """
    criteria = {name: _scores(task, rows, judged, name) for name in CRITERIA}
    return {
        "criterion": criterion,
        "accuracy": criteria[criterion]["accuracy"][0],
        "exact_match": sum(j.exact for j in judged) / max(1, len(judged)),
        "criteria": criteria,
    }


def _scores(
    task: Task, rows: Sequence[Row], judged: Sequence[Judged], criterion: str
) -> dict[str, Any]:
    total = len(judged)
    ranks = max((len(j.statuses[criterion]) for j in judged), default=0)
    certain = sum(j.solved(criterion, ranks) for j in judged)
    possible = sum(j.solved(criterion, ranks, undecided=True) for j in judged)
    first = Counter(str(j.statuses[criterion][0]) for j in judged)
    return {
        "accuracy": [certain / max(1, total), possible / max(1, total)],
        "confidence_95": [wilson(certain, total)[0], wilson(possible, total)[1]],
        "first": {str(status): first[str(status)] for status in Status},
        "by_rank": {
            str(rank): sum(j.solved(criterion, rank) for j in judged) / max(1, total)
            for rank in range(1, ranks + 1)
        },
        "by_difficulty": _by_difficulty(task, rows, judged, criterion, ranks),
    }


def length_band(tokens: int) -> int:
    """Return the least length of the band that a length is in; a doubling has two bands.

    The bands begin at 0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, ...
    """
    step = 1 << max(0, tokens.bit_length() - 2)
    return tokens // step * step


def _lengths(row: Row) -> dict[str, int]:
    """Return the bands of a row's lengths; problems that users give have no stored answer."""
    texts = {"input tokens from": row.get("input"), "answer tokens from": row.get("target")}
    return {name: length_band(len(text.split(" "))) for name, text in texts.items() if text}


def _by_difficulty(
    task: Task, rows: Sequence[Row], judged: Sequence[Judged], criterion: str, ranks: int
) -> dict[str, dict[str, Any]]:
    groups: dict[str, dict[int, list[Judged]]] = {}
    for row, verdicts in zip(rows, judged, strict=True):
        for measure, value in {**task.difficulty(row), **_lengths(row)}.items():
            groups.setdefault(measure, {}).setdefault(value, []).append(verdicts)
    return {
        measure: {
            str(value): {
                "examples": len(members),
                "accuracy": [
                    sum(j.solved(criterion, ranks, undecided) for j in members) / len(members)
                    for undecided in (False, True)
                ],
            }
            for value, members in sorted(values.items())
        }
        for measure, values in sorted(groups.items())
    }
