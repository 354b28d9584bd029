"""What is found out about an answer to a differential equation, and where it holds."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.nodes import X
from hf_mathseq.verdict import Status, Verdict
from hf_mathseq.verification.ode_attempt import Attempt
from hf_mathseq.verification.ode_points import PROBES, Points, describe, point_at
from hf_mathseq.verification.ode_screen import Screen

_NOWHERE = np.zeros(len(PROBES[X]), dtype=bool)


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict on the residual alone, constants of integration not counted.

    Attributes:
        verdict: CORRECT, INCORRECT or UNDECIDED.
        points: Points that were tried.
        holding: Whether the equation is known to hold there.
        hopeless: Whether no proof can be expected, because values are far from 0 wherever there
            are any.
    """

    verdict: Verdict
    points: Points = field(default_factory=lambda: PROBES)
    holding: npt.NDArray[np.bool_] = field(default_factory=lambda: _NOWHERE)
    hopeless: bool = False


def holds(
    attempt: Attempt, screen: Screen, holding: npt.NDArray[np.bool_], method: str, how: str
) -> Finding:
    """Return the finding that an equation holds, with the part of the space where it does.

    Args:
        attempt: The answer in the equation.
        screen: The same at many points.
        holding: The points at which it is known to hold.
        method: What decided.
        how: What was found, for people.
    """
    where = _part(attempt, screen)
    detail = f"{how}; {where}" if where else how
    return Finding(Verdict(Status.CORRECT, method, 0.0, detail), screen.points, holding)


def differs(attempt: Attempt, screen: Screen, index: int, gap: float) -> Finding:
    """Return the finding that an equation does not hold.

    Args:
        attempt: The answer in the equation.
        screen: The same at many points.
        index: The point that is named.
        gap: The residual there, relative to the equation's terms.
    """
    place = describe(point_at(screen.points, index), attempt.constants)
    detail = f"at {place} the residual is {gap:.2g} of the equation's terms"
    return Finding(Verdict(Status.INCORRECT, "numeric", gap, detail))


def undecided(detail: str, hopeless: bool = False) -> Finding:
    """Return the finding that nothing is certain."""
    return Finding(Verdict(Status.UNDECIDED, "budget", None, detail), hopeless=hopeless)


def _part(attempt: Attempt, screen: Screen) -> str:
    """Return where the equation holds if it does not do so at all valid points, else nothing."""
    agreeing, opposite = screen.agreeing, screen.valid & ~screen.agreeing
    if not opposite.any():
        return ""
    share = f"holds at {agreeing.sum()} of {screen.valid.sum()} points tried"
    for name in (X, *attempt.constants):
        for sign, relation in ((1, ">"), (-1, "<")):
            side = sign * screen.points[name].real > 0
            if side[agreeing].all() and not side[opposite].any():
                return f"{share}, where {name.value} {relation} 0"
    example = describe(point_at(screen.points, int(np.argmax(agreeing))), attempt.constants)
    return f"{share}, for instance at {example}"
