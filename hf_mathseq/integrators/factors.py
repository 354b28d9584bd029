"""Quotients in which the factors of sums cancel."""

from __future__ import annotations

from fractions import Fraction
from math import prod

from hf_mathseq.symbolic.arithmetic import split_coefficient
from hf_mathseq.symbolic.evaluation import divide, mul, power
from hf_mathseq.symbolic.nodes import X_BIT, Expr, UndefinedValueError, number
from hf_mathseq.symbolic.short_form import common_factor


def monic(expr: Expr) -> tuple[Fraction, Expr]:
    """Write an expression as coefficient times product, sums with leading coefficient 1.

    Args:
        expr: An expression; common factors of the terms of sums among its factors are taken out.
    """
    if expr.op == "add" and expr.symbols & X_BIT:
        outside, inside = common_factor(expr, over_one_denominator=True)
        content, outside = split_coefficient(outside)
        leading = split_coefficient(inside.args[-1] if inside.op == "add" else inside)[0]
        return Fraction(content * leading), mul(outside, mul(number(Fraction(1, leading)), inside))
    if expr.op == "mul":
        parts = [monic(factor) for factor in expr.args]
        coefficient = prod([own for own, _ in parts], start=Fraction(1))
        return coefficient, mul(*[part for _, part in parts])
    if expr.op == "pow" and expr.args[1].op == "int":
        coefficient, base = monic(expr.args[0])
        return coefficient ** expr.args[1].value, power(base, expr.args[1])
    content, rest = split_coefficient(expr)
    return Fraction(content), rest


def quotient(numerator: Expr, denominator: Expr) -> Expr:
    """Return numerator/denominator, cancelled as far as factors of sums show.

    Raises:
        UndefinedValueError: The denominator turns out to be zero.
    """
    above, top = monic(numerator)
    below, bottom = monic(denominator)
    if not below:
        raise UndefinedValueError("division by zero")
    return mul(number(above / below), divide(top, bottom))
