"""What floats say about answers to differential equations, point by point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.batch_bounds import BatchBounds
from hf_mathseq.symbolic.nodes import X
from hf_mathseq.symbolic.numeric import Evaluation
from hf_mathseq.symbolic.numeric_backends import COMPLEX
from hf_mathseq.verification.ode_attempt import Attempt, size
from hf_mathseq.verification.ode_points import COMPLEX_PROBES, Points
from hf_mathseq.verification.screening import AGREEMENT, FAR_APART, MIN_POINTS
from hf_mathseq.verification.settled import SAFETY

TOGETHER = 8192
"""Attempts evaluated together, times points: some 15,000 distinct nodes, 8 MB of floats."""

_Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Screen:
    """One attempt at many points.

    Attributes:
        points: The points.
        valid: Where answer, derivatives and all parts of the equation are finite numbers.
        agreeing: Where the residual is 0 to rounding.
        apart: Where it differs from 0 by more than a bound on all rounding errors.
        gaps: The residual relative to the equation's terms.
    """

    points: Points
    valid: _Flags
    agreeing: _Flags
    apart: _Flags
    gaps: npt.NDArray[np.float64]

    @property
    def sparse(self) -> bool:
        """Whether too few points have values."""
        return int(self.valid.sum()) < MIN_POINTS

    @property
    def hopeless(self) -> bool:
        """Whether the residual is far from 0 wherever there are values."""
        return bool(self.valid.any() and self.gaps[self.valid].min() > FAR_APART)


def real_screens(attempts: Sequence[Attempt], points: Points) -> list[Screen]:
    """Evaluate attempts at real points.

    Args:
        attempts: Answers put into their equations.
        points: Real values of x and the constants.
    """
    together = max(1, TOGETHER // len(points[X]))
    screens: list[Screen] = []
    for start in range(0, len(attempts), together):
        chunk = attempts[start : start + together]
        expressions = [expr for each in chunk for expr in (each.residual, *each.functions)]
        batch = BatchBounds(expressions, points)
        screens += [_real_screen(each, batch, points) for each in chunk]
    return screens


def _real_screen(attempt: Attempt, batch: BatchBounds, points: Points) -> Screen:
    with np.errstate(all="ignore"):
        residual = np.abs(batch.value(attempt.residual))
        valid = np.isfinite(residual)
        for function in attempt.functions:
            valid &= np.isfinite(batch.value(function))
        scale = size(attempt.residual, batch.value)
        agreeing = valid & (residual <= AGREEMENT * scale)
        apart = valid & ~agreeing & (residual > SAFETY * batch.bound(attempt.residual))
        return Screen(points, valid, agreeing, apart, _relative(residual, scale))


def complex_screen(attempt: Attempt) -> Screen:
    """Evaluate an attempt at generic complex points, where no bounds on errors are known."""
    shape = COMPLEX_PROBES[X].shape
    with np.errstate(all="ignore"):
        run = Evaluation(COMPLEX, COMPLEX_PROBES)
        residual = np.broadcast_to(np.abs(run.value(attempt.residual)), shape)
        functions = [run.value(function) for function in attempt.functions]
        valid = np.broadcast_to(run.finite(residual, *functions), shape)
        scale = np.broadcast_to(size(attempt.residual, run.value), shape)
        agreeing = valid & (residual <= AGREEMENT * scale)
        nowhere = np.zeros(shape, dtype=bool)
        return Screen(COMPLEX_PROBES, valid, agreeing, nowhere, _relative(residual, scale))


def _relative(
    residual: npt.NDArray[np.float64], scale: npt.NDArray[np.float64]
) -> npt.NDArray[np.float64]:
    return residual / np.where(scale > 0, scale, 1)
