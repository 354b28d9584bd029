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

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.batch_bounds import BatchBounds
from hf_mathseq.symbolic.fingerprints import SYMBOL_VALUES, Fingerprints
from hf_mathseq.symbolic.nodes import ZERO, ExpressionError
from hf_mathseq.symbolic.prefix_writer import prefix_text
from hf_mathseq.verification.agreement import AGREEMENT, MIN_POINTS
from hf_mathseq.verification.ode_attempt import Attempt, size
from hf_mathseq.verification.ode_finding import Finding, differs, holds, part_that_holds
from hf_mathseq.verification.ode_points import PROBES, describe, point_at
from hf_mathseq.verification.settled import LARGE_NUMBER, SAFETY

CHUNK = 256
"""Attempts evaluated together: some 15,000 distinct nodes, 8 MB of floats."""
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
    findings: list[Finding | None] = []
    for start in range(0, len(attempts), CHUNK):
        findings += _settle_chunk(attempts[start : start + CHUNK])
    return findings


def _settle_chunk(attempts: Sequence[Attempt]) -> list[Finding | None]:
    expressions = [expr for each in attempts for expr in (each.residual, *each.functions)]
    batch = BatchBounds(expressions, PROBES)
    return [_settled(each, batch) for each in attempts]


def _settled(attempt: Attempt, batch: BatchBounds) -> Finding | None:
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
    if not agreeing.any():
        return _counter_example(attempt, apart, residual / scale)
    if agreeing.sum() < MIN_POINTS:
        return None
    return _formal(attempt, agreeing, valid)


def _counter_example(
    attempt: Attempt, apart: _Flags, gaps: npt.NDArray[np.float64]
) -> Finding | None:
    if apart.sum() < MIN_POINTS:
        return None
    worst = int(np.argmax(np.where(apart, gaps, 0.0)))
    return differs(describe(point_at(PROBES, worst), attempt.constants), gaps[worst])


def _formal(attempt: Attempt, agreeing: _Flags, valid: _Flags) -> Finding | None:
    try:
        if attempt.normal_residual is ZERO:
            method, how = "structural", "the residual is 0 in normal form"
        elif _vanishes(attempt):
            method, how = "identity", f"the residual vanishes ({int(agreeing.sum())} points)"
        else:
            return None
    except (ExpressionError, RecursionError):
        return None
    where = part_that_holds(PROBES, agreeing, valid, attempt.constants)
    return holds(method, how, PROBES, agreeing, where)


def _vanishes(attempt: Attempt) -> bool:
    """Return whether the residual vanishes modulo the prime on a branch of the roots in it."""
    if _LARGE_NUMBER.search(prefix_text(attempt.normal_residual)):
        return False
    zeros = 0
    for symbols in SYMBOL_VALUES:
        values = Fingerprints(symbols).values(attempt.normal_residual)
        zeros += values.count(0)
        if zeros >= ZEROS:
            return True
    return False
