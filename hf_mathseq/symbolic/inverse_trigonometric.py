"""Automatic evaluation of inverse trigonometric functions, with SymPy's results."""

from __future__ import annotations

import math
from fractions import Fraction

from hf_mathseq.symbolic.angles import arcsine_table, arctangent_table, pi_multiple, times_pi
from hf_mathseq.symbolic.constant_values import constant_value
from hf_mathseq.symbolic.evaluation import RULES, function, mul, negative, power, subtract
from hf_mathseq.symbolic.nodes import (
    HALF,
    MINUS_ONE,
    ONE,
    PI,
    ZERO,
    Expr,
    UndefinedValueError,
    node,
    number,
)
from hf_mathseq.symbolic.order import has_leading_minus
from hf_mathseq.symbolic.special_values import imaginary_argument


def evaluate_asin(arg: Expr) -> Expr:
    """Odd; table values; asin(sin(c)) for constants."""
    if has_leading_minus(arg):
        return negative(function("asin", negative(arg)))
    if arg is ZERO:
        return ZERO
    if arg is ONE:
        return mul(HALF, PI)
    if not arg.symbols:
        found = _arcsine_of_constant(arg)
        if found is not None:
            return found
    return imaginary_argument("asin", arg) or node("asin", (arg,))


def _arcsine_of_constant(arg: Expr) -> Expr | None:
    multiple = arcsine_table().get(arg)
    if multiple is not None:
        return times_pi(multiple)
    if arg.op == "sin":
        angle = _shifted(arg.args[0], 2)
        if angle is None:
            return None
        value = constant_value(angle)
        if value is not None and value.real > math.pi / 2:
            angle = subtract(PI, angle)
        elif value is not None and value.real < -math.pi / 2:
            angle = subtract(negative(PI), angle)
        return angle
    if arg.op == "cos" and _is_real_constant(arg.args[0]):
        return subtract(mul(HALF, PI), function("acos", arg))
    return None


def _is_real_constant(expr: Expr) -> bool:
    value = constant_value(expr) if not expr.symbols else None
    return value is not None and value.imag == 0


def _shifted(angle: Expr, period: int) -> Expr | None:
    """Add a multiple of period*pi to a constant so that it lies within half a period of 0."""
    value = constant_value(angle) if not angle.symbols else None
    if value is None or value.imag != 0:
        return None
    turns = math.ceil(value.real / (period * math.pi) - 0.5)
    return subtract(angle, mul(number(period * turns), PI)) if turns else angle


def evaluate_acos(arg: Expr) -> Expr:
    """Table values; acos(cos(c)) for constants."""
    if arg is ZERO:
        return mul(HALF, PI)
    if arg is ONE:
        return ZERO
    if arg is MINUS_ONE:
        return PI
    if not arg.symbols:
        found = _arccosine_of_constant(arg)
        if found is not None:
            return found
    return node("acos", (arg,))


def _arccosine_of_constant(arg: Expr) -> Expr | None:
    table = arcsine_table()
    if arg in table:
        return times_pi(Fraction(1, 2) - table[arg])
    if negative(arg) in table:
        return times_pi(Fraction(1, 2) + table[negative(arg)])
    minus = arg.op == "mul" and len(arg.args) == 2 and arg.args[0] is MINUS_ONE
    inner = arg.args[1] if minus else arg
    if inner.op == "cos" and _is_real_constant(inner.args[0]):
        angle = subtract(PI, inner.args[0]) if minus else inner.args[0]
        near = _shifted(angle, 2)
        value = constant_value(near) if near is not None else None
        return near if value is None or near is None or value.real >= 0 else negative(near)
    if inner.op == "sin" and _is_real_constant(inner.args[0]):
        return subtract(mul(HALF, PI), function("asin", arg))
    return None


def evaluate_atan(arg: Expr) -> Expr:
    """Odd; table values; atan(tan(c)) for constants."""
    if has_leading_minus(arg):
        return negative(function("atan", negative(arg)))
    if arg is ZERO:
        return ZERO
    if arg is ONE:
        return mul(number(Fraction(1, 4)), PI)
    if not arg.symbols:
        multiple = arctangent_table().get(arg)
        if multiple is not None:
            return times_pi(multiple)
        if arg.op == "tan":
            angle = _shifted(arg.args[0], 1)
            if angle is not None:
                return angle
    return imaginary_argument("atan", arg) or node("atan", (arg,))


def evaluate_acot(arg: Expr) -> Expr:
    """Odd (as in SymPy); table values."""
    if arg is ZERO:
        return mul(HALF, PI)
    if has_leading_minus(arg):
        return negative(function("acot", negative(arg)))
    if arg is ONE:
        return mul(number(Fraction(1, 4)), PI)
    if not arg.symbols:
        multiple = arctangent_table().get(arg)
        if multiple is not None:
            turned = Fraction(1, 2) - multiple
            return times_pi(turned - 1 if 2 * turned > 1 else turned)
        if arg.op == "cot":
            angle = _shifted(arg.args[0], 1)
            if angle is not None:
                return angle
    return node("acot", (arg,))


def evaluate_asec(arg: Expr) -> Expr:
    """asec(u) = acos(1/u) where that has a table value."""
    if arg is ZERO:
        raise UndefinedValueError("the inverse secant of zero")
    if not arg.symbols:
        value = function("acos", power(arg, MINUS_ONE))
        if value is ZERO or pi_multiple(value) is not None:
            return value
    return node("asec", (arg,))


def evaluate_acsc(arg: Expr) -> Expr:
    """acsc(u) = asin(1/u) where that has a table value."""
    if arg is ZERO:
        raise UndefinedValueError("the inverse cosecant of zero")
    if has_leading_minus(arg):
        return negative(function("acsc", negative(arg)))
    if not arg.symbols:
        value = function("asin", power(arg, MINUS_ONE))
        if pi_multiple(value) is not None:
            return value
    return node("acsc", (arg,))


RULES.update(
    {
        **{"asin": evaluate_asin, "acos": evaluate_acos, "atan": evaluate_atan},
        **{"acot": evaluate_acot, "asec": evaluate_asec, "acsc": evaluate_acsc},
    }
)
