"""Solving for a symbol by undoing the operators between the root and its leaf.

Where the symbol stands in several terms of a sum, the sum is brought over one denominator and read
as a polynomial of degree one or two in the smallest part that all of them share (`collected`). No
general solver is needed for expressions with each constant drawn once (arXiv 1912.01412, section
3.2).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from hf_mathseq.symbolic.collecting import collected
from hf_mathseq.symbolic.decomposition import base_and_exponent
from hf_mathseq.symbolic.evaluation import (
    divide,
    function,
    negative,
    power,
    product_of,
    subtract,
    sum_of,
)
from hf_mathseq.symbolic.factored import factored
from hf_mathseq.symbolic.nodes import MINUS_ONE, NUMBERS, PI, Expr, number

Pick = Callable[[int], int]
"""Chooses one of several branches: the number of branches -> an index."""

MAX_WORDS = 1024
"""Longer intermediate values lead to equations that do not fit published sequences."""
_MAX_STEPS = 64


def solve_for(unknown: Expr, expr: Expr, value: Expr, pick: Pick) -> Expr | None:
    """Return an expression for `unknown` such that `expr` equals `value`, None if none is found.

    Inverse functions of several branches (square roots, sines, ...) give one of them.

    Args:
        unknown: A symbol.
        expr: An expression with it, or one that has lost it.
        value: An expression without it.
        pick: Chooses the branches.

    Raises:
        ExpressionError: An intermediate expression is out of bounds or has no value.
    """
    for _ in range(_MAX_STEPS):
        if expr is unknown:
            return value
        if value.words > MAX_WORDS or not expr.symbols & unknown.symbols:
            return None
        step = _step(unknown, expr, value, pick)
        if step is None:
            return None
        expr, value = step
    return None


def _step(unknown: Expr, expr: Expr, value: Expr, pick: Pick) -> tuple[Expr, Expr] | None:
    """Undo the outermost operator."""
    bit = unknown.symbols
    holding = [arg for arg in expr.args if arg.symbols & bit]
    if len(holding) > 1:
        return collected(unknown, subtract(expr, value), pick)
    inner = holding[0]
    others = [arg for arg in expr.args if arg is not inner]
    if expr.op == "add":
        return inner, subtract(value, sum_of(others))
    if expr.op == "mul":
        return inner, _quotient(value, product_of(others))
    if expr.op == "pow":
        return _root(expr, inner, value, pick)
    branches = _INVERSES.get(expr.op)
    if branches is None:
        return None
    return inner, branches[pick(len(branches))](value)


def _quotient(value: Expr, divisor: Expr) -> Expr:
    """Divide, a sum term by term unless the divisor has sums itself."""
    factors = divisor.args if divisor.op == "mul" else (divisor,)
    if value.op != "add" or any(base_and_exponent(factor)[0].op == "add" for factor in factors):
        return divide(value, divisor)
    return sum_of([divide(term, divisor) for term in value.args])


def _root(expr: Expr, inner: Expr, value: Expr, pick: Pick) -> tuple[Expr, Expr]:
    base, exponent = expr.args
    if inner is exponent:
        return exponent, divide(function("ln", value), function("ln", base))
    if exponent.op not in NUMBERS:
        return base, power(value, power(exponent, MINUS_ONE))
    over_one_denominator = factored(value).expression()
    root = power(over_one_denominator, number(1 / Fraction(exponent.value)))
    if exponent.value.numerator % 2 == 0 and pick(2):
        return base, negative(root)
    return base, root


def _named(name: str) -> Callable[[Expr], Expr]:
    return lambda value: function(name, value)


def _minus(name: str) -> Callable[[Expr], Expr]:
    return lambda value: negative(function(name, value))


def _supplement(name: str) -> Callable[[Expr], Expr]:
    """The other angle with the same sine or cosecant."""
    return lambda value: subtract(PI, function(name, value))


# The branches of the inverse of every function, enough to reach all values with constants of
# integration: angles that differ by full turns differ by a constant.
_INVERSES: dict[str, tuple[Callable[[Expr], Expr], ...]] = {
    "exp": (_named("ln"),),
    "ln": (_named("exp"),),
    "abs": (lambda value: value, negative),
    **{name: (_named("a" + name), _supplement("a" + name)) for name in ("sin", "csc")},
    **{name: (_named("a" + name), _minus("a" + name)) for name in ("cos", "sec", "cosh", "sech")},
    **{name: (_named("a" + name),) for name in ("tan", "cot", "sinh", "tanh", "coth", "csch")},
    **{
        "a" + name: (_named(name),)
        for circular in ("sin", "cos", "tan", "cot", "sec", "csc")
        for name in (circular, circular + "h")
    },
}
