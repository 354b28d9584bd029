"""Answers in which a constant or two are wrong, wherever they stand: fitted and rounded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import chain, combinations, product

import numpy as np

from hf_mathseq.encodings.prefix import COEFFICIENTS
from hf_mathseq.proposers.linear_fit import TOLERANCE, FloatArray, exact_numbers
from hf_mathseq.proposers.residuals import Problem, Residual
from hf_mathseq.symbolic.nodes import NUMBERS, Expr, ExpressionError, node, number, symbol
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.verification.ode_points import CONSTANTS
from hf_mathseq.verification.screening import MIN_POINTS

UNKNOWNS = tuple(symbol(name) for name in COEFFICIENTS if symbol(name) not in CONSTANTS)
"""Stand for the constants of an answer; further ones stay as they are."""
SMALL_NUMBERS = tuple(
    sorted({Fraction(n, d) for d in (1, 2, 3, 4) for n in range(-6 * d, 6 * d + 1) if n})
)
"""What is tried in the place of a number: up to 6, in halves, thirds and quarters."""
ITERATIONS = 12
STEP = 1e-6
"""Of difference quotients by the constants, relative."""


def with_constants(answer: Expr, problem: Problem) -> Iterator[Expr]:
    """Yield answers in which one or two constants, wherever they stand, solve the problem.

    The constants are found by damped least squares, from those of the answer on.

    Args:
        answer: An expression in x and the constants of integration.
        problem: What it should solve, see `residuals`.
    """
    pattern, start = _parametrised(answer)
    residual = _residual(pattern, start, problem)
    if residual is None:
        return
    places = range(len(start))
    for chosen in chain(combinations(places, 1), combinations(places, 2)):
        values = _fitted(residual, np.array(start, dtype=np.float64), list(chosen))
        found = None if values is None else exact_numbers(values[list(chosen)])
        if found is None:
            continue
        yield from _with(pattern, start, dict(zip(chosen, found, strict=True)))


def with_small_number(answer: Expr, problem: Problem) -> Iterator[Expr]:
    """Yield answers in which a small number in the place of another one solves the problem.

    It finds what a fit does not: the way from sin(2*x) to sin(3*x) leads uphill.

    Args:
        answer: An expression in x and the constants of integration.
        problem: What it should solve, see `residuals`.
    """
    pattern, start = _parametrised(answer)
    residual = _residual(pattern, start, problem)
    if residual is None:
        return
    for place, value in product(range(len(start)), SMALL_NUMBERS):
        values = np.array(start, dtype=np.float64)
        values[place] = value
        gaps = residual(values)
        gaps = gaps[np.isfinite(gaps)]
        if len(gaps) >= MIN_POINTS and _size(gaps) < TOLERANCE:
            yield from _with(pattern, start, {place: number(value)})


def _residual(pattern: Expr, start: Sequence[Fraction], problem: Problem) -> Residual | None:
    """Return the residual of a pattern, None where the pattern is too large for it."""
    try:
        return problem(pattern, UNKNOWNS[: len(start)])
    except ExpressionError:
        return None


def _with(pattern: Expr, start: Sequence[Fraction], changed: Mapping[int, Expr]) -> Iterator[Expr]:
    """Yield the pattern with its constants, those at some places changed, if it has a value."""
    constants = [changed.get(place, number(value)) for place, value in enumerate(start)]
    try:
        yield substitute(pattern, dict(zip(UNKNOWNS, constants, strict=False)))
    except ExpressionError:  # a constant without a value in its place
        return


def _parametrised(answer: Expr) -> tuple[Expr, list[Fraction]]:
    """Return an answer with a symbol for each of its numbers, evaluated no further, and these."""
    numbers: list[Fraction] = []

    def rebuilt(part: Expr) -> Expr:
        if part.op in NUMBERS and len(numbers) < len(UNKNOWNS):
            numbers.append(Fraction(part.value))
            return UNKNOWNS[len(numbers) - 1]
        return node(part.op, tuple(map(rebuilt, part.args))) if part.args else part

    return rebuilt(answer), numbers


def _fitted(residual: Residual, values: FloatArray, chosen: list[int]) -> FloatArray | None:
    """Return constants, those at the chosen places changed, that leave no residual."""
    present, damping = residual(values), 1e-3
    counted = np.isfinite(present)
    for _ in range(ITERATIONS):
        columns = []
        for place in chosen:
            moved = values.copy()
            moved[place] += STEP * max(1.0, abs(moved[place]))
            columns.append((residual(moved) - present) / (moved[place] - values[place]))
        slopes = np.stack(columns, axis=1)
        counted &= np.isfinite(slopes).all(axis=1) & np.isfinite(present)
        if counted.sum() < 2 * len(chosen):
            return None
        slopes, gap = slopes[counted], present[counted]
        normal = slopes.T @ slopes
        normal += damping * np.diag(np.diag(normal)) + np.eye(len(chosen)) * 1e-300
        step = np.linalg.lstsq(normal, slopes.T @ gap, rcond=None)[0]
        trial = values.copy()
        trial[chosen] -= step
        tried = residual(trial)
        better = np.isfinite(tried[counted]).all() and _size(tried[counted]) < _size(gap)
        damping = damping / 10 if better else damping * 10
        if better:
            values, present = trial, tried
            if _size(present[counted]) < TOLERANCE:
                return values
    return None


def _size(gaps: FloatArray) -> float:
    return float(np.abs(gaps).max(initial=0.0))
