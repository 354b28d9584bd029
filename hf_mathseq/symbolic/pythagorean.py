"""Pythagorean identities: 1 + tan(u)**2 = 1/cos(u)**2 and its kin, within a sum."""

from __future__ import annotations

from collections.abc import Callable

from hf_mathseq.symbolic.decomposition import split_coefficient
from hf_mathseq.symbolic.evaluation import add, function, mul, power
from hf_mathseq.symbolic.nodes import NUMBERS, TWO, Expr, number

# u**2 terms that make one with a constant: (function, sign of its square, sign of the constant,
# result as a function of the argument): sign_c*c + sign*c*f(u)**2 = c*result.
_IDENTITIES: dict[tuple[str, int, int], Callable[[Expr], Expr]] = {
    ("tan", 1, 1): lambda u: power(function("cos", u), number(-2)),
    ("tanh", -1, 1): lambda u: power(function("cosh", u), number(-2)),
    ("sin", -1, 1): lambda u: power(function("cos", u), TWO),
    ("cos", -1, 1): lambda u: power(function("sin", u), TWO),
    ("sinh", 1, 1): lambda u: power(function("cosh", u), TWO),
    ("cosh", 1, -1): lambda u: power(function("sinh", u), TWO),
}


def pythagorean(expr: Expr) -> Expr:
    """Apply identities such as 1 + tan(u)**2 = 1/cos(u)**2 to a number and a square of a sum."""
    constant = expr.args[0]
    if constant.op not in NUMBERS:
        return _sine_and_cosine(expr)
    for i, term in enumerate(expr.args[1:], start=1):
        coefficient, rest = split_coefficient(term)
        if abs(coefficient) != abs(constant.value) or not _is_square(rest):
            continue
        inner = rest.args[0]
        signs = (1 if coefficient > 0 else -1, 1 if constant.value > 0 else -1)
        for flip in (1, -1):
            rule = _IDENTITIES.get((inner.op, flip * signs[0], flip * signs[1]))
            if rule is not None:
                value = mul(number(flip * abs(constant.value)), rule(inner.args[0]))
                return add(*expr.args[1:i], value, *expr.args[i + 1 :])
    return expr


def _is_square(expr: Expr) -> bool:
    return expr.op == "pow" and expr.args[1] is TWO


def _sine_and_cosine(expr: Expr) -> Expr:
    """c*sin(u)**2 + c*cos(u)**2 = c, c*cosh(u)**2 - c*sinh(u)**2 = c."""
    squares = [term for term in expr.args if _is_square(split_coefficient(term)[1])]
    for first in squares:
        c, rest = split_coefficient(first)
        inner = rest.args[0]
        for other, sign in (("sin", 1), ("sinh", -1)):
            if inner.op != {"sin": "cos", "sinh": "cosh"}[other]:
                continue
            partner = mul(number(c * sign), power(function(other, inner.args[0]), TWO))
            if partner in expr.args:
                rest_terms = [t for t in expr.args if t is not first and t is not partner]
                return add(number(c), *rest_terms)
    return expr
