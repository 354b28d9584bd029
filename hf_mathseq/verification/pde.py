"""Verdicts on answers about partial differential equations (arXiv 2006.06462, section 3.3).

Strict: both booleans as the algebra of the symbol decides them, and frequency bounds, where the
answer gives any, as the initial condition has them. Paper: the first two integers equal those of
the target; the word between them and all that follows is not looked at.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from hf_mathseq.encodings.integers import NEGATIVE, POSITIVE, read_integer
from hf_mathseq.systems.pde_answers import PdeAnswer, answer_of, read_answer, written_bounds
from hf_mathseq.systems.pde_problem import GROWS, NO_SOLUTION, UNDECIDED, VANISHES, Pde
from hf_mathseq.verdict import ProblemError, Status, Verdict, invalid

REASONS = {
    NO_SOLUTION: "the growth rate of the frequencies has no upper limit: no tempered solution",
    GROWS: "the growth rates are bounded and some are positive: a solution exists and grows",
    VANISHES: "no frequency of the initial condition grows",
    UNDECIDED: "the algebra does not settle the sign of the growth rates",
}
"""What a behaviour means, by code; the growth rate of a frequency is -Re P(2 pi i xi)."""


def strict_verdict(
    pde: Pde, behaviour: int, hypothesis: Sequence[str], tolerance: float | None = None
) -> Verdict:
    """Check one answer by the mathematics alone.

    Args:
        pde: The problem.
        behaviour: Its code from `systems.pde_decision.behaviours`.
        hypothesis: Target words, possibly a model's.
        tolerance: Largest relative error of a bound; None asks for the words of the bound.
    """
    try:
        answer = read_answer(hypothesis)
    except ProblemError as error:
        return invalid(str(error))
    if answer.bounds is not None and len(answer.bounds) != pde.dimension:
        detail = f"bounds for {len(answer.bounds)} coordinates instead of {pde.dimension}"
        return Verdict(Status.INCORRECT, "algebra", None, detail)
    for k, error_ in enumerate(_bound_errors(pde, answer)):
        if not error_ <= (tolerance or 0.0):
            return Verdict(Status.INCORRECT, "algebra", error_, f"the bounds of x{k} are wrong")
    if behaviour == UNDECIDED:
        return Verdict(Status.UNDECIDED, "algebra", None, REASONS[behaviour])
    truth = answer_of(behaviour)
    right = (answer.exists, answer.vanishes) == (truth.exists, truth.vanishes)
    return Verdict(
        Status.CORRECT if right else Status.INCORRECT, "algebra", None, REASONS[behaviour]
    )


def _bound_errors(pde: Pde, answer: PdeAnswer) -> list[float]:
    """Return the largest relative error of both bounds of every coordinate."""
    if answer.bounds is None:
        return []
    expected = written_bounds(pde.frequency_bounds())
    return [
        max(_relative_error(x, y) for x, y in zip(given, wanted, strict=True))
        for given, wanted in zip(answer.bounds, expected, strict=True)
    ]


def _relative_error(given: float, wanted: float) -> float:
    if given == wanted:
        return 0.0
    comparable = wanted and math.isfinite(given) and math.isfinite(wanted)
    return abs((given - wanted) / wanted) if comparable else math.inf


def paper_verdict(target: PdeAnswer | None, hypothesis: Sequence[str]) -> Verdict:
    """Check one answer by the published rule.

    Args:
        target: The answer that counts as right; None where the published labels have none.
        hypothesis: Target words, possibly a model's.
    """
    position, found = 0, []
    for _ in range(2):
        if position >= len(hypothesis) or hypothesis[position] not in (POSITIVE, NEGATIVE):
            return invalid("an answer begins with two integers and a word between them")
        try:
            value, end = read_integer(hypothesis, position)
        except ValueError as error:
            return invalid(str(error))
        if end == position + 1:
            return invalid(f"{hypothesis[position]} is not followed by a digit")
        found.append(value)
        position = end + 1
    if target is None:
        return Verdict(Status.UNDECIDED, "criterion", None, "the problem has no published label")
    right = found == [int(target.exists), int(target.vanishes)]
    status = Status.CORRECT if right else Status.INCORRECT
    return Verdict(status, "criterion", None, "compared with the target's two integers")
