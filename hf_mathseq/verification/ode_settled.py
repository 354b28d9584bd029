"""Findings on differential equations that do not need many digits, for many answers at once.

- The residual vanishes in normal form (*structural*), or as an expression in independent
  functions modulo a large prime (*identity*), and its floats are 0 to rounding at enough real
  points. Where roots are square roots of squares, residues take one of the branches at random: a
  residual that vanishes at two points of several vanishes on a branch, and the floats show that it
  is one of the real line.
- The residual differs from 0 by far more than a bound on all rounding errors wherever the floats
  are not too uncertain: INCORRECT.

Everything else is left to `ode_evidence`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.batch_bounds import BatchBounds
from hf_mathseq.symbolic.fingerprints import SYMBOL_VALUES
from hf_mathseq.symbolic.nodes import ZERO, ExpressionError
from hf_mathseq.symbolic.prefix_writer import prefix_text
from hf_mathseq.verification.agreement import AGREEMENT, MIN_POINTS
from hf_mathseq.verification.branch_residues import BranchResidues
from hf_mathseq.verification.ode_attempt import Attempt, size
from hf_mathseq.verification.ode_finding import Finding, differs, holds, part_that_holds
from hf_mathseq.verification.ode_points import PROBES, WIDE_PROBES, Points, describe, point_at
from hf_mathseq.verification.settled import LARGE_NUMBER, SAFETY

CHUNK = 256
"""Attempts evaluated together: some 15,000 distinct nodes, 8 MB of floats."""
WIDE_CHUNK = 16
"""The same for the many points that are tried where there are too few."""
ZEROS = 2
"""Points at which a residual has to vanish modulo the prime: an accident has a probability near
1e-9 at each."""

_LARGE_NUMBER = re.compile(LARGE_NUMBER)
_Flags = npt.NDArray[np.bool_]


def settle(attempts: Sequence[Attempt]) -> list[Finding | None]:
    """Return the findings that can be had cheaply, None for the other attempts.

    Args:
        attempts: Answers put into their equations.
    """
    findings: list[Finding | None] = [None] * len(attempts)
    left = list(range(len(attempts)))
    for points, together in ((PROBES, CHUNK), (WIDE_PROBES, WIDE_CHUNK)):
        sparse: list[int] = []
        for start in range(0, len(left), together):
            chunk = left[start : start + together]
            batch = _evaluated([attempts[at] for at in chunk], points)
            for at in chunk:
                screen = _screened(attempts[at], batch, points)
                if screen is None:
                    sparse.append(at)
                else:
                    findings[at] = _settled(attempts[at], screen)
        left = sparse
    return findings


def _evaluated(attempts: Sequence[Attempt], points: Points) -> BatchBounds:
    expressions = [expr for each in attempts for expr in (each.residual, *each.functions)]
    return BatchBounds(expressions, points)


@dataclass(frozen=True, slots=True)
class _Screen:
    """Where an attempt has values, is 0 to rounding, or differs from 0 beyond rounding."""

    points: Points
    valid: _Flags
    agreeing: _Flags
    apart: _Flags
    gaps: npt.NDArray[np.float64]


def _screened(attempt: Attempt, batch: BatchBounds, points: Points) -> _Screen | None:
    """Return what the floats say, None where there are too few points with values."""
    with np.errstate(all="ignore"):
        residual = np.abs(batch.value(attempt.residual))
        valid = np.isfinite(residual)
        for function in attempt.functions:
            valid &= np.isfinite(batch.value(function))
        if valid.sum() < MIN_POINTS:
            return None
        scale = size(attempt.residual, batch.value)
        agreeing = valid & (residual <= AGREEMENT * scale)
        apart = valid & ~agreeing & (residual > SAFETY * batch.bound(attempt.residual))
        return _Screen(points, valid, agreeing, apart, residual / scale)


def _settled(attempt: Attempt, screen: _Screen) -> Finding | None:
    if not screen.agreeing.any():
        return _counter_example(attempt, screen)
    return _formal(attempt, screen) if screen.agreeing.sum() >= MIN_POINTS else None


def _counter_example(attempt: Attempt, screen: _Screen) -> Finding | None:
    if screen.apart.sum() < MIN_POINTS:
        return None
    worst = int(np.argmax(np.where(screen.apart, screen.gaps, 0.0)))
    place = describe(point_at(screen.points, worst), attempt.constants)
    return differs(place, float(screen.gaps[worst]))


def _formal(attempt: Attempt, screen: _Screen) -> Finding | None:
    agreeing = screen.agreeing
    try:
        if attempt.normal_residual is ZERO:
            method, how = "structural", "the residual is 0 in normal form"
        elif _vanishes(attempt):
            method, how = "identity", f"the residual vanishes ({int(agreeing.sum())} points)"
        else:
            return None
    except (ExpressionError, RecursionError):
        return None
    where = part_that_holds(screen.points, agreeing, screen.valid, attempt.constants)
    return holds(method, how, screen.points, agreeing, where)


def _vanishes(attempt: Attempt) -> bool:
    """Return whether the residual vanishes modulo the prime on a branch of the roots in it."""
    if _LARGE_NUMBER.search(prefix_text(attempt.normal_residual)):
        return False
    zeros = 0
    for symbols in SYMBOL_VALUES:
        values = BranchResidues(symbols).values(attempt.normal_residual)
        zeros += values.count(0)
        if zeros >= ZEROS:
            return True
    return False
