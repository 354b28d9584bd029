"""Whether an answer solves a differential equation: evidence from many digits, point by point.

Floats (`ode_screen`) say where the residual looks like 0; many digits (`precise_values`) decide. An
answer may hold on a part of the space only: on one side of a branch of a root, a logarithm, an
inverse function. Equality to many digits at `MIN_POINTS` generic points is evidence that it does,
since an analytic function that vanishes at generic points vanishes on that piece. INCORRECT needs
as many points against the answer (fewer where it is far off at all of them), and none for it among
those that look best.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from hf_mathseq.symbolic.nodes import X
from hf_mathseq.symbolic.numeric import Evaluation, NotNumericError
from hf_mathseq.verification.ode_attempt import Attempt, size
from hf_mathseq.verification.ode_domain import searched_points
from hf_mathseq.verification.ode_finding import Finding, differs, holds, undecided
from hf_mathseq.verification.ode_points import (
    MORE_PROBES,
    PROBES,
    WIDE_PROBES,
    Points,
    point_at,
    spread,
)
from hf_mathseq.verification.ode_screen import Screen, complex_screen, real_screens
from hf_mathseq.verification.pieces import piecewise_nodes
from hf_mathseq.verification.precise_comparison import SMALLEST_GAP
from hf_mathseq.verification.precise_values import MAX_DIGITS_IN_PLAY, ExactZeros, PreciseValues
from hf_mathseq.verification.probes import unforeseen
from hf_mathseq.verification.screening import MIN_POINTS

TRIED = 8
"""Points of each kind, agreeing and others, that are tried with many digits."""
FEW_DIGITS = 100
"""Digits in play up to which a point is cheap."""
CHEAP_WORK, MAX_WORK = 100_000, 900_000
"""Distinct nodes times digits, summed over the cheap and the other points of one answer; all of it
takes about 0.3 s."""
NEAR_MISSES = 2
"""Agreeing points that must be found near misses, where others are clearly against the answer."""
FAR_POINTS = 2
"""Points against an answer that are enough where the floats are far from 0 at all valid points."""
BESIDE = 1e-4
"""How far beside a point at which an equation holds it has to hold too, relatively: small, since it
may hold up to a branch."""


def weigh(attempt: Attempt, screen: Screen, generated: bool) -> Finding:
    """Decide points with many digits: real ones, or complex ones where there are too few.

    Args:
        attempt: The answer in the equation.
        screen: The same at real points.
        generated: Whether it is one of many generated pairs, of which some that hold on a part may
            be dropped: points decided first then do not count beside further ones.
    """
    values = _PreciseResidual(attempt)
    try:
        if screen.sparse and not generated:
            [screen] = real_screens([attempt], searched_points(attempt))
        if screen.sparse:
            return _unless_by_accident(attempt, _off_the_line(attempt, values))
        tally = _Tally(values)
        finding = _judge(attempt, screen, tally)
        if finding is None and screen.points is PROBES:
            further = WIDE_PROBES if generated else MORE_PROBES
            [screen] = real_screens([attempt], further)
            finding = _judge(attempt, screen, _Tally(values) if generated else tally)
        if finding is None:
            unclear = "holds at too few of the points tried, or at none"
            return undecided(unclear, screen.hopeless)
        return finding if generated else _unless_by_accident(attempt, finding)
    except NotNumericError as error:
        return undecided(str(error))


class _PreciseResidual:
    """The residual with many digits; points that need few come first, since digits are dear.

    Attributes:
        stages: For few digits in play, and for more.
    """

    def __init__(self, attempt: Attempt) -> None:
        def quantities(run: Evaluation) -> tuple[Any, ...]:
            return run.value(attempt.residual), size(attempt.residual, run.value)

        self.stages = [
            PreciseValues(quantities, most, ExactZeros, work)
            for most, work in ((FEW_DIGITS, CHEAP_WORK), (MAX_DIGITS_IN_PLAY, MAX_WORK))
        ]


def _off_the_line(attempt: Attempt, values: _PreciseResidual) -> Finding:
    if piecewise_nodes(attempt.residual):
        return undecided(f"fewer than {MIN_POINTS} real points")
    screen = complex_screen(attempt)
    if screen.sparse:
        return undecided(f"fewer than {MIN_POINTS} points with values")
    if screen.agreeing.any() and not screen.agreeing[screen.valid].all():
        return undecided("holds on some branches only")
    finding = _judge(attempt, screen, _Tally(values))
    return finding or undecided("more digits would be needed than are affordable")


def _unless_by_accident(attempt: Attempt, finding: Finding) -> Finding:
    """Return a finding, if what holds at its points holds beside them too.

    Whoever knows the points can write an answer that fits there, and nowhere else.
    """
    if not finding.verdict.correct:
        return finding
    certified = {name: values[finding.holding] for name, values in finding.points.items()}
    beside = {
        name: unforeseen(values, attempt.residual, name, drift=BESIDE)
        for name, values in certified.items()
    }
    tally = _Tally(_PreciseResidual(attempt))
    tally.decide(beside, range(len(beside[X])), against=len(beside[X]) + 1)
    if len(tally.zeros) >= MIN_POINTS or not tally.gaps:
        return finding
    return undecided("holds at single points only", hopeless=True)


class _Tally:
    """Points decided with many digits; more points may come behind those that it has seen.

    Attributes:
        zeros: Points at which the equation holds.
        gaps: Residuals at other points, relative to the equation's terms.
    """

    def __init__(self, values: _PreciseResidual) -> None:
        self._values = values
        self.zeros: list[int] = []
        self.gaps: dict[int, float] = {}

    def decide(self, points: Points, indices: Sequence[int], against: int) -> None:
        """Decide points until `MIN_POINTS` are for the answer, or `against` against and none for.

        Args:
            points: All points.
            indices: Those to decide.
            against: How many points against the answer are enough.
        """
        left = [at for at in indices if at not in self.gaps and at not in self.zeros]
        for stage in self._values.stages:
            undecided_here = []
            for index in left:
                if len(self.zeros) >= MIN_POINTS or (len(self.gaps) >= against and not self.zeros):
                    return
                if not self._decide(stage, points, index):
                    undecided_here.append(index)
            left = undecided_here

    def _decide(self, values: PreciseValues, points: Points, index: int) -> bool:
        try:
            found = values.at(point_at(points, index))
            if found is None:
                return False
            (residual, scale), _ = found
            if residual == 0:
                self.zeros.append(index)
            elif abs(residual) < math.inf and scale < math.inf:
                self.gaps[index] = max(float(abs(residual) / scale), SMALLEST_GAP)
        except (ArithmeticError, ValueError):
            pass
        return True


def _judge(attempt: Attempt, screen: Screen, tally: _Tally) -> Finding | None:
    """Decide points with many digits until there are enough, those that look right first."""
    agreeing, apart = screen.agreeing, int(screen.apart.sum())
    near_misses = NEAR_MISSES if apart >= MIN_POINTS else MIN_POINTS
    tally.decide(screen.points, _promising(screen), near_misses)
    if len(tally.zeros) >= MIN_POINTS:
        certified = np.isin(np.arange(len(agreeing)), tally.zeros)
        return holds(attempt, screen, certified, "numeric", "the residual is 0")
    unknown = agreeing.sum() >= MIN_POINTS and len(tally.gaps) < NEAR_MISSES
    if tally.zeros or unknown:
        return None
    others = np.flatnonzero(screen.valid & ~agreeing & ~screen.apart)
    enough = FAR_POINTS if screen.hopeless else MIN_POINTS
    tally.decide(screen.points, spread(others, TRIED), enough - apart)
    if tally.zeros or len(tally.gaps) + apart < enough:
        return None
    clear = {int(index): float(screen.gaps[index]) for index in np.flatnonzero(screen.apart)}
    worst, gap = max({**clear, **tally.gaps}.items(), key=lambda item: item[1])
    return differs(attempt, screen, worst, gap)


def _promising(screen: Screen) -> list[int]:
    """Return points that look right, first the one that does so least; the others are spread."""
    agreeing = np.flatnonzero(screen.agreeing)
    if not len(agreeing):
        return []
    least = int(agreeing[np.argmax(screen.gaps[agreeing])])
    return [least, *(index for index in spread(agreeing, TRIED) if index != least)]
