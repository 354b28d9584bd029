"""Linear equations of second order: one solution is found or guessed, the others follow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from hf_mathseq.proposers.ode_rules.unknowns import (
    CURVATURE,
    FIRST,
    SECOND,
    SLOPE,
    U,
    free_of,
    integral,
    same,
    solved_for,
    while_defined,
    without_signs,
)
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import add, divide, function, mul, negative, power, subtract
from hf_mathseq.symbolic.nodes import (
    HALF,
    MINUS_HALF,
    MINUS_ONE,
    ONE,
    TWO,
    X_BIT,
    ZERO,
    Expr,
    X,
)
from hf_mathseq.symbolic.numeric import evaluate
from hf_mathseq.symbolic.short_form import expanded, short_form
from hf_mathseq.symbolic.substitution import substitute

_SQUARE = power(X, TWO)
_GUESSES = (
    *(X, _SQUARE, ONE, power(X, MINUS_ONE), power(X, MINUS_HALF)),
    *(function("exp", each) for each in (X, negative(X), mul(TWO, X), mul(X, HALF))),
    *(mul(each, function(name, X)) for name in ("sin", "cos") for each in (ONE, X)),
    *(mul(each, function("sin", X)) for each in (power(X, MINUS_ONE), power(X, MINUS_HALF))),
    *(power(each, HALF) for each in (add(ONE, _SQUARE), subtract(ONE, _SQUARE))),
)
"""Functions that often solve linear equations of textbooks."""


def linear_second_order(equation: Expr) -> Iterator[Expr]:
    """Yield solutions of a linear equation in x, U, SLOPE and CURVATURE, with FIRST and SECOND.

    One solution of the equation without right-hand side is found from its coefficients or guessed;
    the other one and the particular solution follow by variation of constants.
    """
    for curvature in islice(solved_for(CURVATURE, equation, ZERO), 1):
        rest = substitute(curvature, {U: ZERO, SLOPE: ZERO})
        by_u = free_of(subtract(substitute(curvature, {U: add(U, ONE)}), curvature), U, ONE)
        change = subtract(substitute(curvature, {SLOPE: add(SLOPE, ONE)}), curvature)
        by_slope = free_of(change, SLOPE, ONE)
        if by_u is None or by_slope is None:
            return
        p, q = short_form(by_slope), short_form(by_u)
        linear = add(rest, mul(p, SLOPE), mul(q, U))
        if p.symbols & ~X_BIT or q.symbols & ~X_BIT or not same(linear, curvature):
            return
        for guess in (*_of_constant_coefficients(p, q), *_of_euler(p, q), *_of_phase(q), *_GUESSES):
            yield from while_defined(_completed(guess, p, q, rest))


def _of_constant_coefficients(p: Expr, q: Expr) -> Iterator[Expr]:
    """Yield solutions of u'' = p u' + q u where p and q are constant."""
    if not (p.symbols or q.symbols):
        yield from _of_roots(p, q, X)


def _of_euler(p: Expr, q: Expr) -> Iterator[Expr]:
    """Yield solutions of u'' = p u' + q u where x p and x**2 q are constant."""
    p, q = short_form(mul(p, X)), short_form(mul(q, _SQUARE))
    if not (p.symbols or q.symbols):
        yield from _of_roots(add(p, ONE), q, function("ln", X))


def _of_phase(q: Expr) -> Iterator[Expr]:
    """Yield oscillations whose frequency is the root of -q, with and without its amplitude.

    The amplitude is that of the approximation by Liouville and Green, which is exact at times.
    """
    frequency = power(negative(q), HALF)
    phase = integral(frequency)
    if phase is not None:
        wave = function("sin", phase)
        yield wave
        yield without_signs(mul(power(frequency, MINUS_HALF), wave))


def _of_roots(p: Expr, q: Expr, variable: Expr) -> Iterator[Expr]:
    """Yield e**(r*variable) for real roots of r**2 = p r + q, or the oscillation for others."""
    middle = divide(p, TWO)
    discriminant = expanded(add(power(middle, TWO), q))
    value = float(evaluate(discriminant, [0.0])[0])
    root = power(discriminant if value >= 0 else negative(discriminant), HALF)
    if value >= 0:
        for exponent in (add(middle, root), subtract(middle, root)):
            yield function("exp", mul(exponent, variable))
    else:
        growth = function("exp", mul(middle, variable))
        yield mul(growth, function("cos", mul(root, variable)))


def _completed(guess: Expr, p: Expr, q: Expr, rest: Expr) -> Iterator[Expr]:
    """Yield the general solution of u'' = p u' + q u + rest if a guess solves it without rest."""
    slope = derivative(guess)
    if not same(derivative(slope), add(mul(p, slope), mul(q, guess))):
        return
    exponent = integral(p)
    if exponent is None:
        return
    wronskian = function("exp", exponent)
    ratio = integral(short_form(divide(wronskian, power(guess, TWO))))
    if ratio is None:
        return
    other = mul(guess, ratio)
    general = add(mul(FIRST, guess), mul(SECOND, short_form(other)))
    if rest is ZERO:
        yield general
        return
    first = integral(short_form(divide(mul(other, rest), wronskian)))
    second = integral(short_form(divide(mul(guess, rest), wronskian)))
    if first is not None and second is not None:
        yield add(general, negative(mul(guess, first)), mul(other, second))
