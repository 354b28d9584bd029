"""Automatic evaluation of powers, with the results of SymPy's `Pow`."""

from __future__ import annotations

from fractions import Fraction

from hf_mathseq.symbolic.constant_values import constant_value
from hf_mathseq.symbolic.decomposition import base_and_exponent
from hf_mathseq.symbolic.evaluation import RULES, function, mul, negative, power
from hf_mathseq.symbolic.facts import (
    INTEGER,
    NONNEGATIVE,
    NONZERO,
    REAL,
    facts,
    is_negative,
    is_nonnegative,
    is_real,
)
from hf_mathseq.symbolic.nodes import (
    MINUS_ONE,
    NUMBERS,
    ONE,
    ZERO,
    E,
    Expr,
    I,
    UndefinedValueError,
    node,
    number,
)
from hf_mathseq.symbolic.radicals import integer_power, rational_power


def evaluate_power(base: Expr, exponent: Expr) -> Expr:
    """Apply the automatic rules of powers."""
    if exponent is ZERO:
        return ONE
    if exponent is ONE:
        return base
    op = base.op
    if op in NUMBERS:
        return _number_power(base, exponent)
    if base is E:
        return function("exp", exponent)
    if exponent.op == "int" and op == "mul" and base.symbols == 0:
        first = base.args[0]
        if first.op in NUMBERS and first.value < 0:
            positive = power(negative(base), exponent)
            return positive if exponent.value % 2 == 0 else negative(positive)
    if exponent.args:
        found = _exponential_of_logarithm(base, exponent)
        if found is not None:
            return found
    rule = _BASES.get(op)
    found = rule(base, exponent) if rule else None
    return node("pow", (base, exponent)) if found is None else found


def _number_power(base: Expr, exponent: Expr) -> Expr:
    value = base.value
    if exponent.op == "int":
        return number(integer_power(value, exponent.value))
    if exponent.op == "rational":
        return rational_power(value, exponent.value)
    if value == 1:
        return ONE
    if value == 0:
        return _zero_power(exponent)
    return _exponential_of_logarithm(base, exponent) or node("pow", (base, exponent))


def _zero_power(exponent: Expr) -> Expr:
    known = facts(exponent)
    if known & REAL and known & NONZERO and known & NONNEGATIVE:
        return ZERO
    if is_negative(exponent):
        raise UndefinedValueError("division by zero")
    return node("pow", (ZERO, exponent))


def _exponential_of_logarithm(base: Expr, exponent: Expr) -> Expr | None:
    """b**(c/ln(b)) -> exp(c)."""
    factors = exponent.args if exponent.op == "mul" else (exponent,)
    for i, factor in enumerate(factors):
        if factor.op == "pow" and factor.args[1] is MINUS_ONE:
            inverse = factor.args[0]
            if inverse.op == "ln" and inverse.args[0] is base:
                return function("exp", mul(*factors[:i], *factors[i + 1 :]))
    return None


def _power_of_power(base: Expr, exponent: Expr) -> Expr | None:
    inner, inner_exponent = base_and_exponent(base) if base.op == "pow" else (E, base.args[0])
    if facts(exponent) & INTEGER:
        return power(inner, mul(inner_exponent, exponent))
    if not is_real(inner_exponent):
        return None
    half = exponent.op == "rational" and exponent.value.denominator == 2
    if inner_exponent is MINUS_ONE:
        if half and is_negative(inner):
            return mul(power(MINUS_ONE, exponent), power(negative(inner), negative(exponent)))
        if half and is_nonnegative(inner):
            return power(inner, negative(exponent))
    elif inner_exponent.op == "int" and inner_exponent.value % 2 == 0 and is_real(inner):
        inner = function("abs", inner)
    small = inner_exponent.op in NUMBERS and abs(inner_exponent.value) < 1
    if small or is_nonnegative(inner) or _small_constant(inner_exponent):
        return power(inner, mul(inner_exponent, exponent))
    if half and is_negative(inner) and inner_exponent.op in NUMBERS:
        turns = (Fraction(1, 2) - Fraction(inner_exponent.value) / 2).__floor__()
        sign = -1 if int(2 * exponent.value) * turns % 2 else 1
        return mul(number(sign), power(inner, mul(inner_exponent, exponent)))
    return None


def _small_constant(exponent: Expr) -> bool:
    """Whether a constant, not rational exponent lies in (-1, 1)."""
    if exponent.symbols or not exponent.args:
        return False
    value = constant_value(exponent)
    return value is not None and abs(value) < 1


def _product_power(base: Expr, exponent: Expr) -> Expr | None:
    if exponent.op == "int":
        return mul(*[power(factor, exponent) for factor in base.args])
    if exponent.op != "rational":
        return None
    nonnegative: list[Expr] = []
    negatives: list[Expr] = []
    others: list[Expr] = []
    for factor in base.args:
        if is_nonnegative(factor):
            nonnegative.append(factor)
        elif is_negative(factor):
            negatives.append(factor)
        else:
            others.append(factor)
    _settle_negatives(nonnegative, negatives, others)
    if not nonnegative or nonnegative == [base]:
        return None
    parts = [power(factor, exponent) for factor in nonnegative]
    if others:
        parts.append(power(mul(*others), exponent))
    return mul(*parts)


def _settle_negatives(nonnegative: list[Expr], negatives: list[Expr], others: list[Expr]) -> None:
    """Move known negative factors: pairs become positive, a left-over sign stays inside."""
    first_is_number = bool(negatives) and negatives[0].op in NUMBERS
    if len(negatives) > 1:
        rest = ONE
        if not others and first_is_number:
            rest = negatives.pop(0)
        if len(negatives) % 2:
            rest = negative(rest)
        nonnegative.extend(negative(factor) for factor in negatives)
        if rest is not ONE:
            others.append(rest)
    elif negatives and others and first_is_number and negatives[0] is not MINUS_ONE:
        others.append(MINUS_ONE)
        nonnegative.append(negative(negatives[0]))
    else:
        others.extend(negatives)


def _abs_power(base: Expr, exponent: Expr) -> Expr | None:
    inner = base.args[0]
    if exponent.op != "int" or not is_real(inner):
        return None
    if exponent.value % 2 == 0:
        return power(inner, exponent)
    if exponent is MINUS_ONE:
        return None
    return mul(power(inner, number(exponent.value - 1)), base)


def _sign_power(base: Expr, exponent: Expr) -> Expr | None:
    if exponent.op == "int" and exponent.value % 2 == 0 and facts(base.args[0]) & NONZERO:
        return ONE
    return None


def _imaginary_power(base: Expr, exponent: Expr) -> Expr | None:
    if exponent.op == "int":
        return (ONE, I, MINUS_ONE, mul(MINUS_ONE, I))[exponent.value % 4]
    if exponent.op == "rational":
        return power(MINUS_ONE, number(exponent.value / 2))
    return None


_BASES = {
    "pow": _power_of_power,
    "exp": _power_of_power,
    "mul": _product_power,
    "abs": _abs_power,
    "sign": _sign_power,
    "I": _imaginary_power,
}
RULES["pow"] = evaluate_power
