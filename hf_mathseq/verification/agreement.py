"""Whether the derivative of one expression is another one: numeric evidence, point by point.

Floating point finds the points that have values and those that look suspicious; verdicts rest on
many digits (`precise_comparison`). One verified counter-example is enough for INCORRECT; CORRECT
needs `MIN_POINTS` points with values, none of them a counter-example, and equality to many digits
at a few of them, on both sides of zero where there are values on both sides.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.nodes import Expr
from hf_mathseq.symbolic.numeric import Evaluation, NotNumericError
from hf_mathseq.symbolic.numeric_backends import COMPLEX, REAL
from hf_mathseq.verdict import Status
from hf_mathseq.verification.complex_constants import complex_constants
from hf_mathseq.verification.pieces import piece_points, piecewise_nodes
from hf_mathseq.verification.precise_comparison import PreciseComparison

_SMALL = (0.0617, 0.1279, 0.2357, 0.3391, 0.4291, 0.5813, 0.7683, 0.9137)
_LARGE = (1.0813, 1.2791, 1.5377, 1.8437, 2.4119, 3.3719, 5.2031, 7.7129)
_MAGNITUDES = np.array([*_SMALL, *_LARGE])
PROBES = np.stack([_MAGNITUDES, -1.0371 * _MAGNITUDES], axis=1).ravel()
"""32 real points on both sides of -1, 0 and 1; no simple multiples of each other or of pi."""

_LOGARITHMIC = np.geomspace(1.3e-4, 9.7e3, 121)
WIDE_PROBES = np.concatenate(
    [np.linspace(-12.0137, 12.0291, 401), _LOGARITHMIC, -1.0137 * _LOGARITHMIC]
)
"""For expressions that are real, or unequal, on a small part of the line."""

COMPLEX_PROBES = np.array(
    [
        radius * np.exp(1j * (angle + 0.31 * radius))
        for radius in (0.2357, 0.7683, 1.2791, 2.6437)
        for angle in (0.43, 1.97, -0.71, -2.53)
    ]
)
"""Generic points in the four quadrants, off every branch cut of the elementary functions."""

MIN_POINTS = 5
"""Fewer valid points are no evidence."""
AGREEMENT = 1e-8
"""Relative difference of float64 values up to which nothing is suspicious."""
FAR_APART = 1e-3
"""Relative difference that no rounding explains where it is found at every point."""
CONFIRMED_POINTS, CONFIRMED_PIECEWISE = 2, 6
"""Unsuspicious points that are looked at with many digits; more where abs or sign occur."""
CHEAP_DIGITS_IN_PLAY = 300
"""Digits in play up to which a suspicious point of a generated pair is decided."""
ROUNDING_AT_MOST = 1e-3
"""A generated pair with a larger gap that was not decided is given up."""
MAX_BRANCHES = 3
"""Complex constants of which both values are tried, in all combinations."""
SUSPECTS, SUSPECTS_TRIED = 6, 24
"""Suspicious points that are decided with many digits, and tried to that end."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What points say about F' = f.

    Attributes:
        status: CORRECT, INCORRECT or UNDECIDED.
        residual: Largest relative difference between the values seen, or None.
        detail: The counter-example, or what is missing.
        partial: Whether a counter-example stands beside points that agree.
        hopeless: Whether the values are far apart wherever there are any, so that no proof of
            equality can be expected.
    """

    status: Status
    residual: float | None
    detail: str
    partial: bool = False
    hopeless: bool = False


@dataclass(frozen=True, slots=True)
class _Screen:
    """Points where both sides have values, and the relative differences there."""

    points: npt.NDArray[Any]
    gaps: npt.NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.points)

    @property
    def hopeless(self) -> bool:
        return len(self) > 0 and bool(self.gaps.min() > FAR_APART)


def agrees(antiderivative: Expr, integrand: Expr) -> bool:
    """Return whether F' = f at enough points, none against it: the check of generated pairs.

    Floating point accepts what is clear. Suspicious points are decided by many digits as far as
    these are cheap, so that how a machine rounds its functions does not decide which pairs are
    kept.

    Args:
        antiderivative: F, an expression in x.
        integrand: f, an expression in x.
    """
    try:
        screen = _real_screen(antiderivative, integrand)
        if not len(screen) and not piecewise_nodes(antiderivative, integrand):
            screen = _screen(antiderivative, integrand, COMPLEX_PROBES)
    except NotNumericError:
        return False
    if len(screen) < MIN_POINTS:
        return False
    comparison = PreciseComparison(antiderivative, integrand, CHEAP_DIGITS_IN_PLAY)
    for index in _suspects(screen.gaps):
        outcome = comparison.at(screen.points[index].item())
        gap = outcome.gap if outcome else screen.gaps[index] - ROUNDING_AT_MOST
        if gap > 0:
            return False
    return True


def compare(antiderivative: Expr, integrand: Expr) -> Evidence:
    """Compare F' and f on the real line, or off it where they are real almost nowhere.

    Args:
        antiderivative: F, an expression in x.
        integrand: f, an expression in x.
    """
    try:
        screen = _real_screen(antiderivative, integrand)
        evidence = _judge(antiderivative, integrand, screen)
        if evidence.status is Status.CORRECT:
            return _far_counter_example(antiderivative, integrand) or evidence
        if len(screen) >= MIN_POINTS or evidence.status is Status.INCORRECT:
            return evidence
        return _compare_off_the_line(antiderivative, integrand)
    except NotNumericError as error:
        return Evidence(Status.UNDECIDED, None, str(error))


def _real_screen(antiderivative: Expr, integrand: Expr) -> _Screen:
    screen = _screen(antiderivative, integrand, PROBES)
    if len(screen) < MIN_POINTS:
        screen = _screen(antiderivative, integrand, WIDE_PROBES)
    return screen


def _far_counter_example(antiderivative: Expr, integrand: Expr) -> Evidence | None:
    """Look for a piece of the line, far out or narrow, where F' and f differ after all."""
    comparison = PreciseComparison(antiderivative, integrand)
    wide = _screen(antiderivative, integrand, WIDE_PROBES)
    pieces = _screen(antiderivative, integrand, piece_points(antiderivative, integrand))
    clear = _spread(pieces, pieces.gaps <= AGREEMENT, SUSPECTS_TRIED)
    for screen, chosen in ((wide, ()), (pieces, clear)):
        for index in (*_suspects(screen.gaps), *chosen):
            outcome = comparison.at(screen.points[index].item())
            if outcome is not None and outcome.gap > 0:
                return Evidence(Status.INCORRECT, outcome.gap, outcome.detail, partial=True)
    return None


