"""Substitution: f(x) = g(u(x))*u'(x) for a part u of f."""

from __future__ import annotations

from collections.abc import Iterator

from hf_mathseq.integrators.factors import quotient
from hf_mathseq.integrators.replacement import FunctionOf, at
from hf_mathseq.integrators.search import Search
from hf_mathseq.symbolic.calculus import (
    derivative,
    split_constant_factor,
    without_constant_terms,
)
from hf_mathseq.symbolic.evaluation import power
from hf_mathseq.symbolic.nodes import X_BIT, ZERO, Expr, X, number
from hf_mathseq.symbolic.traversal import varying_parts

MAX_POWER = 12
"""Largest power of x that is tried for u."""


def integrate_by_substitution(integrand: Expr, search: Search) -> Expr | None:
    """Integrate g(u)*u' for a part u of the integrand, the largest parts first.

    A part is taken without its constant factor and constant terms; x**4 and sqrt(1 + x**2) count
    as functions of x**2.
    """
    for part in _parts(integrand):
        search.budget.spend()
        slope = derivative(part)
        if slope is ZERO or not slope.symbols & X_BIT:
            continue
        inner = FunctionOf(part)(quotient(integrand, slope))
        if inner is None or inner is integrand:
            continue
        answer = search.integrate(inner)
        if answer is not None:
            return at(answer, part)
    return None


def _parts(expr: Expr) -> list[Expr]:
    """Return the candidates for u, the deepest trees first."""
    seen: dict[Expr, None] = {}
    for part in varying_parts(expr):
        if part.op == "pow" and part.args[1].op == "int":
            # A function of a power is one of its base.
            if part.args[0] is X:
                seen.update(dict.fromkeys(_divisor_powers(part.args[1].value)))
        elif part is not expr or part.op not in ("add", "mul"):
            core, _ = split_constant_factor(without_constant_terms(part))
            if core is not X and not (core.op == "pow" and core.args[1].op == "int"):
                seen[core] = None
    return sorted(seen, key=lambda part: -part.depth)


def _divisor_powers(exponent: int) -> Iterator[Expr]:
    """Return x**d for the divisors d > 1 of an exponent and of its successor."""
    size = abs(exponent)
    for divisor in range(min(size + 1, MAX_POWER), 1, -1):
        if size % divisor == 0 or (exponent + 1) % divisor == 0:
            yield power(X, number(divisor))
