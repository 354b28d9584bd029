"""Equations of second order in which x or the unknown function does not occur."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from hf_mathseq.proposers.ode_rules.first_order import first_order
from hf_mathseq.proposers.ode_rules.separable import separable
from hf_mathseq.proposers.ode_rules.unknowns import (
    CURVATURE,
    SECOND,
    SLOPE,
    U,
    integral,
    while_defined,
)
from hf_mathseq.symbolic.evaluation import add, mul
from hf_mathseq.symbolic.nodes import X_BIT, Expr, X
from hf_mathseq.symbolic.substitution import substitute

MAX_REDUCED = 6
"""Solutions of the reduced equation that are taken further."""


def of_lower_order(equation: Expr) -> Iterator[Expr]:
    """Yield solutions of an equation in x, U, SLOPE and CURVATURE, with FIRST and SECOND."""
    if not equation.symbols & U.symbols:
        yield from while_defined(_without_unknown(equation))
    if not equation.symbols & X_BIT:
        yield from while_defined(_without_variable(equation))


def _without_unknown(equation: Expr) -> Iterator[Expr]:
    """Solve for the slope as the unknown function, and integrate it."""
    reduced = substitute(equation, {SLOPE: U, CURVATURE: SLOPE})
    for slope in islice(first_order(reduced), MAX_REDUCED):
        found = integral(slope)
        if found is not None:
            yield add(found, SECOND)


def _without_variable(equation: Expr) -> Iterator[Expr]:
    """Solve for the slope p as a function of u, with u'' = p p'; u' = p(u) is separable."""
    reduced = substitute(equation, {U: X, SLOPE: U, CURVATURE: mul(U, SLOPE)})
    for slope in islice(first_order(reduced), MAX_REDUCED):
        yield from while_defined(separable(substitute(slope, {X: U}), SECOND))
