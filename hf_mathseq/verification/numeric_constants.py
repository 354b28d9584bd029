"""Constants of integration that meet initial conditions, in floating point.

Newton's method from many starts at once. Every step is tried in several lengths, and the one that
leaves the smallest error is taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np

from hf_mathseq.symbolic.nodes import Expr, ExpressionError
from hf_mathseq.symbolic.numeric import Evaluation, FloatArray
from hf_mathseq.symbolic.numeric_backends import REAL
from hf_mathseq.verification.slopes import slope

STARTS = (0.0, 0.1, -0.1, 0.5, -0.5, 1.0, -1.0, 2.0, -2.0, 5.0, -5.0, 20.0, -20.0)
"""First values of each constant, in all combinations."""
LENGTHS = np.array([1.0, 0.5, 0.2, 0.05, 0.01, 0.0])
"""Shares of a Newton step that are tried."""
STEPS = 40
CLOSE = 1e-11
"""Largest error of a solution, relative to 1 + |value wanted|."""
SETTLED = 1e-6
"""Largest last step of a solution, relative to 1 + |constant|: 0 = exp(a8) has none, however small
the error becomes."""
MAX_CANDIDATES = 8


def numeric_candidates(
    lefts: Sequence[Expr], rights: FloatArray, constants: Sequence[Expr]
) -> Iterator[list[float]]:
    """Yield values of the constants for which `lefts` are close to `rights`, small values first.

    Args:
        lefts: Expressions in the constants, as many as constants.
        rights: The value wanted of each.
        constants: One or two symbols.
    """
    try:
        slopes = [[slope(left, constant) for constant in constants] for left in lefts]
    except ExpressionError:
        return
    at = np.array(list(product(STARTS, repeat=len(constants)))).T
    with np.errstate(all="ignore"):
        for _ in range(STEPS):
            before, at = at, _stepped(lefts, slopes, rights, constants, at)
        close = _error(_values(lefts, constants, at), rights) <= CLOSE
        close &= (np.abs(at - before) <= SETTLED * (1 + np.abs(at))).all(axis=0)
    found = {tuple(np.round(column, 9)): column.tolist() for column in at[:, close].T}
    ordered = sorted(found.values(), key=lambda values: (sum(map(abs, values)), values))
    yield from ordered[:MAX_CANDIDATES]


def _stepped(
    lefts: Sequence[Expr],
    slopes: Sequence[Sequence[Expr]],
    rights: FloatArray,
    constants: Sequence[Expr],
    at: FloatArray,
) -> FloatArray:
    """Return the points after one step; those without values stay where they are."""
    errors = _values(lefts, constants, at) - rights[:, None]
    step = _solved([_values(row, constants, at) for row in slopes], errors)
    tried = at[:, None, :] - LENGTHS[:, None] * np.where(np.isfinite(step), step, 0)[:, None, :]
    left_over = _error(_values(lefts, constants, tried), rights)
    best = np.argmin(np.where(np.isnan(left_over), np.inf, left_over), axis=0)
    return tried[:, best, np.arange(at.shape[1])]


def _values(exprs: Sequence[Expr], constants: Sequence[Expr], at: FloatArray) -> FloatArray:
    """Return the values of expressions, one row for each; NaN where not finite."""
    run = Evaluation(REAL, dict(zip(constants, at, strict=True)))
    rows = [np.broadcast_to(run.value(expr), at.shape[1:]) for expr in exprs]
    kept = np.broadcast_to(run.finite(*rows), at.shape[1:])
    return np.stack([np.where(kept, row, np.nan) for row in rows])


def _solved(rows: list[FloatArray], errors: FloatArray) -> FloatArray:
    """Solve the linear systems of one or two unknowns, one for each column."""
    if len(rows) == 1:
        return errors / rows[0]
    (a, b), (c, d) = rows
    r, s = errors
    return np.stack([r * d - b * s, a * s - r * c]) / (a * d - b * c)


def _error(values: FloatArray, rights: FloatArray) -> FloatArray:
    wanted = rights.reshape(-1, *[1] * (values.ndim - 1))
    return (np.abs(values - wanted) / (1 + np.abs(wanted))).sum(axis=0)
