"""Derivatives in the form of the published data, and the parts of expressions free of x."""

from __future__ import annotations

from collections.abc import Callable

from hf_mathseq.symbolic.evaluation import add, divide, function, mul, negative, power, square_root
from hf_mathseq.symbolic.nodes import (
    MINUS_ONE,
    ONE,
    TWO,
    X_BIT,
    ZERO,
    Expr,
    ExpressionError,
    X,
    memos,
    node,
    number,
)

_memo: dict[Expr, Expr] = {}
memos.append(_memo)


def derivative(expr: Expr) -> Expr:
    """Return d(expr)/dx in normal form; derivatives of nodes are remembered.

    The derivative of acosh(u) is u'/sqrt(u**2 - 1), as in the published data.

    Raises:
        ExpressionError: `sign(u)` occurs (its derivative is no function), or an unknown function.
        UndefinedValueError: The derivative has no value.
    """
    if not expr.symbols & X_BIT:
        return ZERO
    found = _memo.get(expr)
    if found is None:
        found = _memo[expr] = _RULES.get(expr.op, _chain)(expr)
    return found


def _of_symbol(expr: Expr) -> Expr:
    return ONE if expr is X else ZERO


def _of_sum(expr: Expr) -> Expr:
    return add(*[derivative(term) for term in expr.args if term.symbols & X_BIT])


def _of_product(expr: Expr) -> Expr:
    factors = expr.args
    terms = []
    for i, factor in enumerate(factors):
        if factor.symbols & X_BIT:
            slope = derivative(factor)
            if slope is not ZERO:
                terms.append(mul(*factors[:i], slope, *factors[i + 1 :]))
    return add(*terms) if terms else ZERO


def _of_power(expr: Expr) -> Expr:
    base, exponent = expr.args
    inner = ZERO
    if base.symbols & X_BIT:
        inner = mul(mul(derivative(base), exponent), power(base, MINUS_ONE))
    if exponent.symbols & X_BIT:
        inner = add(mul(derivative(exponent), function("ln", base)), inner)
    return mul(expr, inner)


def _chain(expr: Expr) -> Expr:
    rule = _FUNCTIONS.get(expr.op)
    if rule is None:
        raise ExpressionError(f"{expr.op} has no derivative here")
    inner = expr.args[0]
    slope = derivative(inner)
    return ZERO if slope is ZERO else mul(rule(inner, expr), slope)


def _squared(u: Expr) -> Expr:
    return power(u, TWO)


def _one_minus_square(u: Expr) -> Expr:
    return add(ONE, negative(_squared(u)))


def _one_plus_square(u: Expr) -> Expr:
    return add(ONE, _squared(u))


def _inverse(u: Expr) -> Expr:
    return power(u, MINUS_ONE)


def _inverse_root(u: Expr) -> Expr:
    return _inverse(square_root(u))


def _reciprocal_root(u: Expr, sign: int) -> Expr:
    """sqrt(1 + sign/u**2)."""
    return square_root(add(ONE, mul(number(sign), power(u, negative(TWO)))))


def _minus(u: Expr) -> Expr:
    return negative(u)


# f'(u) for f(u), given u and f(u); the forms are SymPy's.
_FUNCTIONS: dict[str, Callable[[Expr, Expr], Expr]] = {
    "exp": lambda u, f: f,
    "ln": lambda u, f: _inverse(u),
    "abs": lambda u, f: function("sign", u),
    "sin": lambda u, f: function("cos", u),
    "cos": lambda u, f: _minus(function("sin", u)),
    "tan": lambda u, f: _one_plus_square(f),
    "cot": lambda u, f: add(MINUS_ONE, _minus(_squared(f))),
    "sec": lambda u, f: mul(function("tan", u), f),
    "csc": lambda u, f: mul(MINUS_ONE, function("cot", u), f),
    "asin": lambda u, f: _inverse_root(_one_minus_square(u)),
    "acos": lambda u, f: _minus(_inverse_root(_one_minus_square(u))),
    "atan": lambda u, f: _inverse(_one_plus_square(u)),
    "acot": lambda u, f: _minus(_inverse(_one_plus_square(u))),
    "asec": lambda u, f: _inverse(mul(_squared(u), _reciprocal_root(u, -1))),
    "acsc": lambda u, f: _minus(_inverse(mul(_squared(u), _reciprocal_root(u, -1)))),
    "sinh": lambda u, f: function("cosh", u),
    "cosh": lambda u, f: function("sinh", u),
    "tanh": lambda u, f: _one_minus_square(f),
    "coth": lambda u, f: _minus(power(function("sinh", u), negative(TWO))),
    "sech": lambda u, f: mul(MINUS_ONE, function("tanh", u), f),
    "csch": lambda u, f: mul(MINUS_ONE, function("coth", u), f),
    "asinh": lambda u, f: _inverse_root(_one_plus_square(u)),
    "acosh": lambda u, f: _inverse_root(add(_squared(u), MINUS_ONE)),
    "atanh": lambda u, f: _inverse(_one_minus_square(u)),
    "acoth": lambda u, f: _inverse(_one_minus_square(u)),
    "asech": lambda u, f: divide(MINUS_ONE, mul(u, square_root(_one_minus_square(u)))),
    "acsch": lambda u, f: _minus(_inverse(mul(_squared(u), _reciprocal_root(u, 1)))),
}
_RULES: dict[str, Callable[[Expr], Expr]] = {
    **{"symbol": _of_symbol, "add": _of_sum, "mul": _of_product, "pow": _of_power},
    "f": lambda expr: node("derivative", (expr, X)),
    "derivative": lambda expr: node("derivative", (expr, X)),
}


def without_constant_terms(expr: Expr) -> Expr:
    """Drop the terms without x of a sum; other expressions are returned as they are."""
    if expr.op != "add":
        return expr
    return add(*[term for term in expr.args if term.symbols & X_BIT])


def split_constant_factor(expr: Expr) -> tuple[Expr, Expr]:
    """Return (u, c) with expr = c*u, c the product of the factors without x."""
    if not expr.symbols & X_BIT:
        return ONE, expr
    if expr.op != "mul":
        return expr, ONE
    fixed = [factor for factor in expr.args if not factor.symbols & X_BIT]
    if not fixed:
        return expr, ONE
    varying = [factor for factor in expr.args if factor.symbols & X_BIT]
    return mul(*varying), mul(*fixed)
