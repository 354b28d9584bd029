"""Whether a solution satisfies its equation around a point: it may hold on some branches only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.nodes import Expr, X
from hf_mathseq.symbolic.numeric import Evaluation
from hf_mathseq.symbolic.numeric_backends import REAL
from hf_mathseq.verification.ode_attempt import Attempt, size
from hf_mathseq.verification.ode_points import Points

OFFSETS = np.array([-1, -0.5, -0.1, 0.1, 0.5, 1])
RADII = (1e-2, 1e-4, 1e-6)
"""Where the equation is tried around a point, relative to 1 + |point|: the branch on which a
solution holds may be narrow."""
MIN_POINTS = 3
"""Fewest of these points that need values: the solution may exist on one side only."""
SMALL, CLEAR = 1e-6, 1e-2
"""Largest residual that counts as none, and the smallest one that is none of rounding's, both
relative to the equation's terms."""

Residuals = npt.NDArray[np.float64]


def holds_around(tried: Attempt, point: float, constants: Mapping[Expr, float]) -> bool | None:
    """Whether the equation holds wherever it has values in a neighbourhood of a point.

    Args:
        tried: The solution in its equation.
        point: The value of x.
        constants: The values of the constants of integration.

    Returns:
        False where it clearly holds nowhere around the point, None where that cannot be told.
    """
    found = list(_residuals(tried, point, constants))
    if any((residuals <= SMALL).all() for residuals in found):
        return True
    return False if found and all((each >= CLEAR).all() for each in found) else None


def _residuals(
    tried: Attempt, point: float, constants: Mapping[Expr, float]
) -> Iterator[Residuals]:
    """Yield the relative residuals at each radius where enough points have values."""
    given = {name: np.full(len(OFFSETS), value) for name, value in constants.items()}
    for radius in RADII:
        points = {X: point + radius * (1 + abs(point)) * OFFSETS, **given}
        residuals = _relative(tried, points)
        if len(residuals) >= MIN_POINTS:
            yield residuals


def _relative(tried: Attempt, points: Points) -> Residuals:
    """Return the relative residuals at the points that have values."""
    with np.errstate(all="ignore"):
        run = Evaluation(REAL, points)
        residual = np.broadcast_to(np.abs(run.value(tried.residual)), OFFSETS.shape)
        scale = np.broadcast_to(size(tried.residual, run.value), OFFSETS.shape)
        valid = np.broadcast_to(run.finite(residual, scale), OFFSETS.shape)
        return np.asarray((residual / np.where(scale > 0, scale, 1))[valid])
