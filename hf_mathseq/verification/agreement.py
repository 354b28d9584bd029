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

from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.nodes import Expr, ExpressionError
from hf_mathseq.symbolic.numeric import NotNumericError
from hf_mathseq.verdict import Status
from hf_mathseq.verification.complex_constants import complex_constants
from hf_mathseq.verification.pieces import piece_points, piecewise_nodes
from hf_mathseq.verification.precise_comparison import PreciseComparison
from hf_mathseq.verification.probes import COMPLEX_PROBES, PROBES, WIDE_PROBES
from hf_mathseq.verification.root_signs import independent_roots, radicands
from hf_mathseq.verification.screening import (
    AGREEMENT,
    MIN_POINTS,
    SUSPECTS,
    SUSPECTS_TRIED,
    Screen,
    real_screen,
    screen_at,
    spread,
    suspects,
)

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
        screen = real_screen(antiderivative, integrand)
        evidence = _judge(antiderivative, integrand, screen)
        if evidence.status is Status.CORRECT:
            return _far_counter_example(antiderivative, integrand) or evidence
        if len(screen) >= MIN_POINTS or evidence.status is Status.INCORRECT:
            return evidence
        return _compare_off_the_line(antiderivative, integrand)
    except NotNumericError as error:
        return Evidence(Status.UNDECIDED, None, str(error))


def _far_counter_example(antiderivative: Expr, integrand: Expr) -> Evidence | None:
    """Look for a piece of the line, far out or narrow, where F' and f differ after all."""
    comparison = PreciseComparison(antiderivative, integrand)
    wide = screen_at(antiderivative, integrand, WIDE_PROBES)
    squares = _possible_squares(antiderivative, integrand)
    cut = piece_points(antiderivative, integrand, squares=squares)
    pieces = screen_at(antiderivative, integrand, cut)
    clear = spread(pieces, pieces.gaps <= AGREEMENT, SUSPECTS_TRIED)
    for screen, chosen in ((wide, ()), (pieces, clear)):
        for index in (*suspects(screen.gaps), *chosen):
            outcome = comparison.at(screen.points[index].item())
            if outcome is not None and outcome.gap > 0:
                return Evidence(Status.INCORRECT, outcome.gap, outcome.detail, partial=True)
    return None


def _possible_squares(antiderivative: Expr, integrand: Expr) -> list[Expr]:
    """Return what is under roots whose signs may depend on each other."""
    try:
        sides = derivative(antiderivative), integrand
    except (ExpressionError, RecursionError):
        sides = antiderivative, integrand
    return [] if independent_roots(*sides) else radicands(*sides)


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
            return Evidence(Status.INCORRECT, outcome.gap, outcome.detail, partial)
        else:
            doubts += doubtful
            confirmed += not doubtful
    if len(screen) < MIN_POINTS:
        return _undecided(f"fewer than {MIN_POINTS} points with values", screen)
    if doubts + confirmed < (wanted if unclear else CONFIRMED_POINTS):
        return _undecided("more digits would be needed than are affordable", screen)
    return Evidence(Status.CORRECT, 0.0, f"equal wherever tried ({len(screen)} points)")
