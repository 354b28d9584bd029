"""Separable equations u' = g(x) h(u): the integral of 1/h is that of g and a constant."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from hf_mathseq.proposers.ode_rules.logarithms import exponentiated
from hf_mathseq.proposers.ode_rules.undoing import undone
from hf_mathseq.proposers.ode_rules.unknowns import (
    FIRST,
    U,
    integral,
    integral_by_unknown,
    same,
)
from hf_mathseq.symbolic.evaluation import add, divide, function, mul, power, product_of
from hf_mathseq.symbolic.nodes import (
    MINUS_ONE,
    ONE,
    X_BIT,
    Expr,
    ExpressionError,
    X,
    integer,
    number,
)
from hf_mathseq.symbolic.substitution import substitute

_ANCHORS = (ONE, number(Fraction(1, 2)), integer(2), MINUS_ONE)
"""Values of x and u at which the factors of a separable function are taken."""


def separable(slope: Expr, constant: Expr = FIRST) -> Iterator[Expr]:
    """Yield solutions u of u' = slope(x, u).

    Args:
        slope: An expression in x and U.
        constant: The constant of integration.
    """
    integrals = both_integrals(slope)
    if integrals is None:
        return
    left, right = integrals
    together = exponentiated(left)
    if together is not None:
        product, scale = together
        yield from undone(product, mul(constant, function("exp", mul(scale, right))))
    yield from undone(left, add(right, constant))


def both_integrals(slope: Expr) -> tuple[Expr, Expr] | None:
    """Return the integrals of 1/h by u and of g by x for slope = g(x) h(u), None if there are none.

    Args:
        slope: An expression in x and U.
    """
    parts = _separated(slope)
    if parts is None:
        return None
    by_x, by_u = parts
    left, right = integral_by_unknown(power(by_u, MINUS_ONE)), integral(by_x)
    return None if left is None or right is None else (left, right)


def _separated(slope: Expr) -> tuple[Expr, Expr] | None:
    """Return g(x) and h(u) with slope = g h, None where there are none."""
    factors = slope.args if slope.op == "mul" else (slope,)
    by_x = [factor for factor in factors if not factor.symbols & U.symbols]
    by_u = [factor for factor in factors if factor.symbols & U.symbols]
    if not any(factor.symbols & X_BIT for factor in by_u):
        return product_of(by_x), product_of(by_u)
    for anchor in _ANCHORS:
        try:
            at_x, at_u = substitute(slope, {X: anchor}), substitute(slope, {U: anchor})
            value = substitute(at_x, {U: anchor})
            if same(mul(slope, value), mul(at_x, at_u)):
                return at_u, divide(at_x, value)
        except ExpressionError:
            continue
    return None
