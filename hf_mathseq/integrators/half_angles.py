"""Rational functions of sines and cosines of one angle, by the tangent of half the angle."""

from __future__ import annotations

from hf_mathseq.integrators.generators import UnsuitableError
from hf_mathseq.integrators.multiple_angles import with_one_angle
from hf_mathseq.integrators.rational_functions import in_lowest_terms
from hf_mathseq.integrators.replacement import Replacement, at
from hf_mathseq.integrators.search import Search
from hf_mathseq.integrators.table import linear_parts
from hf_mathseq.symbolic.evaluation import add, divide, function, mul, negative, power, subtract
from hf_mathseq.symbolic.nodes import HALF, MINUS_ONE, ONE, TWO, X_BIT, Expr, X

_SINES = ("sin", "cos", "sinh", "cosh")


def integrate_by_half_angle(integrand: Expr, search: Search) -> Expr | None:
    """Take tan(u/2), or exp(u) for hyperbolic functions, for the variable; u is linear."""
    try:
        rewritten = with_one_angle(integrand)
    except UnsuitableError:
        return None
    angle = _only_angle(rewritten)
    parts = linear_parts(angle[1]) if angle else None
    if angle is None or parts is None:
        return None
    search.budget.spend()
    circular, inner = angle
    rational = (_circular if circular else _hyperbolic)(rewritten, inner)
    inverse = function("tan", mul(HALF, inner)) if circular else function("exp", inner)
    lowest = in_lowest_terms(rational)
    answer = None if lowest is None else search.integrate(lowest)
    return None if answer is None else divide(at(answer, inverse), parts[0])


def _only_angle(expr: Expr) -> tuple[bool, Expr] | None:
    """Return whether sin and cos (or sinh and cosh) occur, and their angle, if x is only there."""
    found: tuple[bool, Expr] | None = None
    pending = [expr]
    while pending:
        part = pending.pop()
        if part.op in _SINES:
            own = (part.op in ("sin", "cos"), part.args[0])
            if found not in (None, own):
                return None
            found = own
        elif part.op in ("add", "mul") or (part.op == "pow" and part.args[1].op == "int"):
            pending.extend(part.args)
        elif part.symbols & X_BIT:
            return None
    return found


def _circular(expr: Expr, angle: Expr) -> Expr:
    """sin(u) = 2*t/(1 + t**2), cos(u) = (1 - t**2)/(1 + t**2), du = 2*dt/(1 + t**2)."""
    square = power(X, TWO)
    below = power(add(ONE, square), MINUS_ONE)
    values = {"sin": mul(TWO, X, below), "cos": mul(subtract(ONE, square), below)}
    return mul(_replaced(expr, angle, values), TWO, below)


def _hyperbolic(expr: Expr, angle: Expr) -> Expr:
    """sinh(u) = (t - 1/t)/2, cosh(u) = (t + 1/t)/2, du = dt/t."""
    inverse = power(X, MINUS_ONE)
    values = {
        "sinh": mul(HALF, add(X, negative(inverse))),
        "cosh": mul(HALF, add(X, inverse)),
    }
    return mul(_replaced(expr, angle, values), inverse)


def _replaced(expr: Expr, angle: Expr, values: dict[str, Expr]) -> Expr:
    return Replacement({function(name, angle): value for name, value in values.items()})(expr)
