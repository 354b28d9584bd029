"""Rational functions of sines and cosines of one angle, by the tangent of half the angle."""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.integrators.generators import UnsuitableError
from hf_mathseq.integrators.multiple_angles import CIRCULAR, with_one_angle
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
    angle = only_angle(rewritten, _SINES)
    parts = linear_parts(angle[1]) if angle else None
    if angle is None or parts is None:
        return None
    search.budget.spend()
    circular, inner = angle
    rational = (_circular if circular else _hyperbolic)(rewritten, inner)
    lowest = in_lowest_terms(rational)
    answer = None if lowest is None else search.integrate(lowest)
    if answer is None:
        return None
    half = mul(HALF, inner)
    written = at_tangent(answer, half) if circular else at(answer, function("exp", inner))
    return divide(written, parts[0])


def at_tangent(antiderivative: Expr, angle: Expr) -> Expr:
    """Put tan(u) in the place of x, and u in that of atan(x), which differs by constants."""
    values = {function("atan", X): angle, X: function("tan", angle)}
    return Replacement(values)(antiderivative)


def only_angle(expr: Expr, names: Sequence[str]) -> tuple[bool, Expr] | None:
    """Return the kind of the functions that occur and their angle, if x is only there.

    Args:
        expr: Any expression.
        names: Functions that may occur, circular (True) or hyperbolic ones (False).
    """
    found: tuple[bool, Expr] | None = None
    pending = [expr]
    while pending:
        part = pending.pop()
        if part.op in names and part.symbols & X_BIT:
            own = (part.op in CIRCULAR, part.args[0])
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
    return mul(with_values(expr, angle, values), TWO, below)


def _hyperbolic(expr: Expr, angle: Expr) -> Expr:
    """sinh(u) = (t - 1/t)/2, cosh(u) = (t + 1/t)/2, du = dt/t."""
    inverse = power(X, MINUS_ONE)
    values = {
        "sinh": mul(HALF, add(X, negative(inverse))),
        "cosh": mul(HALF, add(X, inverse)),
    }
    return mul(with_values(expr, angle, values), inverse)


def with_values(expr: Expr, angle: Expr, values: dict[str, Expr]) -> Expr:
    """Return the expression with values in the places of functions of an angle, given by name."""
    return Replacement({function(name, angle): value for name, value in values.items()})(expr)
