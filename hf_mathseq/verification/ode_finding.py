"""What is found out about an answer to a differential equation, and where it holds."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.nodes import Expr, X
from hf_mathseq.verdict import Status, Verdict
from hf_mathseq.verification.ode_points import PROBES, Points, describe, point_at

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
    method: str, how: str, points: Points, holding: npt.NDArray[np.bool_], where: str = ""
) -> Finding:
    """Return the finding that an equation holds.

    Args:
        method: What decided.
        how: What was found, for people.
        points: Points that were tried.
        holding: Where the equation holds among these.
        where: The same for people, if it does not hold everywhere.
    """
    detail = f"{how}; {where}" if where else how
    return Finding(Verdict(Status.CORRECT, method, 0.0, detail), points, holding)


def differs(point: str, gap: float) -> Finding:
    """Return the finding that an equation does not hold.

    Args:
        point: The description of a counter-example.
        gap: The residual there, relative to the equation's terms.
    """
    detail = f"at {point} the residual is {gap:.2g} of the equation's terms"
    return Finding(Verdict(Status.INCORRECT, "numeric", float(gap), detail))


def undecided(detail: str, hopeless: bool = False) -> Finding:
    """Return the finding that nothing is certain."""
    return Finding(Verdict(Status.UNDECIDED, "budget", None, detail), hopeless=hopeless)


def part_that_holds(
    points: Points,
    agreeing: npt.NDArray[np.bool_],
    valid: npt.NDArray[np.bool_],
    constants: tuple[Expr, ...],
) -> str:
    """Return where an equation holds if it does not do so at all valid points, else nothing.

    Args:
        points: The points tried.
        agreeing: Where it holds.
        valid: Where it has values.
        constants: The constants of integration.
    """
    count, tried = int((agreeing & valid).sum()), int(valid.sum())
    if count == tried:
        return ""
    opposite = valid & ~agreeing
    for name in (X, *constants):
        for sign, relation in ((1, ">"), (-1, "<")):
            side = sign * points[name].real > 0
            if side[agreeing].all() and not side[opposite].any():
                return f"holds at {count} of {tried} points tried, where {name.value} {relation} 0"
    example = describe(point_at(points, int(np.argmax(agreeing))), constants)
    return f"holds at {count} of {tried} points tried, for instance at {example}"
