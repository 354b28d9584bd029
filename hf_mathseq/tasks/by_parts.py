"""One step of integration by parts: the integral of F*g from that of f*G, or the other way."""

from __future__ import annotations

from fractions import Fraction

from hf_mathseq.integrators.modular import rational
from hf_mathseq.symbolic.calculus import split_constant_factor, without_constant_terms
from hf_mathseq.symbolic.evaluation import divide, mul, subtract
from hf_mathseq.symbolic.expression import Expr, number
from hf_mathseq.symbolic.fingerprints import Fingerprints, over, times
from hf_mathseq.symbolic.nodes import X_BIT
from hf_mathseq.symbolic.residue_functions import PRIME
from hf_mathseq.tasks.drawn_parts import Part
from hf_mathseq.tasks.parts_table import Primitive

SLACK = 500
"""A rational factor n/d has |n|*d < `PRIME`/`SLACK`: few residues look like one by accident."""


def by_parts(
    left: Part, right: Part, slope_known: bool, primitive: Primitive, fingerprints: Fingerprints
) -> tuple[Expr, Expr] | None:
    """Return (h, H) with H' = h, unless a fingerprint was misleading.

    Args:
        left: F and f = F'.
        right: G and g = G'.
        slope_known: Whether f*G is the known product and h = F*g; else the other way round.
        primitive: An antiderivative of the known product up to a constant factor.
        fingerprints: Values of expressions.

    Returns:
        None where the factor between product and table is not rational, but for factors that
        stand outside sums.

    Raises:
        ExpressionError: A result without value or out of bounds.
    """
    if slope_known:
        known, new = (left.slope, right.function), (left.function, right.slope)
    else:
        known, new = (left.function, right.slope), (left.slope, right.function)
    factor = _factor(*known, primitive, fingerprints)
    if factor is None:
        return None
    integral = mul(factor, primitive.antiderivative)
    whole = subtract(mul(left.function, right.function), integral)
    return mul(*new), without_constant_terms(whole)


def _factor(
    left: Expr, right: Expr, primitive: Primitive, fingerprints: Fingerprints
) -> Expr | None:
    """Return c with left*right = c*u, where `primitive` belongs to u."""
    (left, left_constant), (right, right_constant) = map(split_constant_factor, (left, right))
    product = times(fingerprints.values(left), fingerprints.values(right))
    quotients = over(product, primitive.values)
    found = rational(quotients[0], PRIME, SLACK) if len(set(quotients)) == 1 else None
    if found is None:
        return None
    return mul(left_constant, right_constant, number(Fraction(*found)))


def without_constant_factor(integrand: Expr, antiderivative: Expr) -> tuple[Expr, Expr]:
    """Return the pair divided by the factors of the integrand that are free of x."""
    varying, constant = split_constant_factor(integrand)
    if not varying.symbols & X_BIT:
        return integrand, antiderivative
    return varying, divide(antiderivative, constant)
