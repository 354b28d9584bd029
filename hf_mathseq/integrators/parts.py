"""Integration by parts: u is a logarithm or an inverse function, or a power of one."""

from __future__ import annotations

from hf_mathseq.integrators.search import Search
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import mul, product_of, subtract
from hf_mathseq.symbolic.nodes import X_BIT, Expr
from hf_mathseq.symbolic.short_form import expanded

DIFFERENTIATED = ("ln", "asin", "acos", "atan", "asinh", "acosh", "atanh")
"""Functions whose derivatives are algebraic in their arguments: the first of the LIATE order."""

MAX_NESTING = 1
"""What needs more integrations by parts is for the Risch-Norman method."""


def integrate_by_parts(integrand: Expr, search: Search) -> Expr | None:
    """Integrate u*v' as u*v - integral(u'*v), u a positive power of a function listed above."""
    if integrand in search.refused or search.active.count(integrate_by_parts) > MAX_NESTING:
        return None
    factors = integrand.args if integrand.op == "mul" else (integrand,)
    for i, factor in enumerate(factors):
        if not _is_differentiated(factor):
            continue
        search.budget.spend()
        outer = search.integrate(product_of((*factors[:i], *factors[i + 1 :])))
        if outer is None:
            continue
        remaining = mul(derivative(factor), outer)
        answer = search.integrate(expanded(remaining))
        if answer is not None:
            return subtract(mul(factor, outer), answer)
    return None


def _is_differentiated(factor: Expr) -> bool:
    if factor.op == "pow" and factor.args[1].op == "int" and factor.args[1].value > 0:
        factor = factor.args[0]
    return factor.op in DIFFERENTIATED and factor.symbols & X_BIT != 0
