"""Sums and differences of two squares, and the functions that go with them as denominators."""

from __future__ import annotations

from collections.abc import Iterator

from hf_mathseq.integrators.candidates import Candidate, logarithm
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import add, divide, function, mul, power, subtract
from hf_mathseq.symbolic.nodes import HALF, NUMBERS, ONE, TWO, Expr, number


def of_two_squares(expr: Expr) -> Iterator[Candidate]:
    """a**2 + b**2 leads to atan(b/a), a**2 - b**2 to ln(a + b) and ln(a - b)."""
    if expr.op != "add" or len(expr.args) != 2:
        return
    first, second = map(_square_root, expr.args)
    if first is None or second is None:
        return
    (one, sign), (other, other_sign) = first, second
    if sign == other_sign:
        ratio = divide(other, one)
        slope = divide(derivative(ratio), add(ONE, power(ratio, TWO)))
        yield Candidate(function("atan", ratio), slope)
    else:
        yield logarithm(add(one, other))
        yield logarithm(subtract(one, other))


def _square_root(term: Expr) -> tuple[Expr, int] | None:
    """Return (r, s) with term = s*r**2 and s = 1 or -1 where numbers and exponents allow it."""
    sign = 1
    parts: list[Expr] = []
    for factor in term.args if term.op == "mul" else (term,):
        if factor.op in NUMBERS:
            sign = -1 if factor.value < 0 else 1
            root = power(number(abs(factor.value)), HALF)
            if root.op not in NUMBERS:
                return None
            parts.append(root)
        elif factor.op == "exp":
            parts.append(function("exp", mul(HALF, factor.args[0])))
        elif factor.op == "pow" and factor.args[1].op == "int" and factor.args[1].value % 2 == 0:
            parts.append(power(factor.args[0], number(factor.args[1].value // 2)))
        else:
            return None
    return mul(*parts), sign
