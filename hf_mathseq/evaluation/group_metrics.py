"""Accuracies by group of a suite, and how solved problems survive being changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hf_mathseq.evaluation.metrics import Judged, wilson
from hf_mathseq.evaluation.suites.suite import SuiteRow, places_by_group


def by_group(
    members: Sequence[SuiteRow],
    judged: Sequence[Judged],
    criterion: str,
    too_long: Sequence[bool] | None = None,
) -> dict[str, dict[str, Any]]:
    """Return the scores of every group, in the suite's order.

    Args:
        members: The problems of the suite.
        judged: Their verdicts.
        criterion: "strict" or "paper".
        too_long: Whether each problem is too long for the model; None is none.

    Returns:
        Group -> `examples`, `accuracy` with UNDECIDED as wrong and as right, `confidence_95`,
        `too_long` where some problems are (they count as not solved); for
        groups made from other problems also `bases_solved`, the number of its problems whose bases
        are all solved, and `robustness`, the share of these that are solved (None of none).
    """
    certain = [_solved(j, criterion, undecided=False) for j in judged]
    possible = [_solved(j, criterion, undecided=True) for j in judged]
    unread = too_long or [False] * len(members)
    return {
        group: _scores([certain[i] for i in own], [possible[i] for i in own])
        | _unread(sum(unread[i] for i in own))
        | _robustness([members[i] for i in own], [certain[i] for i in own], certain)
        for group, own in places_by_group(members).items()
    }


def _solved(judged: Judged, criterion: str, undecided: bool) -> bool:
    return judged.solved(criterion, len(judged.statuses[criterion]), undecided)


def _scores(certain: Sequence[bool], possible: Sequence[bool]) -> dict[str, Any]:
    total = len(certain)
    return {
        "examples": total,
        "accuracy": [sum(certain) / total, sum(possible) / total],
        "confidence_95": [wilson(sum(certain), total)[0], wilson(sum(possible), total)[1]],
    }


def _unread(count: int) -> dict[str, int]:
    return {"too_long": count} if count else {}


def _robustness(
    members: Sequence[SuiteRow], own: Sequence[bool], solved: Sequence[bool]
) -> dict[str, Any]:
    if not any(member.bases for member in members):
        return {}
    kept = [
        survives
        for member, survives in zip(members, own, strict=True)
        if all(solved[base] for base in member.bases)
    ]
    return {"bases_solved": len(kept), "robustness": sum(kept) / len(kept) if kept else None}
