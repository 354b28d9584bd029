"""Linear equations of second order: one solution is found or guessed, the others follow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from hf_mathseq.proposers.ode_rules.known_solutions import known_solutions
from hf_mathseq.proposers.ode_rules.lowest_terms import reduced
from hf_mathseq.proposers.ode_rules.roots import joined_roots
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
)
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import add, divide, function, mul, negative, power, subtract
from hf_mathseq.symbolic.nodes import (
    ONE,
    TWO,
    X_BIT,
    ZERO,
    Expr,
)
from hf_mathseq.symbolic.short_form import short_form
from hf_mathseq.symbolic.substitution import substitute


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
        p, q = reduced(by_slope), reduced(by_u)
        linear = add(rest, mul(p, SLOPE), mul(q, U))
        if p.symbols & ~X_BIT or q.symbols & ~X_BIT or not same(linear, curvature):
            return
        yield from _solutions(p, q, reduced(rest))


def _solutions(p: Expr, q: Expr, rest: Expr) -> Iterator[Expr]:
    """Yield the general solution of u'' = p u' + q u + rest."""
    exponent = integral(p)
    if exponent is None:
        return
    wronskians = joined_roots(function("exp", exponent))
    for guess in dict.fromkeys(known_solutions(p, q, wronskians[0])):
        slope = derivative(guess)
        if same(derivative(slope), add(mul(p, slope), mul(q, guess))):
            for wronskian in wronskians:
                yield from while_defined(_completed(guess, wronskian, rest))


def _completed(guess: Expr, wronskian: Expr, rest: Expr) -> Iterator[Expr]:
    """Yield the general solution for a solution without rest and a Wronskian."""
    ratio = integral(reduced(divide(wronskian, power(guess, TWO))))
    if ratio is None:
        return
    other = mul(guess, ratio)
    general = add(mul(FIRST, guess), mul(SECOND, short_form(other)))
    if rest is ZERO:
        yield general
        return
    first = integral(reduced(divide(mul(other, rest), wronskian)))
    second = integral(reduced(divide(mul(guess, rest), wronskian)))
    if first is not None and second is not None:
        yield add(general, negative(mul(guess, first)), mul(other, second))
