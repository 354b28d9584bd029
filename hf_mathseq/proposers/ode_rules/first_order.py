"""Equations of first order: separable, linear, exact, or so after a substitution."""

from __future__ import annotations

from collections.abc import Iterator

from hf_mathseq.proposers.ode_rules.bernoulli import bernoulli
from hf_mathseq.proposers.ode_rules.exact import exact
from hf_mathseq.proposers.ode_rules.kernels import by_kernels
from hf_mathseq.proposers.ode_rules.linear import linear
from hf_mathseq.proposers.ode_rules.riccati import riccati
from hf_mathseq.proposers.ode_rules.separable import separable
from hf_mathseq.proposers.ode_rules.substitutions import inserted, of_line, substitutions
from hf_mathseq.proposers.ode_rules.unknowns import (
    FIRST,
    SLOPE,
    U,
    on_one_branch,
    same,
    solved_for,
    while_defined,
)
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.nodes import (
    ZERO,
    Expr,
)
from hf_mathseq.symbolic.substitution import substitute

METHODS = (linear, separable, bernoulli, riccati)
"""What solves an equation u' = slope(x, u) as it is."""


def first_order(equation: Expr) -> Iterator[Expr]:
    """Yield solutions of an equation in x, U and SLOPE that must vanish, with FIRST."""
    yield from while_defined(_of_clairaut(equation))
    slopes = list(solved_for(SLOPE, equation, ZERO))
    for slope in dict.fromkeys((*slopes, *map(on_one_branch, slopes))):
        for substitution in substitutions(slope):
            yield from while_defined(_substituted(slope, substitution))
        yield from _by_kernels(slope)
    yield from while_defined(exact(equation))


def _of_clairaut(equation: Expr) -> Iterator[Expr]:
    """Yield the lines that solve y = x y' + f(y')."""
    for line in solved_for(U, substitute(equation, {SLOPE: FIRST}), ZERO):
        if same(derivative(line), FIRST):
            yield line


def _by_kernels(slope: Expr) -> Iterator[Expr]:
    """Yield solutions by way of functions that occur in the slope."""
    for simpler, solution in by_kernels(slope):
        yield from while_defined(_by_kernel(simpler, solution))


def _by_kernel(simpler: Expr, solution: Expr) -> Iterator[Expr]:
    for substitution in (U, *while_defined(of_line(simpler))):
        for found in while_defined(_substituted(simpler, substitution)):
            yield substitute(solution, {U: found})


def _substituted(slope: Expr, substitution: Expr) -> Iterator[Expr]:
    """Yield solutions y of y' = slope(x, y), y being the substitution in x and u."""
    for form in inserted(slope, substitution):
        for method in METHODS:
            for found in while_defined(method(form)):
                yield substitute(substitution, {U: found})
