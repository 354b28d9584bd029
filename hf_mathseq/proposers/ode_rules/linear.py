"""Linear equations of first order, u' = p(x) u + q(x)."""

from __future__ import annotations

from collections.abc import Iterator

from hf_mathseq.proposers.ode_rules.lowest_terms import reduced
from hf_mathseq.proposers.ode_rules.undetermined import particular
from hf_mathseq.proposers.ode_rules.unknowns import FIRST, U, by_unknown, free_of, integral
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import add, function, mul, negative, subtract
from hf_mathseq.symbolic.nodes import ONE, Expr


def linear(slope: Expr) -> Iterator[Expr]:
    """Yield the solution u of u' = slope(x, u), with the constant FIRST."""
    factor = free_of(by_unknown(slope), U, ONE)
    rest = None if factor is None else free_of(subtract(slope, mul(factor, U)), U, ONE)
    exponent = None if factor is None else _integral(factor)
    if factor is None or rest is None or exponent is None:
        return
    known = particular(lambda u: subtract(derivative(u), mul(factor, u)), rest)
    if known is not None:
        yield add(mul(FIRST, function("exp", exponent)), known)
        return
    varied = _integral(mul(rest, function("exp", negative(exponent))))
    if varied is not None:
        yield mul(function("exp", exponent), add(FIRST, varied))


def _integral(expr: Expr) -> Expr | None:
    found = integral(reduced(expr))
    return integral(expr) if found is None else found