def _compare_off_the_line(antiderivative: Expr, integrand: Expr) -> Evidence:
    if piecewise_nodes(antiderivative, integrand):
        screen = _screen(antiderivative, integrand, PROBES.astype(np.complex128))
        return _undecided(f"fewer than {MIN_POINTS} real points", screen)
    screen = _screen(antiderivative, integrand, COMPLEX_PROBES)
    evidence = _judge(antiderivative, integrand, screen)
    if evidence.partial:
        return _undecided("equal on some branches only", screen, partial=True)
    differs = evidence.status is Status.INCORRECT and (evidence.residual or 0.0) > AGREEMENT
    if differs and _equal_on_another_branch(antiderivative, integrand):
        return _undecided("equal with another branch of a complex constant", screen, partial=True)
    return evidence


def _equal_on_another_branch(antiderivative: Expr, integrand: Expr) -> bool:
    """Return whether F' and f are equal with complex constants of F conjugated, or none.

    Floats and many digits may stand on the two sides of a branch cut, as they do for atanh(3).
    """
    own = [*(complex_constants(antiderivative) - complex_constants(integrand))][:MAX_BRANCHES]
    for chosen in product((False, True), repeat=len(own)):
        conjugated = [constant for constant, turned in zip(own, chosen, strict=True) if turned]
        screen = _screen(antiderivative, integrand, COMPLEX_PROBES, conjugated)
        if len(screen) >= MIN_POINTS and bool((screen.gaps <= AGREEMENT).all()):
            return True
    return False


def _undecided(detail: str, screen: _Screen, partial: bool = False) -> Evidence:
    return Evidence(Status.UNDECIDED, None, detail, partial, screen.hopeless)


