"""Whether a solution has as many independent constants of integration as its order asks for.

A general solution y(x, a8) has dy/da8 != 0; y(x, a8, a9) has a determinant of the derivatives of
(y, y') by (a8, a9) that is not 0: then y and y' can be prescribed at a point. The determinant is
shown not to be 0 by floats with a bound on all rounding errors or by many digits, at a point where
the equation holds; it is taken for 0 if it vanishes there in normal form or to many digits at
several points.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hf_mathseq.symbolic.batch_bounds import BatchBounds
from hf_mathseq.symbolic.nodes import MINUS_ONE, ZERO, Expr, ExpressionError, X, node
from hf_mathseq.verification.agreement import CONFIRMED_POINTS
from hf_mathseq.verification.ode_attempt import Attempt
from hf_mathseq.verification.ode_finding import Finding
from hf_mathseq.verification.ode_points import COMPLEX_PROBES, PROBES, point_at, spread
from hf_mathseq.verification.precise_values import ExactZeros, PreciseValues
from hf_mathseq.verification.settled import SAFETY
from hf_mathseq.verification.slopes import slope

TRIED = 8
"""Points that are tried with many digits."""
MAX_WORK = 100_000
"""Distinct nodes times digits, see `precise_values`."""
CHUNK = 256
"""Solutions whose determinants are evaluated together."""


def independent(attempts: Sequence[Attempt], findings: Sequence[Finding]) -> list[bool | None]:
    """Return whether the constants are independent, None where that cannot be told.

    Args:
        attempts: Answers that solve their equations.
        findings: Where they do.
    """
    determinants = [_determinant(attempt) for attempt in attempts]
    clear = _clearly_nonzero(determinants, findings)
    return [
        True if sure else _decided(determinant, finding)
        for determinant, finding, sure in zip(determinants, findings, clear, strict=True)
    ]


def _determinant(attempt: Attempt) -> Expr | None:
    """Return the determinant, not evaluated; None where derivatives are out of bounds."""
    solution = attempt.functions[0]
    if any(not solution.symbols & constant.symbols for constant in attempt.constants):
        return ZERO
    try:
        columns = [slope(solution, constant) for constant in attempt.constants]
        if ZERO in columns or len(columns) == 1:
            return min(columns, key=lambda column: column is not ZERO)
        one, two = columns
        # d(y')/da = d(dy/da)/dx: the engine remembers what it has differentiated by x.
        first = node("mul", (one, slope(two)))
        return node("add", (first, node("mul", (MINUS_ONE, two, slope(one)))))
    except (ExpressionError, RecursionError):
        return None


def _clearly_nonzero(
    determinants: Sequence[Expr | None], findings: Sequence[Finding]
) -> list[bool]:
    """Return which determinants differ from 0 beyond all rounding where the equation holds."""
    clear = [False] * len(determinants)
    for start in range(0, len(determinants), CHUNK):
        chunk = determinants[start : start + CHUNK]
        batch = BatchBounds([each for each in chunk if each is not None], PROBES)
        for at, determinant in enumerate(chunk, start):
            if determinant is not None and findings[at].points is PROBES:
                bound = SAFETY * batch.bound(determinant)
                nonzero = np.abs(batch.value(determinant)) > bound
                clear[at] = bool((nonzero & findings[at].holding).any())
    return clear


def _decided(determinant: Expr | None, finding: Finding) -> bool | None:
    """Decide with many digits at points where the equation holds, complex ones if none is known."""
    if determinant is None or determinant is ZERO:
        return None if determinant is None else False
    values = PreciseValues(
        lambda run: (run.value(determinant),), evaluation=ExactZeros, max_work=MAX_WORK
    )
    points, zeros = finding.points, 0
    chosen = np.flatnonzero(finding.holding)
    if not len(chosen):
        points, chosen = COMPLEX_PROBES, np.arange(len(COMPLEX_PROBES[X]))
    for index in spread(chosen, TRIED):
        try:
            found = values.at(point_at(points, index))
        except (ArithmeticError, ValueError):
            continue
        if found is not None and found[0][0] != 0:
            return True
        zeros += found is not None
    return False if zeros >= CONFIRMED_POINTS else None
