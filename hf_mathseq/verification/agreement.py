"""Whether the derivative of one expression is another one: numeric evidence, point by point.

Floating point finds the points that have values and those that look suspicious (`screening`);
verdicts rest on many digits (`precise_comparison`). One verified counter-example is enough for
INCORRECT; CORRECT needs `MIN_POINTS` points with values, none of them a counter-example, and
equality to many digits at a few of them, on both sides of zero where there are values on both.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from hf_mathseq.symbolic.nodes import Expr
from hf_mathseq.symbolic.numeric import NotNumericError
from hf_mathseq.verdict import Status
from hf_mathseq.verification.complex_constants import complex_constants
from hf_mathseq.verification.elsewhere import counter_example_elsewhere
from hf_mathseq.verification.pieces import piecewise_nodes
from hf_mathseq.verification.precise_comparison import Outcome, PreciseComparison
from hf_mathseq.verification.probes import COMPLEX_PROBES, PROBES
from hf_mathseq.verification.screening import (
    AGREEMENT,
    MIN_POINTS,
    SUSPECTS,
    Screen,
    real_screen,
    screen_at,
    spread,
    suspects,
)
from hf_mathseq.verification.turning_points import fine_grid

CONFIRMED_POINTS, CONFIRMED_PIECEWISE = 2, 6
"""Unsuspicious points that are looked at with many digits; more where abs or sign occur."""
CHEAP_DIGITS_IN_PLAY = 300
"""Digits in play up to which a suspicious point of a generated pair is decided."""
ROUNDING_AT_MOST = 1e-3
"""A generated pair with a larger gap that was not decided is given up."""
MAX_BRANCHES = 3
"""Complex constants of which both values are tried, in all combinations."""


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
        screen = real_screen(antiderivative, integrand)
        if not len(screen) and not piecewise_nodes(antiderivative, integrand):
            screen = screen_at(antiderivative, integrand, COMPLEX_PROBES)
    except NotNumericError:
        return False
    if len(screen) < MIN_POINTS:
        return False
    comparison = PreciseComparison(antiderivative, integrand, CHEAP_DIGITS_IN_PLAY)
    for index in suspects(screen.gaps):
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
        screen = _thorough_screen(antiderivative, integrand)
        inside = bool(len(screen)) and bool(screen.inside.all())
        evidence = _judge(antiderivative, integrand, screen)
        if evidence.status is Status.CORRECT:
            against = counter_example_elsewhere(antiderivative, integrand, inside)
            return _differs(against, partial=True) if against else evidence
        if len(screen) >= MIN_POINTS or evidence.status is Status.INCORRECT:
            return evidence
        return _compare_off_the_line(antiderivative, integrand)
    except NotNumericError as error:
        return Evidence(Status.UNDECIDED, None, str(error))


def _thorough_screen(antiderivative: Expr, integrand: Expr) -> Screen:
    """Return real points where F has a value too; where none are found, those where F' has one."""
    screen = real_screen(antiderivative, integrand)
    if screen.inside.sum() < MIN_POINTS:
        fine = screen_at(antiderivative, integrand, fine_grid(antiderivative, integrand))
        if fine.inside.sum() >= MIN_POINTS or len(screen) < MIN_POINTS:
            screen = fine
    return screen.where_valued() if screen.inside.sum() >= MIN_POINTS else screen


def _compare_off_the_line(antiderivative: Expr, integrand: Expr) -> Evidence:
    if piecewise_nodes(antiderivative, integrand):
        screen = screen_at(antiderivative, integrand, PROBES.astype(np.complex128))
        return _undecided(f"fewer than {MIN_POINTS} real points", screen)
    screen = screen_at(antiderivative, integrand, COMPLEX_PROBES)
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
    shared = complex_constants(integrand)
    own = [c for c in complex_constants(antiderivative) if c not in shared][:MAX_BRANCHES]
    for chosen in product((False, True), repeat=len(own)):
        conjugated = [constant for constant, turned in zip(own, chosen, strict=True) if turned]
        screen = screen_at(antiderivative, integrand, COMPLEX_PROBES, conjugated)
        if len(screen) >= MIN_POINTS and bool((screen.gaps <= AGREEMENT).all()):
            return True
    return False


def _differs(outcome: Outcome, partial: bool) -> Evidence:
    return Evidence(Status.INCORRECT, outcome.gap, outcome.detail, partial)


def _undecided(detail: str, screen: Screen, partial: bool = False) -> Evidence:
    return Evidence(Status.UNDECIDED, None, detail, partial, screen.hopeless)


def _judge(antiderivative: Expr, integrand: Expr, screen: Screen) -> Evidence:
    """Look at suspicious points first, then at some of the others, with many digits.

    Points with more digits in play than can be afforded say nothing, suspicious or not; where
    there are such, more of the others are looked at.
    """
    suspicious = screen.gaps > AGREEMENT
    piecewise = piecewise_nodes(antiderivative, integrand)
    wanted = CONFIRMED_PIECEWISE if piecewise else CONFIRMED_POINTS
    comparison = PreciseComparison(antiderivative, integrand)
    doubts, confirmed, unclear = 0, 0, 0
    for index in (*suspects(screen.gaps), *spread(screen, ~suspicious, 2 * CONFIRMED_PIECEWISE)):
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
            return _differs(outcome, partial)
        else:
            doubts += doubtful
            confirmed += not doubtful
    if len(screen) < MIN_POINTS:
        return _undecided(f"fewer than {MIN_POINTS} points with values", screen)
    if doubts + confirmed < (wanted if unclear else CONFIRMED_POINTS):
        return _undecided("more digits would be needed than are affordable", screen)
    return Evidence(Status.CORRECT, 0.0, f"equal wherever tried ({len(screen)} points)")
