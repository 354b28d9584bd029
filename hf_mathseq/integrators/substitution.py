"""Substitution: f(x) = g(u(x))*u'(x) for a part u of f, and roots of linear expressions."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import lcm

from hf_mathseq.integrators.factors import quotient
from hf_mathseq.integrators.replacement import FunctionOf, Replacement, at
from hf_mathseq.integrators.search import Search
from hf_mathseq.integrators.table import linear_parts
from hf_mathseq.symbolic.calculus import (
    derivative,
    split_constant_factor,
    without_constant_terms,
)
from hf_mathseq.symbolic.evaluation import divide, mul, power, subtract
from hf_mathseq.symbolic.nodes import X_BIT, ZERO, Expr, X, number

MAX_ROOT = 12
"""Largest common root of a linear expression that is taken for the new variable."""


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
    visited: dict[Expr, None] = {}
    pending = [expr]
    while pending:
        part = pending.pop()
        if part in visited or not part.symbols & X_BIT or part is X:
            continue
        visited[part] = None
        pending.extend(part.args)
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
    for divisor in range(min(size + 1, MAX_ROOT), 1, -1):
        if size % divisor == 0 or (exponent + 1) % divisor == 0:
            yield power(X, number(divisor))


def integrate_by_root(integrand: Expr, search: Search) -> Expr | None:
    """Take t = (a*x + b)**(1/q) for the variable, for each linear expression under a root."""
    roots: dict[Expr, list[Expr]] = {}
    for part in _fractional_powers(integrand):
        roots.setdefault(part.args[0], []).append(part)
    for base, nodes in roots.items():
        order = lcm(*[node.args[1].value.denominator for node in nodes])
        parts = linear_parts(base)
        if parts is None or order > MAX_ROOT:
            continue
        search.budget.spend()
        slope, shift = parts
        inverse = divide(subtract(power(X, number(order)), shift), slope)
        replaced = {node: power(X, number(node.args[1].value * order)) for node in nodes}
        replaced.update({base: power(X, number(order)), X: inverse})
        answer = search.integrate(mul(Replacement(replaced)(integrand), derivative(inverse)))
        if answer is not None:
            return at(answer, power(base, number(Fraction(1, order))))
    return None


def _fractional_powers(expr: Expr) -> list[Expr]:
    found: list[Expr] = []
    visited: dict[Expr, None] = {}
    pending = [expr]
    while pending:
        part = pending.pop()
        if part in visited or not part.symbols & X_BIT:
            continue
        visited[part] = None
        pending.extend(part.args)
        if part.op == "pow" and part.args[1].op == "rational":
            found.append(part)
    return found
