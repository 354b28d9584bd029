"""Quotients in which the factors of sums cancel."""

from __future__ import annotations

from fractions import Fraction
from math import prod

from hf_mathseq.symbolic.decomposition import split_coefficient
from hf_mathseq.symbolic.evaluation import add, divide, function, mul, power
from hf_mathseq.symbolic.nodes import X_BIT, Expr, UndefinedValueError, memos, number
from hf_mathseq.symbolic.short_form import common_factor


def scale_and_rest(expr: Expr) -> tuple[Fraction, Expr]:
    """Write an expression as number times rest, a fixed term of a sum having coefficient 1."""
    if expr.op != "add":
        coefficient, rest = split_coefficient(expr)
        return Fraction(coefficient), rest
    # The order of terms depends on their coefficients, that of what they multiply does not.
    leading = Fraction(max(map(split_coefficient, expr.args), key=lambda term: term[1].key)[0])
    return leading, mul(number(1 / leading), expr)


def monic(expr: Expr) -> tuple[Fraction, Expr]:
    """Write an expression as coefficient times product, sums with leading coefficient 1.

    Args:
        expr: An expression; common factors of the terms of sums among its factors are taken out.
    """
    found = _memo.get(expr)
    if found is None:
        found = _memo[expr] = _monic(expr)
    return found


_memo: dict[Expr, tuple[Fraction, Expr]] = {}
memos.append(_memo)


def _monic(expr: Expr) -> tuple[Fraction, Expr]:
    if expr.op == "add" and expr.symbols & X_BIT:
        outside, inside = common_factor(expr, over_one_denominator=True)
        content, outside = split_coefficient(outside)
        if outside.op == "exp" or any(part.op == "exp" for part in outside.args):
            outside = exponentials_merged(outside)
            terms = inside.args if inside.op == "add" else (inside,)
            inside = add(*map(exponentials_merged, terms))
        leading, inside = scale_and_rest(inside)
        return content * leading, mul(outside, inside)
    if expr.op == "mul":
        parts = [monic(factor) for factor in expr.args]
        coefficient = prod([own for own, _ in parts], start=Fraction(1))
        return coefficient, mul(*[part for _, part in parts])
    if expr.op == "pow" and expr.args[1].op == "int":
        coefficient, base = monic(expr.args[0])
        if not coefficient:
            raise UndefinedValueError("a power of zero")
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
    return exponentials_merged(mul(number(above / below), divide(top, bottom)))


def exponentials_merged(expr: Expr) -> Expr:
    """exp(2*u)*exp(-u) = exp(u) also for sums u, where automatic evaluation keeps both."""
    if expr.op != "mul" or sum(factor.op == "exp" for factor in expr.args) < 2:
        return expr
    others: list[Expr] = []
    exponents: dict[Expr, Fraction] = {}
    for factor in expr.args:
        if factor.op != "exp":
            others.append(factor)
            continue
        coefficient, rest = scale_and_rest(factor.args[0])
        exponents[rest] = exponents.get(rest, Fraction(0)) + coefficient
    merged = [function("exp", mul(number(value), rest)) for rest, value in exponents.items()]
    return mul(*others, *merged)
