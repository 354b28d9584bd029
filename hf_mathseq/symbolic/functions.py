"""Automatic evaluation of exp, ln, abs, sign and the unevaluated functions."""

from __future__ import annotations

from fractions import Fraction

from hf_mathseq.symbolic.angles import pi_multiple
from hf_mathseq.symbolic.evaluation import RULES, add, divide, function, mul, negative, power
from hf_mathseq.symbolic.facts import (
    NONPOSITIVE,
    facts,
    is_negative,
    is_nonnegative,
    is_nonzero,
    is_positive,
    is_real,
)
from hf_mathseq.symbolic.nodes import (
    MINUS_ONE,
    NUMBERS,
    ONE,
    PI,
    ZERO,
    E,
    Expr,
    I,
    UndefinedValueError,
    node,
    number,
)
from hf_mathseq.symbolic.order import has_leading_minus


def evaluate_exp(arg: Expr) -> Expr:
    """Apply exp(0) = 1, exp(1) = E, exp(ln u) = u, exp(3*ln u) = u**3, exp(u + ln v) = v*exp(u)."""
    if arg is ZERO:
        return ONE
    if arg is ONE:
        return E
    if arg.op == "ln":
        return arg.args[0]
    if arg.op == "mul":
        found = _unit_exponential(arg) if arg.args[-1] is I else _power_from_logarithm(arg)
        if found is not None:
            return found
    elif arg.op == "add":
        return _exp_of_sum(arg)
    return node("exp", (arg,))


def _unit_exponential(arg: Expr) -> Expr | None:
    """exp(c*pi*I) for a multiple c of 1/2; other rational c are brought to -1 < c <= 1."""
    turns = pi_multiple(divide(arg, I))
    if turns is None:
        return None
    if (2 * turns).denominator == 1:
        return (ONE, I, MINUS_ONE, mul(MINUS_ONE, I))[int(2 * turns) % 4]
    near = 1 - (1 - turns) % 2
    return None if near == turns else function("exp", mul(number(near), PI, I))


def _power_from_logarithm(arg: Expr) -> Expr | None:
    """exp(c*ln(u)) with one logarithm and constant other factors."""
    base: Expr | None = None
    coefficients: list[Expr] = []
    for factor in arg.args:
        if factor.op == "ln":
            if base is not None:
                return None
            base = factor.args[0]
        elif factor.symbols == 0 and is_real(factor):
            coefficients.append(factor)
        else:
            return None
    return None if base is None else power(base, mul(*coefficients))


def _exp_of_sum(arg: Expr) -> Expr:
    outside: list[Expr] = []
    inside: list[Expr] = []
    for term in arg.args:
        value = node("exp", (term,)) if term is ONE else function("exp", term)
        if value.op == "exp":
            inside.append(value.args[0])
        else:
            outside.append(value)
    if not outside:
        return node("exp", (arg,))
    rest = add(*inside) if inside else ZERO
    if rest is ZERO:
        return mul(*outside)
    return mul(*outside, E if rest is ONE else node("exp", (rest,)))


def evaluate_ln(arg: Expr) -> Expr:
    """ln(1) = 0, ln(1/n) = -ln(n), ln(E) = 1, ln(exp(u)) = u for real u, ln of negatives."""
    if arg is ZERO:
        raise UndefinedValueError("the logarithm of zero")
    if arg is ONE:
        return ZERO
    if arg is E:
        return ONE
    if arg.op == "rational" and arg.value.numerator == 1:
        return negative(function("ln", number(arg.value.denominator)))
    if arg.op == "exp" and is_real(arg.args[0]):
        return arg.args[0]
    if arg.symbols == 0 and is_negative(arg):
        return add(mul(PI, I), function("ln", negative(arg)))
    if arg is I or (arg.op == "mul" and len(arg.args) == 2 and arg.args[1] is I):
        return _ln_of_imaginary(arg)
    return node("ln", (arg,))


def _ln_of_imaginary(arg: Expr) -> Expr:
    size = divide(arg, I)
    half_turn = mul(number(Fraction(1, 2)), PI, I)
    if size.op not in NUMBERS:
        return node("ln", (arg,))
    if size.value > 0:
        return add(half_turn, function("ln", size))
    return add(negative(half_turn), function("ln", negative(size)))


def evaluate_abs(arg: Expr) -> Expr:
    """|u| with known signs taken out, |u*v| and |u**n| split."""
    if arg.op in NUMBERS:
        return number(abs(arg.value))
    if arg.op == "add" and has_leading_minus(arg):
        arg = negative(arg)
    if arg.op == "mul":
        return _abs_of_product(arg)
    if arg.op == "pow":
        found = _abs_of_power(arg)
        if found is not None:
            return found
    if arg.op == "sign" and is_nonzero(arg.args[0]):
        return ONE
    if arg is I:
        return ONE
    if is_nonnegative(arg):
        return arg
    if facts(arg) & NONPOSITIVE:
        return negative(arg)
    return node("abs", (arg,))


def _abs_of_product(arg: Expr) -> Expr:
    known: list[Expr] = []
    unknown: list[Expr] = []
    for factor in arg.args:
        base, exponent = factor, ONE
        if factor.op == "pow" and factor.args[1].op == "int" and factor.args[1].value < 0:
            base, exponent = factor.args
        value = function("abs", base)
        if value.op != "abs" or value is base:
            known.append(power(value, exponent))
        else:
            unknown.append(_aligned(factor))
    if len(unknown) < 2:
        return mul(*known, *[function("abs", factor) for factor in unknown])
    return mul(*known, node("abs", (mul(*unknown),)))


def _aligned(factor: Expr) -> Expr:
    """Return the factor with the sign under which its absolute value is written."""
    if factor.op == "add" and has_leading_minus(factor):
        return negative(factor)
    return factor


def _abs_of_power(arg: Expr) -> Expr | None:
    base, exponent = arg.args
    if not is_real(base):
        return None
    if exponent.op == "int":
        if exponent.value % 2 == 0:
            return arg
        return power(function("abs", base), exponent)
    if is_nonnegative(base) and is_real(exponent):
        return arg
    if is_negative(base) and is_real(exponent):
        return power(negative(base), exponent)
    return None


def evaluate_sign(arg: Expr) -> Expr:
    """sign(u) with factors of known sign taken out."""
    if arg.op in NUMBERS:
        return number((arg.value > 0) - (arg.value < 0))
    if arg.op == "mul":
        sign, unknown = 1, []
        for factor in arg.args:
            if is_negative(factor):
                sign = -sign
            elif not is_positive(factor):
                unknown.append(factor)
        if len(unknown) == len(arg.args):
            return node("sign", (arg,))
        if not unknown:
            return number(sign)
        return mul(number(sign), function("sign", mul(*unknown)))
    if is_positive(arg):
        return ONE
    if is_negative(arg):
        return MINUS_ONE
    return arg if arg.op == "sign" else node("sign", (arg,))


RULES["exp"] = evaluate_exp
RULES["ln"] = evaluate_ln
RULES["abs"] = evaluate_abs
RULES["sign"] = evaluate_sign
