"""Integrands written in another way that the normal form does not undo."""

from __future__ import annotations

from collections.abc import Callable

from hf_mathseq.integrators.replacement import rebuilt
from hf_mathseq.symbolic.evaluation import (
    add,
    divide,
    function,
    mul,
    negative,
    square_root,
    subtract,
)
from hf_mathseq.symbolic.expression import Expr, number, symbol
from hf_mathseq.symbolic.nodes import ONE, TWO


def _half(name: str, u: Expr) -> Expr:
    return function(name, divide(u, TWO))


# Function -> the same by other functions, given the argument.
IDENTITIES: dict[str, Callable[[Expr], Expr]] = {
    "tan": lambda u: divide(function("sin", u), function("cos", u)),
    "tanh": lambda u: divide(function("sinh", u), function("cosh", u)),
    "sinh": lambda u: divide(subtract(function("exp", u), function("exp", negative(u))), TWO),
    "cosh": lambda u: divide(add(function("exp", u), function("exp", negative(u))), TWO),
    "exp": lambda u: add(function("cosh", u), function("sinh", u)),
    "ln": lambda u: subtract(function("ln", mul(number(3), u)), function("ln", number(3))),
    "sin": lambda u: mul(TWO, _half("sin", u), _half("cos", u)),
    "cos": lambda u: subtract(mul(TWO, _half("cos", u), _half("cos", u)), ONE),
    "asinh": lambda u: function("ln", add(u, square_root(add(mul(u, u), ONE)))),
}


def rewritten(expr: Expr, turn: int) -> Expr:
    """Return an equal expression of another form.

    Args:
        expr: An expression in x.
        turn: Which of the ways is taken: those by an identity for one of its functions, and
            multiplying it out with x + 1 over x + 1.
    """
    ways = [name for name in IDENTITIES if _uses(expr, name)]
    chosen = turn % (len(ways) + 1)
    return _replaced(expr, ways[chosen]) if chosen < len(ways) else _multiplied_out(expr)


def _uses(expr: Expr, name: str) -> bool:
    return expr.op == name or any(_uses(arg, name) for arg in expr.args)


def _replaced(expr: Expr, name: str) -> Expr:
    """Return the expression with every use of one function replaced by its identity."""
    if not expr.args:
        return expr
    args = tuple(_replaced(arg, name) for arg in expr.args)
    return IDENTITIES[name](args[0]) if expr.op == name else rebuilt(expr.op, args)


def _multiplied_out(expr: Expr) -> Expr:
    x = symbol("x")
    return divide(add(mul(x, expr), expr), add(x, ONE))
