"""Integrals of 1/q and 1/sqrt(q) for quadratic q whose coefficients hold symbols.

Which of the elementary functions the answer has depends on the sign of the discriminant, and so on
the symbols: constants of integration are taken to be such that the answer is an arctangent or
arcsine, parameters to be near `numeric.GENERIC`.
"""

from __future__ import annotations

from hf_mathseq.symbolic.calculus import derivative, split_constant_factor
from hf_mathseq.symbolic.evaluation import divide, function, mul, negative, power, subtract
from hf_mathseq.symbolic.nodes import HALF, MINUS_ONE, TWO, X_BIT, ZERO, Expr, X, symbol
from hf_mathseq.symbolic.numeric import evaluate
from hf_mathseq.symbolic.short_form import expanded
from hf_mathseq.symbolic.substitution import substitute

CONSTANT_BITS = symbol("a8").symbols | symbol("a9").symbols
"""Of the constants of integration."""


def of_quadratic(expr: Expr) -> Expr | None:
    """Return an antiderivative of k/q or k/sqrt(q) by x, None where it is neither.

    None, too, where parameters alone decide that it has logarithms, which factors of q show.

    Args:
        expr: An expression in x, constants of integration and parameters.

    Raises:
        ExpressionError: A part is out of bounds or has no value.
    """
    varying, factor = split_constant_factor(expr)
    if varying.op != "pow" or varying.args[1] not in (MINUS_ONE, negative(HALF)):
        return None
    quadratic, exponent = varying.args
    slope = expanded(derivative(quadratic))
    curvature = expanded(derivative(slope))
    if curvature.symbols & X_BIT or curvature is ZERO:
        return None
    constant, linear = substitute(quadratic, {X: ZERO}), substitute(slope, {X: ZERO})
    # q = a x^2 + b x + c, with a = curvature/2; the discriminant 4 a c - b^2 and q' = 2 a x + b.
    discriminant = subtract(mul(TWO, curvature, constant), power(linear, TWO))
    if not discriminant.symbols & CONSTANT_BITS and evaluate(discriminant, [0.0])[0] < 0:
        return None
    if exponent is MINUS_ONE:
        root = power(discriminant, HALF)
        found = divide(mul(TWO, function("atan", divide(slope, root))), root)
    else:
        root = power(negative(discriminant), HALF)
        steepness = power(mul(negative(HALF), curvature), HALF)
        found = negative(divide(function("asin", divide(slope, root)), steepness))
    return mul(factor, found)
