"""Automatic evaluation of trigonometric functions, with SymPy's results."""

from __future__ import annotations

from fractions import Fraction

from hf_mathseq.symbolic.angles import (
    cosine_of_multiple,
    peel_half_turns,
    pi_multiple,
    sine_of_multiple,
    tangent_of_multiple,
    times_pi,
)
from hf_mathseq.symbolic.evaluation import (
    RULES,
    add,
    function,
    mul,
    negative,
    power,
    subtract,
)
from hf_mathseq.symbolic.nodes import (
    MINUS_ONE,
    ZERO,
    Expr,
    UndefinedValueError,
    node,
)
from hf_mathseq.symbolic.order import has_leading_minus
from hf_mathseq.symbolic.special_values import composed, imaginary_argument


def evaluate_sin(arg: Expr) -> Expr:
    """Parity, multiples of pi, sums with half turns, inverses."""
    if has_leading_minus(arg):
        return negative(function("sin", negative(arg)))
    multiple = pi_multiple(arg)
    if multiple is not None:
        return _sine(multiple)
    if arg.op == "add":
        rest, halves = peel_half_turns(arg)
        if halves:
            sine, cosine = _sine(halves), _cosine(halves)
            return add(mul(sine, function("cos", rest)), mul(cosine, function("sin", rest)))
    return imaginary_argument("sin", arg) or composed("sin", arg) or node("sin", (arg,))


def evaluate_cos(arg: Expr) -> Expr:
    """Parity, multiples of pi, sums with half turns, inverses."""
    if has_leading_minus(arg):
        return function("cos", negative(arg))
    multiple = pi_multiple(arg)
    if multiple is not None:
        return _cosine(multiple)
    if arg.op == "add":
        rest, halves = peel_half_turns(arg)
        if halves:
            sine, cosine = _sine(halves), _cosine(halves)
            return subtract(mul(cosine, function("cos", rest)), mul(sine, function("sin", rest)))
    return imaginary_argument("cos", arg) or composed("cos", arg) or node("cos", (arg,))


def _sine(multiple: Fraction) -> Expr:
    turn = multiple % 2
    if turn > 1:
        return negative(_sine(turn % 1))
    if 2 * turn > 1:
        return _sine(1 - turn)
    return sine_of_multiple(turn) or node("sin", (times_pi(turn),))


def _cosine(multiple: Fraction) -> Expr:
    turn = abs(multiple) % 2
    if turn > 1:
        turn = 2 - turn
    if 2 * turn > 1:
        return negative(_cosine(1 - turn))
    return cosine_of_multiple(turn) or node("cos", (times_pi(turn),))


def evaluate_tan(arg: Expr) -> Expr:
    """Parity, multiples of pi, sums with half turns, inverses."""
    if has_leading_minus(arg):
        return negative(function("tan", negative(arg)))
    multiple = pi_multiple(arg)
    if multiple is not None:
        return _tangent(multiple)
    if arg.op == "add":
        rest, halves = peel_half_turns(arg)
        if halves:
            if halves.denominator == 2:
                return negative(function("cot", rest))
            return function("tan", rest)
    return imaginary_argument("tan", arg) or composed("tan", arg) or node("tan", (arg,))


def _tangent(multiple: Fraction) -> Expr:
    near = multiple % 1
    if near == 0:
        return ZERO
    if near.denominator == 2:
        raise UndefinedValueError("the tangent of an odd multiple of pi/2")
    value = tangent_of_multiple(near)
    if value is not None:
        return value
    if 2 * near > 1:
        return negative(_tangent(1 - near))
    return node("tan", (times_pi(near),))


def evaluate_cot(arg: Expr) -> Expr:
    """Parity, multiples of pi, sums with half turns, inverses."""
    if has_leading_minus(arg):
        return negative(function("cot", negative(arg)))
    multiple = pi_multiple(arg)
    if multiple is not None:
        if multiple.denominator == 1:
            raise UndefinedValueError("the cotangent of a multiple of pi")
        if multiple.denominator == 2:
            return ZERO
        value = tangent_of_multiple(Fraction(1, 2) - multiple)
        return node("cot", (times_pi(multiple % 1),)) if value is None else value
    if arg.op == "add":
        rest, halves = peel_half_turns(arg)
        if halves:
            if halves.denominator == 2:
                return negative(function("tan", rest))
            return function("cot", rest)
    return imaginary_argument("cot", arg) or composed("cot", arg) or node("cot", (arg,))


def evaluate_sec(arg: Expr) -> Expr:
    """1/cos where the cosine has a value."""
    if has_leading_minus(arg):
        return function("sec", negative(arg))
    return _reciprocal("sec", "cos", arg)


def evaluate_csc(arg: Expr) -> Expr:
    """1/sin where the sine has a value."""
    if has_leading_minus(arg):
        return negative(function("csc", negative(arg)))
    return _reciprocal("csc", "sin", arg)


def _reciprocal(name: str, other: str, arg: Expr) -> Expr:
    if arg.op == "a" + name:
        return arg.args[0]
    value = function(other, arg)
    if value is ZERO:
        raise UndefinedValueError("division by zero")
    if value.op == other:
        return node(name, value.args)
    if value.op == "mul" and len(value.args) == 2 and value.args[0] is MINUS_ONE:
        swapped = {"sin": "csc", "cos": "sec"}.get(value.args[1].op)
        if swapped:
            return mul(MINUS_ONE, node(swapped, value.args[1].args))
    swapped = {"sin": "csc", "cos": "sec"}.get(value.op)
    return node(swapped, value.args) if swapped else power(value, MINUS_ONE)


RULES.update(
    {
        **{"sin": evaluate_sin, "cos": evaluate_cos, "tan": evaluate_tan},
        **{"cot": evaluate_cot, "sec": evaluate_sec, "csc": evaluate_csc},
    }
)
