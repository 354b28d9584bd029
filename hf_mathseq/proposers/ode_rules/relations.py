"""Implicit solutions F(x, u) = C of equations of first order that cannot be solved for u.

Potentials of exact equations; separable equations, also after the substitutions of `first_order`;
and equations that are linear or Bernoulli's for x as a function of u.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from hf_mathseq.proposers.ode_rules.bernoulli import bernoulli
from hf_mathseq.proposers.ode_rules.exact import potentials
from hf_mathseq.proposers.ode_rules.linear import linear
from hf_mathseq.proposers.ode_rules.lowest_terms import reduced
from hf_mathseq.proposers.ode_rules.separable import both_integrals
from hf_mathseq.proposers.ode_rules.substitutions import inserted, substitutions
from hf_mathseq.proposers.ode_rules.unknowns import (
    FIRST,
    SLOPE,
    U,
    on_one_branch,
    solved_for,
    swapped,
    while_defined,
)
from hf_mathseq.symbolic.evaluation import power, subtract
from hf_mathseq.symbolic.nodes import MINUS_ONE, ZERO, Expr, X
from hf_mathseq.symbolic.substitution import substitute

_Y = SLOPE
"""Stands for the unknown function while U stands for what is substituted."""


def relations(equation: Expr) -> Iterator[Expr]:
    """Yield F for an equation in x, U and SLOPE that must vanish."""
    yield from while_defined(potentials(equation))
    for slope in islice(solved_for(SLOPE, equation, ZERO), 1):
        plain = on_one_branch(slope)
        for substitution in substitutions(plain):
            yield from while_defined(_separated(plain, substitution))
        yield from while_defined(_by_unknown(plain))


def _separated(slope: Expr, substitution: Expr) -> Iterator[Expr]:
    """Yield G(u) - H(x) for y' = slope(x, y), separable in u, written in x and y."""
    old = next(solved_for(U, substitution, _Y), None)
    if old is None:
        return
    for form in inserted(slope, substitution):
        integrals = both_integrals(form)
        if integrals is not None:
            whole = subtract(*integrals)
            yield substitute(substitute(whole, {U: old}), {_Y: U})
            return


def _by_unknown(slope: Expr) -> Iterator[Expr]:
    """Yield the constant of x = h(u, C), where 1/slope is linear or Bernoulli's in x."""
    turned = reduced(swapped(power(slope, MINUS_ONE)))
    for method in (linear, bernoulli):
        for found in while_defined(method(turned)):
            yield from islice(solved_for(FIRST, swapped(found), X), 1)
