"""Gains as people write them, and the answers that there is none."""

from __future__ import annotations

from typing import Any

from hf_mathseq.analysis.rows import row_analysis
from hf_mathseq.task import Row
from hf_mathseq.tasks.matrix_input import exact_rows
from hf_mathseq.verdict import Status, Verdict
from hf_mathseq.verification.system_facts import SystemAtPoint
from hf_mathseq.verification.systems import judge_no_control, judge_own_gain

NOT_CONTROLLABLE = "not controllable"
_CLAIMS = {
    NOT_CONTROLLABLE: False,
    "uncontrollable": False,
    "cannot be stabilised": True,
    "cannot be stabilized": True,
    "no gain stabilises": True,
}


def no_gain(given: Any) -> bool | None:
    """Return None for a gain; else whether the claim is also that no gain stabilises."""
    return _CLAIMS.get(" ".join(given[:100].lower().split())) if isinstance(given, str) else None


def judge_given_gain(row: Row, system: SystemAtPoint, given: Any) -> Verdict:
    """Judge what people answer, with all of its digits.

    Args:
        row: A result of `problem_from`.
        system: The same.
        given: A gain for A of norm 1, `not controllable`, or `cannot be stabilised`.

    Raises:
        ProblemError: It is none of these.
        UndefinedValueError: The system has no derivatives at the point.
    """
    claim = no_gain(given)
    if claim is None:
        return judge_own_gain(system, exact_rows(given))
    found = judge_no_control(system)
    return _cannot_be_stabilised(row) if claim and found.correct else found


def _cannot_be_stabilised(row: Row) -> Verdict:
    """Judge by the part of a system that is not controllable."""
    reach = row_analysis(row).reach
    stability = reach.free.stability if reach and reach.free and reach.decided else "undecided"
    if stability == "undecided":
        detail = "whether the part that no control reaches decays is not certain"
        return Verdict(Status.UNDECIDED, "numeric", None, detail)
    decays = stability == "stable"
    detail = f"the part that no control reaches {'decays' if decays else 'does not decay'}"
    return Verdict(Status.INCORRECT if decays else Status.CORRECT, "numeric", None, detail)
