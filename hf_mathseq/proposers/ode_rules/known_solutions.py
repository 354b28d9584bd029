"""Solutions of linear equations of second order without right-hand side, u'' = p u' + q u."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations

from hf_mathseq.proposers.ode_rules.lowest_terms import reduced
from hf_mathseq.proposers.ode_rules.unknowns import (
    free_of,
    integral,
    on_one_branch,
    while_defined,
)
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import (
    add,
    divide,
    function,
    mul,
    negative,
    power,
    product_of,
    subtract,
)
from hf_mathseq.symbolic.nodes import (
    HALF,
    MINUS_HALF,
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    Expr,
    X,
    integer,
    number,
)
from hf_mathseq.symbolic.numeric import evaluate
from hf_mathseq.symbolic.short_form import expanded

_SQUARE = power(X, TWO)
_GUESSES = (
    *(power(X, number(Fraction(n, 2))) for n in (2, 4, 0, -2, -1, 6, 8, 10, 12, -4, -6, 1, 3, 5)),
    *(function("exp", mul(each, X)) for each in (ONE, MINUS_ONE, TWO, HALF, integer(-2))),
    *(mul(each, function(name, X)) for name in ("sin", "cos") for each in (ONE, X)),
    *(mul(each, function("sin", X)) for each in (power(X, MINUS_ONE), power(X, MINUS_HALF))),
    *(power(each, HALF) for each in (add(ONE, _SQUARE), subtract(ONE, _SQUARE))),
)
"""Functions that often solve linear equations of textbooks."""
MAX_FACTORS = 4
"""Of a Wronskian."""
_SHIFTS = tuple(number(Fraction(n, 2)) for n in (0, 2, -2, 4, -4, 1, -1, 6, -6))
"""Zeros of the line, with the other sign."""


def known_solutions(p: Expr, q: Expr, wronskian: Expr) -> Iterator[Expr]:
    """Yield what may solve u'' = p u' + q u, p and q being functions of x.

    Args:
        p: Of the equation.
        q: Of the equation.
        wronskian: A function with the logarithmic derivative p.
    """
    yield from while_defined(_of_normal_form(p, q, wronskian))
    yield from while_defined(_of_phase(q))
    yield from _GUESSES
    yield from while_defined(_of_wronskian(wronskian))


def _of_normal_form(p: Expr, q: Expr, wronskian: Expr) -> Iterator[Expr]:
    """Yield m w with m' = p m/2, for w'' = k w/l**2 with constant k and a line l.

    Constant coefficients and Euler's equations are of this kind.
    """
    half = mul(HALF, p)
    rest = reduced(add(q, power(half, TWO), negative(derivative(half))))
    constant = free_of(rest, X, ONE)
    waves = _of_line(rest) if constant is None else _of_roots(ZERO, constant, X)
    gauge = on_one_branch(power(wronskian, HALF))
    yield from (mul(gauge, wave) for wave in waves)


def _of_line(rest: Expr) -> Iterator[Expr]:
    """Yield solutions of w'' = rest w if rest is k/l**2."""
    for shift in _SHIFTS:
        line = add(X, shift)
        constant = free_of(mul(rest, power(line, TWO)), X, HALF)
        if constant is not None:
            yield from _of_roots(ONE, constant, function("ln", line))
            return


def _of_wronskian(wronskian: Expr) -> Iterator[Expr]:
    """Yield products of roots of its factors: solutions g and g h have the Wronskian g**2 h'."""
    factors = wronskian.args if wronskian.op == "mul" else (wronskian,)
    roots = [on_one_branch(power(each, HALF)) for each in factors if each.symbols][:MAX_FACTORS]
    for count in range(1, len(roots) + 1):
        yield from map(product_of, map(list, combinations(roots, count)))


def _of_phase(q: Expr) -> Iterator[Expr]:
    """Yield oscillations whose frequency is the root of -q, with and without its amplitude.

    The amplitude is that of the approximation by Liouville and Green, which is exact at times.
    """
    frequency = power(negative(q), HALF)
    phase = integral(frequency)
    if phase is not None:
        wave = function("sin", phase)
        yield wave
        yield on_one_branch(mul(power(frequency, MINUS_HALF), wave))


def _of_roots(p: Expr, q: Expr, variable: Expr) -> Iterator[Expr]:
    """Yield the two functions e**(r*variable) with r**2 = p r + q.

    They are oscillations where the roots are not real, and one has the variable as a factor where
    both roots are the same.
    """
    middle = divide(p, TWO)
    discriminant = expanded(add(power(middle, TWO), q))
    value = float(evaluate(discriminant, [0.0])[0])
    root = power(discriminant if value >= 0 else negative(discriminant), HALF)
    growth = function("exp", mul(middle, variable))
    if value > 0:
        for exponent in (add(middle, root), subtract(middle, root)):
            yield function("exp", mul(exponent, variable))
    elif value < 0:
        for name in ("cos", "sin"):
            yield mul(growth, function(name, mul(root, variable)))
    else:
        yield growth
        yield mul(growth, variable)
