"""Antiderivatives of elementary functions and powers of a linear expression a*x + b."""

from __future__ import annotations

from collections.abc import Callable

from hf_mathseq.integrators.replacement import at
from hf_mathseq.integrators.search import Search
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import (
    add,
    divide,
    function,
    mul,
    negative,
    power,
    square_root,
    subtract,
)
from hf_mathseq.symbolic.nodes import (
    HALF,
    MINUS_ONE,
    ONE,
    TWO,
    X_BIT,
    ZERO,
    Expr,
    X,
)
from hf_mathseq.symbolic.short_form import expanded


def linear_parts(expr: Expr) -> tuple[Expr, Expr] | None:
    """Return (a, b) with expr = a*x + b and a not zero, None for other expressions."""
    slope = derivative(expr)
    if slope is ZERO or slope.symbols & X_BIT:
        return None
    return slope, at(expr, ZERO)


def integrate_by_table(integrand: Expr, search: Search) -> Expr | None:
    """Integrate f(a*x + b), (a*x + b)**n and c**(a*x + b)."""
    if integrand is X:
        return mul(HALF, power(X, TWO))
    if integrand.op == "pow":
        return _power(*integrand.args)
    rule = _RULES.get(integrand.op)
    if rule is None:
        return None
    parts = linear_parts(integrand.args[0])
    return None if parts is None else rule(integrand.args[0], integrand, *parts)


def _power(base: Expr, exponent: Expr) -> Expr | None:
    if not exponent.symbols & X_BIT:
        parts = linear_parts(base) if base.op in ("symbol", "add", "mul") else None
        if parts is not None:
            return divide(_power_of_linear(base, exponent), parts[0])
        rule = _POWERS.get((base.op, exponent.value)) if exponent.op == "int" else None
        parts = linear_parts(base.args[0]) if rule else None
        return divide(rule(base.args[0], base), parts[0]) if rule and parts else None
    parts = None if base.symbols & X_BIT else linear_parts(exponent)
    if parts is None:
        return None
    return divide(power(base, exponent), mul(parts[0], function("ln", base)))


def _power_of_linear(base: Expr, exponent: Expr) -> Expr:
    if exponent is MINUS_ONE:
        return function("ln", base)
    raised = add(exponent, ONE)
    return divide(power(base, raised), raised)


Rule = Callable[[Expr, Expr, Expr, Expr], Expr]


def _scaled(primitive: Callable[[Expr], Expr]) -> Rule:
    """Integrate f(u) as primitive(u)/a."""
    return lambda u, f, a, b: divide(primitive(u), a)


def _by_parts(rest: Callable[[Expr], Expr]) -> Rule:
    """Integrate f(u) as (u*f(u) + rest(u**2))/a, the first product written without u."""

    def rule(u: Expr, f: Expr, a: Expr, b: Expr) -> Expr:
        square = expanded(power(u, TWO))
        return add(mul(X, f), mul(divide(b, a), f), divide(rest(square), a))

    return rule


def _logarithm(u: Expr, f: Expr, a: Expr, b: Expr) -> Expr:
    return add(mul(X, f), mul(divide(b, a), f), negative(X))


def _halved_ln(expr: Expr) -> Expr:
    return mul(HALF, function("ln", expr))


def _minus_ln_cos(u: Expr) -> Expr:
    return negative(function("ln", function("cos", u)))


_RULES: dict[str, Rule] = {
    "exp": _scaled(lambda u: function("exp", u)),
    "ln": _logarithm,
    "sin": _scaled(lambda u: negative(function("cos", u))),
    "cos": _scaled(lambda u: function("sin", u)),
    "tan": _scaled(_minus_ln_cos),
    "asin": _by_parts(lambda s: square_root(subtract(ONE, s))),
    "acos": _by_parts(lambda s: negative(square_root(subtract(ONE, s)))),
    "atan": _by_parts(lambda s: negative(_halved_ln(add(ONE, s)))),
    "sinh": _scaled(lambda u: function("cosh", u)),
    "cosh": _scaled(lambda u: function("sinh", u)),
    "tanh": _scaled(lambda u: function("ln", function("cosh", u))),
    "asinh": _by_parts(lambda s: negative(square_root(add(ONE, s)))),
    "acosh": _by_parts(lambda s: negative(square_root(add(MINUS_ONE, s)))),
    "atanh": _by_parts(lambda s: _halved_ln(subtract(ONE, s))),
    "abs": _scaled(lambda u: mul(HALF, u, function("abs", u))),
    "sign": _scaled(lambda u: function("abs", u)),
}


def _quotient(numerator: str, denominator: str) -> Callable[[Expr], Expr]:
    return lambda u: divide(function(numerator, u), function(denominator, u))


# (function, exponent) -> primitive of function(u)**exponent, given u and function(u).
_POWERS: dict[tuple[str, int], Callable[[Expr, Expr], Expr]] = {
    ("sin", 2): lambda u, f: mul(HALF, subtract(u, mul(f, function("cos", u)))),
    ("cos", 2): lambda u, f: mul(HALF, add(u, mul(f, function("sin", u)))),
    ("tan", 2): lambda u, f: subtract(f, u),
    ("sinh", 2): lambda u, f: mul(HALF, subtract(mul(f, function("cosh", u)), u)),
    ("cosh", 2): lambda u, f: mul(HALF, add(mul(f, function("sinh", u)), u)),
    ("tanh", 2): lambda u, f: subtract(u, f),
    ("cos", -2): lambda u, f: function("tan", u),
    ("sin", -2): lambda u, f: negative(_quotient("cos", "sin")(u)),
    ("cosh", -2): lambda u, f: function("tanh", u),
    ("sinh", -2): lambda u, f: negative(_quotient("cosh", "sinh")(u)),
}