def _screen(
    antiderivative: Expr,
    integrand: Expr,
    points: npt.NDArray[Any],
    conjugated: Sequence[Expr] = (),
) -> _Screen:
    """Find the points where F' and f have values, and how far these are apart.

    The values of `conjugated`, constants, are replaced by their conjugates.
    """
    with np.errstate(all="ignore"):
        run = Evaluation(COMPLEX if np.iscomplexobj(points) else REAL, points)
        run.values.update({constant: np.conj(run.value(constant)) for constant in conjugated})
        target = _at_points(run.value(integrand), points)
        if not np.isfinite(target).any():
            return _Screen(points[:0], np.empty(0))
        slope = _at_points(run.derivative(antiderivative), points)
        valid = run.finite(target, slope)
        scale = np.maximum(np.abs(target), np.abs(slope))
        gaps = np.abs(target - slope) / np.where(scale > 0, scale, 1)
    return _Screen(points[valid], gaps[valid])


def _at_points(value: Any, points: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return a value at every point, also where it does not depend on x."""
    if isinstance(value, np.ndarray) and value.shape == points.shape:
        return value
    return np.broadcast_to(np.asarray(value, dtype=points.dtype), points.shape)


def _judge(antiderivative: Expr, integrand: Expr, screen: _Screen) -> Evidence:
    """Look at suspicious points first, then at some of the others, with many digits.

    Points with more digits in play than can be afforded say nothing, suspicious or not; where
    there are such, more of the others are looked at.
    """
    suspicious = screen.gaps > AGREEMENT
    piecewise = piecewise_nodes(antiderivative, integrand)
    wanted = CONFIRMED_PIECEWISE if piecewise else CONFIRMED_POINTS
    comparison = PreciseComparison(antiderivative, integrand)
    doubts, confirmed, unclear = 0, 0, 0
    for index in (*_suspects(screen.gaps), *_spread(screen, ~suspicious, 2 * CONFIRMED_PIECEWISE)):
        doubtful = bool(suspicious[index])
        if doubts >= SUSPECTS if doubtful else confirmed >= wanted:
            continue
        outcome = comparison.at(screen.points[index].item())
        if outcome is None:
            unclear += doubtful
            wanted = CONFIRMED_PIECEWISE
        elif outcome.gap > 0:
            # A difference too small for floats is a near miss, not another branch.
            partial = doubtful and not suspicious.all()
            return Evidence(Status.INCORRECT, outcome.gap, outcome.detail, partial)
        else:
            doubts += doubtful
            confirmed += not doubtful
    if len(screen) < MIN_POINTS:
        return _undecided(f"fewer than {MIN_POINTS} points with values", screen)
    if doubts + confirmed < (wanted if unclear else CONFIRMED_POINTS):
        return _undecided("more digits would be needed than are affordable", screen)
    return Evidence(Status.CORRECT, 0.0, f"equal wherever tried ({len(screen)} points)")


def _suspects(gaps: npt.NDArray[np.float64]) -> list[int]:
    """Return suspicious points: those with the largest gaps, then some spread over the others."""
    ranked = sorted(np.flatnonzero(gaps > AGREEMENT).tolist(), key=lambda i: -gaps[i])
    half = SUSPECTS // 2
    rest = ranked[half:]
    return ranked[:half] + rest[:: math.ceil(len(rest) / (SUSPECTS_TRIED - half)) or 1]


def _spread(screen: _Screen, chosen: npt.NDArray[np.bool_], count: int) -> list[int]:
    """Return `count` of the chosen points, spread over the line, the two sides taking turns."""
    ordered = sorted(np.flatnonzero(chosen).tolist(), key=lambda i: screen.points[i].real)
    if len(ordered) > count:
        steps = np.linspace(0, len(ordered) - 1, 2 * count + 1)[1::2]
        ordered = [ordered[round(step)] for step in steps]
    half = len(ordered) // 2
    left, right = ordered[:half], ordered[half:]
    return [
        index
        for pair in zip(right, [*left, None], strict=False)
        for index in pair
        if index is not None
    ]
