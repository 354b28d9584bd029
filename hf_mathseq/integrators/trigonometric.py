"""Rational functions of sin(u) and cos(u) that stay as they are when both change their signs."""

from __future__ import annotations

from hf_mathseq.integrators.generators import UnsuitableError
from hf_mathseq.integrators.half_angles import at_tangent, only_angle, with_values
from hf_mathseq.integrators.multiple_angles import CIRCULAR, HYPERBOLIC, with_one_angle
from hf_mathseq.integrators.rational_functions import in_lowest_terms
from hf_mathseq.integrators.replacement import at
from hf_mathseq.integrators.search import Search
from hf_mathseq.integrators.surds import as_surd
from hf_mathseq.integrators.table import linear_parts
from hf_mathseq.symbolic.evaluation import add, divide, function, mul, power, subtract
from hf_mathseq.symbolic.nodes import MINUS_HALF, ONE, TWO, ZERO, Expr, X


def integrate_trigonometric(integrand: Expr, search: Search) -> Expr | None:
    """Take tan(u), or tanh(u) for hyperbolic functions, for the variable; u is linear.

    With t = tan(u), sin(u) = t/sqrt(1 + t**2) and cos(u) = 1/sqrt(1 + t**2) up to one sign, which
    the integrand must not depend on: the root must vanish from it.
    """
    try:
        rewritten = with_one_angle(integrand)
    except UnsuitableError:
        return None
    angle = only_angle(rewritten, (*CIRCULAR, *HYPERBOLIC))
    parts = linear_parts(angle[1]) if angle else None
    if angle is None or parts is None:
        return None
    search.budget.spend()
    circular, inner = angle
    rational = _of_tangent(rewritten, circular, inner)
    answer = None if rational is None else search.integrate(rational)
    if answer is None:
        return None
    written = at_tangent(answer, inner) if circular else at(answer, function("tanh", inner))
    return divide(written, parts[0])


def _of_tangent(expr: Expr, circular: bool, angle: Expr) -> Expr | None:
    """Return the integrand in t, du = dt/(1 + t**2), or dt/(1 - t**2) with hyperbolic functions."""
    square = (add if circular else subtract)(ONE, power(X, TWO))
    cosine = power(square, MINUS_HALF)
    names = CIRCULAR if circular else HYPERBOLIC
    values = dict(zip(names, (mul(X, cosine), cosine, X), strict=True))
    surd = as_surd(with_values(expr, angle, values), square)
    if surd is None or surd[1] is not ZERO:
        return None
    return in_lowest_terms(divide(surd[0], square))
