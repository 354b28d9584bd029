"""Bernoulli's equations, u' = p(x) u + q(x) u**n: linear in u**(1 - n)."""

from __future__ import annotations

from collections.abc import Iterator

from hf_mathseq.proposers.ode_rules.linear import linear
from hf_mathseq.proposers.ode_rules.lowest_terms import reduced
from hf_mathseq.proposers.ode_rules.unknowns import U, by_unknown, free_of, rational_value
from hf_mathseq.symbolic.evaluation import add, divide, mul, negative, power, subtract
from hf_mathseq.symbolic.nodes import MINUS_ONE, ONE, ZERO, Expr, number


def bernoulli(slope: Expr) -> Iterator[Expr]:
    """Yield solutions u of u' = slope(x, u), with the constant FIRST.

    Raises:
        ExpressionError: A part is out of bounds or has no value.
    """
    # slope/u = p + q u**(n - 1), so that its logarithmic derivatives by u have n - 1.
    ratio = reduced(divide(slope, U))
    varying = reduced(mul(U, by_unknown(ratio)))
    if varying is ZERO:
        return
    exponent = rational_value(divide(mul(U, by_unknown(varying)), varying))
    if not exponent:
        return
    step = number(exponent)
    q = free_of(divide(varying, mul(step, power(U, step))), U, ONE)
    p = free_of(subtract(ratio, divide(varying, step)), U, ONE)
    if p is None or q is None:
        return
    for found in linear(negative(mul(step, add(mul(p, U), q)))):
        root = power(found, negative(power(step, MINUS_ONE)))
        yield root
        yield negative(root)
