"""Automatic evaluation of hyperbolic functions and their inverses, with SymPy's results."""

from __future__ import annotations

from collections.abc import Callable

from hf_mathseq.symbolic.evaluation import RULES, add, function, mul, negative, power, square_root
from hf_mathseq.symbolic.facts import is_real
from hf_mathseq.symbolic.nodes import (
    HALF,
    MINUS_ONE,
    ONE,
    PI,
    TWO,
    ZERO,
    Expr,
    I,
    UndefinedValueError,
    node,
)
from hf_mathseq.symbolic.order import has_leading_minus
from hf_mathseq.symbolic.special_values import composed, imaginary_argument

ODD = ("sinh", "tanh", "coth", "csch", "asinh", "atanh", "acoth", "acsch")
EVEN = ("cosh", "sech")


def _special(name: str, arg: Expr) -> Expr | None:
    """Return the value at 0 and 1 and of constants f(f^-1(c)), None where there is none."""
    if arg is ZERO:
        if name in ("coth", "csch", "asech", "acsch"):
            raise UndefinedValueError(f"{name}(0)")
        return {"cosh": ONE, "sech": ONE, "acosh": _half_turn(), "acoth": _half_turn()}.get(
            name, ZERO
        )
    if arg is ONE:
        if name in ("atanh", "acoth"):
            raise UndefinedValueError(f"{name}(1)")
        if name in ("asinh", "acsch"):
            return function("ln", add(ONE, square_root(TWO)))
        if name in ("acosh", "asech"):
            return ZERO
    if arg is MINUS_ONE and name == "asinh":
        return function("ln", add(MINUS_ONE, square_root(TWO)))
    return None


def _half_turn() -> Expr:
    return mul(HALF, PI, I)


def _evaluate(name: str, arg: Expr) -> Expr:
    value = _special(name, arg)
    if value is not None:
        return value
    if name in ("acosh", "asech"):
        return _even_inverse(name, arg)
    found = imaginary_argument(name, arg) if name in _WITH_TURNED else None
    if found is not None:
        return found
    if has_leading_minus(arg):
        flipped = function(name, negative(arg))
        return flipped if name in EVEN else negative(flipped)
    if not arg.symbols and arg.op == name[1:] and name in ("asinh", "atanh"):
        inner = arg.args[0]
        if is_real(inner):
            return inner
    return composed(name, arg) or _reciprocal(name, arg) or node(name, (arg,))


_WITH_TURNED = ("sinh", "cosh", "tanh", "coth", "asinh", "atanh")
_RECIPROCALS = {"sech": "cosh", "csch": "sinh"}


def _reciprocal(name: str, arg: Expr) -> Expr | None:
    other = _RECIPROCALS.get(name)
    if other is None:
        return None
    if arg.op == "a" + name:
        return arg.args[0]
    value = function(other, arg)
    return None if value.op == other else power(value, MINUS_ONE)


def _even_inverse(name: str, arg: Expr) -> Expr:
    """Acosh and asech: imaginary multiples of pi for constants within [-1, 1]."""
    if arg is MINUS_ONE:
        return mul(PI, I)
    if not arg.symbols:
        cosine = arg if name == "acosh" else power(arg, MINUS_ONE)
        angle = function("acos", cosine)
        if angle.op == "mul" and angle.args[-1] is PI and len(angle.args) == 2:
            return mul(angle, I)
        if arg.op == "cosh" and name == "acosh" and is_real(arg.args[0]):
            return function("abs", arg.args[0])
    return node(name, (arg,))


def _rule(name: str) -> Callable[[Expr], Expr]:
    def evaluate(arg: Expr) -> Expr:
        return _evaluate(name, arg)

    return evaluate


for _name in (*ODD, *EVEN, "acosh", "asech"):
    RULES[_name] = _rule(_name)
