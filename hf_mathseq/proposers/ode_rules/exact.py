"""Exact equations, M(x, u) + N(x, u) u' = 0 with M_u = N_x: the potential is constant."""

from __future__ import annotations

from collections.abc import Iterator

from hf_mathseq.proposers.ode_rules.unknowns import (
    FIRST,
    SLOPE,
    U,
    by_unknown,
    free_of,
    integral,
    integral_by_unknown,
    same,
    solved_for,
)
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import add, mul, power, product_of, subtract
from hf_mathseq.symbolic.factored import factored
from hf_mathseq.symbolic.nodes import MINUS_ONE, ONE, ZERO, Expr, X, integer, number
from hf_mathseq.symbolic.short_form import short_form
from hf_mathseq.symbolic.substitution import substitute

_FACTORS = (ONE, X, U, *(power(each, integer(n)) for n in (-1, -2) for each in (X, U)))
"""Integrating factors that are tried."""


def exact(equation: Expr) -> Iterator[Expr]:
    """Yield solutions u of an equation in x, U and SLOPE that must vanish."""
    for potential in potentials(equation):
        yield from solved_for(U, potential, FIRST)
        yield from solved_for(U, potential, mul(MINUS_ONE, FIRST))


def potentials(equation: Expr) -> Iterator[Expr]:
    """Yield functions of x and U that are constant along solutions of an exact equation."""
    m = substitute(equation, {SLOPE: ZERO})
    n = free_of(subtract(substitute(equation, {SLOPE: add(SLOPE, ONE)}), equation), SLOPE, ONE)
    if n is None:
        return
    for factor in _factors(m):
        potential = _potential(short_form(mul(factor, m)), short_form(mul(factor, n)))
        if potential is not None:
            yield potential


def _factors(m: Expr) -> Iterator[Expr]:
    yield from _FACTORS
    yield _denominator(m)


def _denominator(quotient: Expr) -> Expr:
    """Return the denominator of a quotient, for equations that are solved for the slope."""
    below = [
        power(base, number(-exponent))
        for base, exponent in factored(quotient).powers.items()
        if exponent < 0
    ]
    return product_of(below)


def _potential(m: Expr, n: Expr) -> Expr | None:
    """Return a function whose derivatives by x and u are m and n."""
    if not same(by_unknown(m), derivative(n)):
        return None
    along = integral(m)
    if along is None:
        return None
    rest = free_of(subtract(n, by_unknown(along)), X, ONE)
    across = None if rest is None else integral_by_unknown(rest)
    return None if across is None else add(along, across)
