"""What terms and factors are made of: a number and the rest, a base and its exponent."""

from __future__ import annotations

from hf_mathseq.symbolic.evaluation import mul
from hf_mathseq.symbolic.nodes import MINUS_ONE, NUMBERS, ONE, E, Expr, Rational, node, number


def split_coefficient(expr: Expr) -> tuple[Rational, Expr]:
    """Return the rational factor of a product and the rest; numbers give (number, 1)."""
    if expr.op == "mul":
        first = expr.args[0]
        if first.op in NUMBERS:
            rest = expr.args[1:]
            return first.value, rest[0] if len(rest) == 1 else node("mul", rest)
        return 1, expr
    if expr.op in NUMBERS:
        return expr.value, ONE
    return 1, expr


def base_and_exponent(expr: Expr) -> tuple[Expr, Expr]:
    """Return (b, e) with expr = b**e; exponentials have base E."""
    if expr.op == "pow":
        base, exponent = expr.args
        if base.op == "rational" and base.value.numerator == 1:
            return number(base.value.denominator), mul(MINUS_ONE, exponent)
        return base, exponent
    if expr.op == "exp":
        return E, expr.args[0]
    return expr, ONE
