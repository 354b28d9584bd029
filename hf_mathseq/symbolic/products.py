"""Automatic evaluation of products, with the results of SymPy's `Mul`."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from operator import attrgetter

from hf_mathseq.symbolic.decomposition import base_and_exponent, split_coefficient
from hf_mathseq.symbolic.evaluation import RULES, add, mul, power
from hf_mathseq.symbolic.nodes import (
    HALF,
    MINUS_ONE,
    NUMBERS,
    ONE,
    ZERO,
    E,
    Expr,
    I,
    Rational,
    node,
    number,
)
from hf_mathseq.symbolic.radical_products import combine_radicals

_sort_key = attrgetter("key")


def evaluate_product(factors: Sequence[Expr]) -> Expr:
    """Flatten, collect powers of equal bases, combine radicals, order, expand 2*(a + b)."""
    if len(factors) == 2:
        first, second = factors
        if first is ONE:
            return second
        if second is ONE:
            return first
        if second.op in NUMBERS:
            first, second = second, first
        if first.op in NUMBERS and first is not ZERO:
            return _multiple(first, second)
    return _product(factors)


def _multiple(factor: Expr, expr: Expr) -> Expr:
    """Return a number, not 0, times an expression."""
    if expr.op == "add":
        return _distributed(factor, expr)
    if any(map(_is_radical, expr.args if expr.op == "mul" else (expr,))):
        return _product((factor, expr))
    return _with_number(factor, expr)


def _with_number(factor: Expr, expr: Expr) -> Expr:
    """Return a number, not 0, times an expression that is no sum, radicals left as they are."""
    if expr.op in NUMBERS:
        return number(_number_times(factor.value, expr.value))
    if expr.op != "mul":
        return expr if factor is ONE else node("mul", (factor, expr))
    args = expr.args
    if args[0].op in NUMBERS:
        factor, args = number(_number_times(factor.value, args[0].value)), args[1:]
    if factor is ONE:
        return args[0] if len(args) == 1 else node("mul", args)
    return node("mul", (factor, *args))


def _number_times(left: Rational, right: Rational) -> Rational:
    """Multiply two rationals, keeping integers as int."""
    value = left * right
    if type(value) is Fraction and value.denominator == 1:
        return value.numerator
    return value


def _is_radical(factor: Expr) -> bool:
    return factor is I or (factor.op == "pow" and factor.args[0].op in NUMBERS)


def _distributed(factor: Expr, total: Expr) -> Expr:
    parts = []
    for term in total.args:
        if _is_radical(split_coefficient(term)[1]):
            parts.append(mul(factor, term))
        else:
            parts.append(_with_number(factor, term))
    return add(*parts)


def _product(factors: Sequence[Expr]) -> Expr:
    coefficient: Rational = 1
    # Base -> its factor, and base -> all exponents where a base occurs more than once.
    single: dict[Expr, Expr] = {}
    repeated: dict[Expr, list[Expr]] = {}
    numeric: list[tuple[Expr, Expr]] = []
    pending = list(factors)
    for factor in pending:
        op = factor.op
        if op == "mul":
            pending += factor.args
            continue
        if op in NUMBERS:
            coefficient = factor.value if coefficient == 1 else coefficient * factor.value
            continue
        base = factor
        if op == "pow":
            base = factor.args[0]
            if base.op in NUMBERS:
                numeric.append(base_and_exponent(factor))
                continue
        elif op == "exp":
            base = E
        elif factor is I:
            numeric.append((MINUS_ONE, HALF))
            continue
        if base not in single:
            single[base] = factor
        elif base in repeated:
            repeated[base].append(base_and_exponent(factor)[1])
        else:
            repeated[base] = [base_and_exponent(single[base])[1], base_and_exponent(factor)[1]]
    if coefficient == 0:
        return ZERO
    parts = _merged(single, repeated) if repeated else list(single.values())
    if numeric:
        extra, radicals = combine_radicals(numeric)
        coefficient = coefficient * extra
        parts.extend(radicals)
    return _assembled(coefficient, parts)


def _merged(single: dict[Expr, Expr], repeated: dict[Expr, list[Expr]]) -> list[Expr]:
    """Return the factors with the powers of each repeated base put together."""
    parts = [factor for base, factor in single.items() if base not in repeated]
    for base, exponents in repeated.items():
        for exponent in _gathered(exponents):
            value = power(base, exponent)
            if value is ONE:
                continue
            if value.op == "pow" and base.op != "pow":
                new_base = value.args[0]
                if new_base is not base and (new_base in single or len(repeated) > 1):
                    # The base has changed and may meet another one: collect once more.
                    value = mul(value, *parts)
                    parts = []
            parts.append(value)
    return parts


def _gathered(exponents: list[Expr]) -> list[Expr]:
    """Add exponents that are rational multiples of one another: x, 2*x, y -> 3*x, y."""
    if len(exponents) == 2:
        first, second = exponents
        if first.op in NUMBERS and second.op in NUMBERS:
            return [number(first.value + second.value)]
    collected: dict[Expr, Rational] = {}
    for exponent in exponents:
        c, rest = split_coefficient(exponent)
        collected[rest] = collected.get(rest, 0) + c
    return [mul(number(c), rest) for rest, c in collected.items()]


def _assembled(coefficient: Rational, parts: list[Expr]) -> Expr:
    """Order the factors, put the number first; nested products (from powers) are merged again."""
    for part in parts:
        if part.op == "mul" or part.op in NUMBERS:
            return mul(number(coefficient), *parts)
    if len(parts) > 1:
        parts.sort(key=_sort_key)
        if coefficient != 1:
            parts.insert(0, number(coefficient))
        return node("mul", tuple(parts))
    if not parts:
        return number(coefficient)
    only = parts[0]
    if coefficient == 1:
        return only
    if only.op == "add":
        return _distributed(number(coefficient), only)
    return node("mul", (number(coefficient), only))


RULES["mul"] = evaluate_product
