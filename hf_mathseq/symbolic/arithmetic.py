"""Automatic evaluation of sums and products, with the results of SymPy's `Add` and `Mul`."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hf_mathseq.symbolic.evaluation import RULES, add, mul, power
from hf_mathseq.symbolic.nodes import (
    HALF,
    MINUS_ONE,
    ONE,
    ZERO,
    E,
    Expr,
    I,
    node,
    number,
)
from hf_mathseq.symbolic.radical_products import combine_radicals

Rational = int | Fraction
NUMBERS = ("int", "rational")


def split_coefficient(expr: Expr) -> tuple[Rational, Expr]:
    """Return the rational factor of a product and the rest; numbers give (number, 1)."""
    if expr.op == "mul":
        first = expr.args[0]
        if first.op in NUMBERS:
            rest = expr.args[1:]
            return first.value, rest[0] if len(rest) == 1 else node("mul", rest)
        return 1, expr
    if expr.op in NUMBERS:
        return expr.value, ONE
    return 1, expr


def base_and_exponent(expr: Expr) -> tuple[Expr, Expr]:
    """Return (b, e) with expr = b**e; exponentials have base E."""
    if expr.op == "pow":
        base, exponent = expr.args
        if base.op == "rational" and base.value.numerator == 1:
            return number(base.value.denominator), mul(MINUS_ONE, exponent)
        return base, exponent
    if expr.op == "exp":
        return E, expr.args[0]
    return expr, ONE


def _key(expr: Expr) -> tuple[Any, ...]:
    return expr.key


def scaled(coefficient: Rational, rest: Expr) -> Expr:
    """Return coefficient times an expression without rational factor; sums are not expanded."""
    if coefficient == 1:
        return rest
    if rest is ONE:
        return number(coefficient)
    if rest.op == "mul":
        return node("mul", (number(coefficient), *rest.args))
    if rest.op == "pow" and rest.args[0].op in NUMBERS:
        return mul(number(coefficient), rest)
    return node("mul", (number(coefficient), rest))


def evaluate_sum(terms: Sequence[Expr]) -> Expr:
    """Flatten, collect equal terms, order."""
    if len(terms) == 2:
        first, second = terms
        if first is ZERO:
            return second
        if second is ZERO:
            return first
    collected: dict[Expr, Rational] = {}
    constant: Rational = 0
    pending = list(terms)
    for term in pending:
        op = term.op
        if op == "add":
            pending.extend(term.args)
        elif op in NUMBERS:
            constant += term.value
        elif op == "mul" and term.args[0].op in NUMBERS:
            coefficient, rest = split_coefficient(term)
            collected[rest] = collected.get(rest, 0) + coefficient
        else:
            collected[term] = collected.get(term, 0) + 1
    parts = [scaled(c, rest) for rest, c in collected.items() if c]
    if not parts:
        return number(constant)
    parts.sort(key=_key)
    if constant:
        parts.insert(0, number(constant))
    return parts[0] if len(parts) == 1 else node("add", tuple(parts))


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
            coefficient, rest = split_coefficient(second)
            if rest.op == "add" and coefficient == 1:
                return _distributed(first.value, rest)
            if not _has_radical(rest.args if rest.op == "mul" else (rest,)):
                return scaled(number_times(first.value, coefficient), rest)
    return _product(factors)


def number_times(left: Rational, right: Rational) -> Rational:
    """Multiply two rationals, keeping integers as int."""
    value = left * right
    if type(value) is Fraction and value.denominator == 1:
        return value.numerator
    return value


def _has_radical(factors: Sequence[Expr]) -> bool:
    return any(f is I or (f.op == "pow" and f.args[0].op in NUMBERS) for f in factors)


def _distributed(coefficient: Rational, total: Expr) -> Expr:
    parts = []
    for term in total.args:
        own, rest = split_coefficient(term)
        if (rest.op == "pow" and rest.args[0].op in NUMBERS) or rest is I:
            parts.append(mul(number(coefficient), term))
        else:
            parts.append(scaled(number_times(coefficient, own), rest))
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
            pending.extend(factor.args)
            continue
        if op in NUMBERS:
            coefficient = coefficient * factor.value
            continue
        base, exponent = factor, ONE
        if op == "pow":
            base, exponent = factor.args
            if base.op in NUMBERS:
                numeric.append(base_and_exponent(factor))
                continue
        elif op == "exp":
            base, exponent = E, factor.args[0]
        elif factor is I:
            numeric.append((MINUS_ONE, HALF))
            continue
        first = single.get(base)
        if first is None:
            single[base] = factor
        elif base in repeated:
            repeated[base].append(exponent)
        else:
            repeated[base] = [base_and_exponent(first)[1], exponent]
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
        parts.sort(key=_key)
        if coefficient != 1:
            parts.insert(0, number(coefficient))
        return node("mul", tuple(parts))
    if not parts:
        return number(coefficient)
    only = parts[0]
    if coefficient == 1:
        return only
    if only.op == "add":
        return _distributed(coefficient, only)
    return node("mul", (number(coefficient), only))


RULES["add"] = evaluate_sum
RULES["mul"] = evaluate_product
