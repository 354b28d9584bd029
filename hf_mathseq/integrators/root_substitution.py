"""Substitution for roots of linear expressions and of quotients of such."""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from hf_mathseq.integrators.rational_functions import numerator_and_denominator
from hf_mathseq.integrators.replacement import Replacement, at
from hf_mathseq.integrators.search import Search
from hf_mathseq.integrators.table import linear_parts
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import divide, mul, power, subtract
from hf_mathseq.symbolic.nodes import ZERO, Expr, X, number
from hf_mathseq.symbolic.traversal import varying_parts

MAX_ROOT = 12
"""Largest common root that is taken for the new variable."""


def integrate_by_root(integrand: Expr, search: Search) -> Expr | None:
    """Take t = ((a*x + b)/(c*x + d))**(1/q) for the variable, for each such root."""
    roots: dict[Expr, list[Expr]] = {}
    for part in _fractional_powers(integrand):
        roots.setdefault(part.args[0], []).append(part)
    for base, nodes in sorted(roots.items(), key=lambda item: item[0].depth):
        order = lcm(*[node.args[1].value.denominator for node in nodes])
        inverse = _inverse(base, power(X, number(order))) if order <= MAX_ROOT else None
        if inverse is None:
            continue
        search.budget.spend()
        replaced = {node: power(X, number(node.args[1].value * order)) for node in nodes}
        replaced.update({base: power(X, number(order)), X: inverse})
        answer = search.integrate(mul(Replacement(replaced)(integrand), derivative(inverse)))
        if answer is not None:
            return at(answer, power(base, number(Fraction(1, order))))
    return None


def _inverse(base: Expr, value: Expr) -> Expr | None:
    """Return x where the base has a value: (d*value - b)/(a - c*value)."""
    parts = linear_parts(base)
    if parts is not None:
        return divide(subtract(value, parts[1]), parts[0])
    found = numerator_and_denominator(base)
    if found is None or max(map(len, found)) > 2:
        return None
    (b, a), (d, c) = ((*part, ZERO)[:2] for part in found)
    return divide(subtract(mul(d, value), b), subtract(a, mul(c, value)))


def _fractional_powers(expr: Expr) -> list[Expr]:
    return [
        part for part in varying_parts(expr) if part.op == "pow" and part.args[1].op == "rational"
    ]
