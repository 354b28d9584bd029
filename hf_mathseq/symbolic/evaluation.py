"""Entry points of automatic evaluation, and the table of rules behind them.

Sums, products, powers and functions need each other; the modules that hold their rules enter them
in `RULES` and call one another through this module, which is also where results are remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from hf_mathseq.symbolic.nodes import MINUS_ONE, ONE, ZERO, Expr, memos, number

RULES: dict[str, Callable[..., Expr]] = {}

_powers: dict[tuple[Expr, Expr], Expr] = {}
_functions: dict[tuple[str, Expr], Expr] = {}
memos.extend((_powers, _functions))


def add(*terms: Expr) -> Expr:
    """Return the sum of expressions in normal form."""
    return RULES["add"](terms)


def mul(*factors: Expr) -> Expr:
    """Return the product of expressions in normal form."""
    return RULES["mul"](factors)


def power(base: Expr, exponent: Expr) -> Expr:
    """Return `base**exponent` in normal form.

    Raises:
        UndefinedValueError: Zero to a negative power.
    """
    if exponent is ONE:
        return base
    found = _powers.get((base, exponent))
    if found is None:
        found = _powers[base, exponent] = RULES["pow"](base, exponent)
    return found


def function(name: str, arg: Expr) -> Expr:
    """Return a one-place function ("sin", "exp", "ln", "abs", ...) in normal form.

    Raises:
        UndefinedValueError: The function has a pole at this argument.
    """
    found = _functions.get((name, arg))
    if found is None:
        found = _functions[name, arg] = RULES[name](arg)
    return found


def negative(expr: Expr) -> Expr:
    """Return `-expr`."""
    if expr.op == "int" or expr.op == "rational":
        return number(-expr.value)
    return mul(MINUS_ONE, expr)


def subtract(left: Expr, right: Expr) -> Expr:
    """Return `left - right`."""
    return add(left, negative(right))


def divide(left: Expr, right: Expr) -> Expr:
    """Return `left / right`."""
    return mul(left, power(right, MINUS_ONE))


def square_root(expr: Expr) -> Expr:
    """Return the principal square root."""
    return power(expr, number(Fraction(1, 2)))


def sum_of(terms: Sequence[Expr]) -> Expr:
    """Return the sum of a sequence; an empty one is 0."""
    return add(*terms) if terms else ZERO


def product_of(factors: Sequence[Expr]) -> Expr:
    """Return the product of a sequence; an empty one is 1."""
    return mul(*factors) if factors else ONE


def rebuilt(op: str, args: tuple[Expr, ...]) -> Expr:
    """Return the normal form of a node's operator applied to normal forms."""
    if op in ("add", "mul"):
        return RULES[op](args)
    if op == "pow":
        return power(*args)
    return function(op, args[0])
