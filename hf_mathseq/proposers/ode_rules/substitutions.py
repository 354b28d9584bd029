"""Substitutions that make equations of first order separable, linear or the like."""

from __future__ import annotations

from collections.abc import Iterator

from hf_mathseq.proposers.ode_rules.lowest_terms import reduced
from hf_mathseq.proposers.ode_rules.unknowns import (
    U,
    by_unknown,
    free_of,
    on_one_branch,
    while_defined,
)
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import divide, function, mul, power, subtract
from hf_mathseq.symbolic.nodes import HALF, ONE, ZERO, Expr, X, integer
from hf_mathseq.symbolic.short_form import expanded, short_form
from hf_mathseq.symbolic.substitution import substitute

SUBSTITUTIONS = (
    U,
    mul(X, U),  # homogeneous equations
    mul(X, power(U, HALF)),
    function("ln", U),
    function("exp", U),
    divide(U, X),
    mul(U, function("exp", X)),
    mul(U, power(X, integer(2))),
)
"""What y may be written as, u being the unknown function of a simpler equation."""


def substitutions(slope: Expr) -> Iterator[Expr]:
    """Yield what may be put in the place of y in y' = slope(x, y)."""
    yield from SUBSTITUTIONS
    yield from while_defined(of_line(slope))


def of_line(slope: Expr) -> Iterator[Expr]:
    """Yield u - c*x for a slope that depends on y + c*x only."""
    by_x, by_u = derivative(slope), by_unknown(slope)
    if by_x is ZERO or by_u is ZERO:
        return
    ratio = free_of(divide(by_x, by_u), X, ONE)
    constant = None if ratio is None else free_of(ratio, U, integer(2))
    if constant is not None:
        yield subtract(U, mul(constant, X))


def inserted(slope: Expr, substitution: Expr) -> Iterator[Expr]:
    """Yield forms of the slope of u where y' = slope(x, y) and y is a substitution in x and u."""
    whole = on_one_branch(substitute(slope, {U: substitution}))
    simpler = divide(subtract(whole, derivative(substitution)), by_unknown(substitution))
    yield from dict.fromkeys((reduced(simpler), short_form(simpler), expanded(simpler)))
