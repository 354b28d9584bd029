"""Whether an answer solves a differential equation: numeric evidence, point by point.

Floating point finds the points that have values and those where the residual looks like 0;
findings rest on many digits (`precise_values`). An answer may hold on a part of the space only: on
one side of a branch of a root, a logarithm, an inverse function. Equality to many digits at
`MIN_POINTS` generic points is evidence that it does, since an analytic function that vanishes at
generic points vanishes on that piece. INCORRECT needs as many points, all of them against it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.nodes import X
from hf_mathseq.symbolic.numeric import Evaluation, NotNumericError
from hf_mathseq.symbolic.numeric_backends import COMPLEX, REAL
from hf_mathseq.verification.agreement import AGREEMENT, FAR_APART, MIN_POINTS
from hf_mathseq.verification.ode_attempt import Attempt, size
from hf_mathseq.verification.ode_finding import Finding, differs, holds, part_that_holds, undecided
from hf_mathseq.verification.ode_points import (
    COMPLEX_PROBES,
    PROBES,
    WIDE_PROBES,
    Points,
    describe,
    point_at,
    spread,
)
from hf_mathseq.verification.pieces import piecewise_nodes
from hf_mathseq.verification.precise_comparison import SMALLEST_GAP
from hf_mathseq.verification.precise_values import ExactZeros, PreciseValues

TRIED = 8
"""Points of each kind, agreeing and others, that are tried with many digits."""


@dataclass(frozen=True, slots=True)
class _Screen:
    """Points with values, and the residuals there relative to the equation's terms."""

    points: Points
    valid: npt.NDArray[np.bool_]
    gaps: npt.NDArray[np.float64]

    @property
    def agreeing(self) -> npt.NDArray[np.bool_]:
        return self.valid & (self.gaps <= AGREEMENT)

    @property
    def hopeless(self) -> bool:
        return bool(self.valid.any() and self.gaps[self.valid].min() > FAR_APART)


def weigh(attempt: Attempt) -> Finding:
    """Try an answer at real points, or at complex ones where it is real almost nowhere.

    Args:
        attempt: The answer in the equation.
    """
    values = _precise_values(attempt)
    try:
        for points in (PROBES, WIDE_PROBES):
            screen = _screen(attempt, points)
            if screen.valid.sum() >= MIN_POINTS:
                finding = _judge(attempt, screen, values)
                if finding is not None:
                    return finding
        if screen.valid.sum() >= MIN_POINTS:
            return undecided("holds at too few of the points tried, or at none", screen.hopeless)
        return _off_the_line(attempt, values)
    except NotNumericError as error:
        return undecided(str(error))


def _off_the_line(attempt: Attempt, values: PreciseValues) -> Finding:
    if piecewise_nodes(attempt.residual):
        return undecided(f"fewer than {MIN_POINTS} real points")
    screen = _screen(attempt, COMPLEX_PROBES)
    if screen.valid.sum() < MIN_POINTS:
        return undecided(f"fewer than {MIN_POINTS} points with values")
    if screen.agreeing.any() and not screen.agreeing[screen.valid].all():
        return undecided("holds on some branches only")
    finding = _judge(attempt, screen, values)
    return finding or undecided("more digits would be needed than are affordable")


def _screen(attempt: Attempt, points: Points) -> _Screen:
    with np.errstate(all="ignore"):
        complex_points = any(map(np.iscomplexobj, points.values()))
        run = Evaluation(COMPLEX if complex_points else REAL, points)
        shape = points[X].shape
        residual = np.broadcast_to(np.abs(run.value(attempt.residual)), shape)
        functions = [run.value(function) for function in attempt.functions]
        valid = np.broadcast_to(run.finite(residual, *functions), shape)
        scale = np.broadcast_to(size(attempt.residual, run.value), shape)
        return _Screen(points, valid, residual / np.where(scale > 0, scale, 1))


class _Tally:
    """Points decided with many digits.

    Attributes:
        zeros: Points at which the equation holds.
        gaps: Residuals at other points, relative to the equation's terms.
    """

    def __init__(self, values: PreciseValues, points: Points) -> None:
        self._points = points
        self._values = values
        self.zeros: list[int] = []
        self.gaps: dict[int, float] = {}

    def count(self, index: int) -> None:
        """Decide one of the points, if digits suffice."""
        try:
            found = self._values.at(point_at(self._points, index))
            if found is None:
                return
            (residual, scale), _ = found
            if residual == 0:
                self.zeros.append(index)
            elif abs(residual) < math.inf and scale < math.inf:
                self.gaps[index] = max(float(abs(residual) / scale), SMALLEST_GAP)
        except (ArithmeticError, ValueError):
            return


def _precise_values(attempt: Attempt) -> PreciseValues:
    def residual_and_size(run: Evaluation) -> tuple[Any, ...]:
        return run.value(attempt.residual), size(attempt.residual, run.value)

    return PreciseValues(residual_and_size, evaluation=ExactZeros)


def _judge(attempt: Attempt, screen: _Screen, values: PreciseValues) -> Finding | None:
    """Decide points with many digits until there are enough, those that look right first."""
    tally = _Tally(values, screen.points)
    agreeing = screen.agreeing
    for index in spread(np.flatnonzero(agreeing), TRIED):
        tally.count(index)
        if len(tally.zeros) >= MIN_POINTS or len(tally.gaps) >= MIN_POINTS:
            break
    if len(tally.zeros) >= MIN_POINTS:
        where = part_that_holds(screen.points, agreeing, screen.valid, attempt.constants)
        certified = np.isin(np.arange(len(agreeing)), tally.zeros)
        return holds("numeric", "the residual is 0", screen.points, certified, where)
    if tally.zeros:
        return None
    for index in spread(np.flatnonzero(screen.valid & ~agreeing), TRIED):
        if len(tally.zeros) + len(tally.gaps) >= MIN_POINTS:
            break
        tally.count(index)
    if tally.zeros or len(tally.gaps) < MIN_POINTS:
        return None
    worst = max(tally.gaps, key=lambda index: tally.gaps[index])
    place = describe(point_at(screen.points, worst), attempt.constants)
    return differs(place, tally.gaps[worst])
