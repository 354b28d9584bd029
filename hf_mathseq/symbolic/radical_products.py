"""Products of rational powers of rational numbers: sqrt(2)*sqrt(6) = 2*sqrt(3)."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

from hf_mathseq.symbolic.decomposition import split_coefficient
from hf_mathseq.symbolic.evaluation import mul, power
from hf_mathseq.symbolic.nodes import MINUS_ONE, NUMBERS, ONE, Expr, I, Rational, node, number
from hf_mathseq.symbolic.radicals import integer_power, rational_power


def combine_radicals(powers: Sequence[tuple[Expr, Expr]]) -> tuple[Rational, list[Expr]]:
    """Multiply powers of rational numbers.

    Args:
        powers: Pairs (rational base, exponent), the exponents rational or symbolic.

    Returns:
        The rational factor of the product and its other factors.
    """
    coefficient: Rational = 1
    unit = Fraction(0)
    rational: dict[Expr, Fraction] = {}
    symbolic: dict[Expr, dict[Expr, Rational]] = {}
    parts: list[Expr] = []
    for base, exponent in powers:
        if exponent.op in NUMBERS:
            if base.value < 0:
                unit += exponent.value
                base = number(-base.value)
            if base is not ONE:
                rational[base] = rational.get(base, Fraction(0)) + exponent.value
        elif base.value > 0:
            c, rest = split_coefficient(exponent)
            terms = symbolic.setdefault(base, {})
            terms[rest] = terms.get(rest, 0) + c
        else:
            parts.append(node("pow", (base, exponent)))
    extra, radicals = _combined_rational(rational)
    coefficient = coefficient * extra
    unit_sign, unit_part = _unit_part(unit, radicals)
    coefficient = coefficient * unit_sign
    parts.extend(unit_part)
    parts.extend(_built(radicals))
    parts.extend(_combined_symbolic(symbolic))
    return coefficient, parts


def _combined_symbolic(symbolic: dict[Expr, dict[Expr, Rational]]) -> list[Expr]:
    """2**x * 3**x -> 6**x."""
    by_exponent: dict[Expr, Fraction] = {}
    for base, terms in symbolic.items():
        for rest, c in terms.items():
            exponent = mul(number(c), rest)
            by_exponent[exponent] = by_exponent.get(exponent, Fraction(1)) * base.value
    return [
        power(number(base), exponent)
        for exponent, base in by_exponent.items()
        if exponent.value != 0
    ]


def _combined_rational(
    rational: dict[Expr, Fraction],
) -> tuple[Rational, dict[Fraction, int]]:
    """Join radicals: 2**(1/2) * 6**(1/2) -> 2 * 3**(1/2); returns {exponent: base} and a number."""
    coefficient: Rational = 1
    by_exponent: dict[Fraction, Rational] = {}
    for base, exponent in rational.items():
        by_exponent[exponent] = by_exponent.get(exponent, 1) * base.value
    waiting: list[tuple[Rational, Fraction]] = []
    for exponent, value in by_exponent.items():
        whole, rest = divmod(exponent.numerator, exponent.denominator)
        coefficient = coefficient * integer_power(value, whole)
        if rest:
            waiting.append((value, Fraction(rest, exponent.denominator)))
    joined: dict[Fraction, int] = {}
    i = 0
    while i < len(waiting):
        value, exponent = waiting[i]
        for j in range(i + 1, len(waiting)):
            other, other_exponent = waiting[j]
            common = _common_divisor(value, other)
            if common == 1:
                continue
            total = exponent + other_exponent
            whole, rest = divmod(total.numerator, total.denominator)
            coefficient = coefficient * integer_power(common, whole)
            if rest:
                waiting.append((common, Fraction(rest, total.denominator)))
            waiting[j] = (Fraction(other) / common, other_exponent)
            value = Fraction(value) / common
        if value != 1:
            extra, found = _radical_factors(rational_power(value, exponent))
            coefficient = coefficient * extra
            for inside, reduced in found:
                joined[reduced] = joined.get(reduced, 1) * inside
        i += 1
    return coefficient, joined


def _common_divisor(left: Rational, right: Rational) -> int:
    if left.denominator != 1 or right.denominator != 1:
        return 1
    return gcd(left.numerator, right.numerator)


def _radical_factors(expr: Expr) -> tuple[Rational, list[tuple[int, Fraction]]]:
    coefficient: Rational = 1
    found: list[tuple[int, Fraction]] = []
    for factor in expr.args if expr.op == "mul" else (expr,):
        if factor.op in NUMBERS:
            coefficient = coefficient * factor.value
        else:
            found.append((factor.args[0].value, factor.args[1].value))
    return coefficient, found


def _unit_part(unit: Fraction, radicals: dict[Fraction, int]) -> tuple[int, list[Expr]]:
    """Return the sign and the remaining factor of (-1)**unit."""
    whole, rest = divmod(unit.numerator, unit.denominator)
    sign = -1 if whole % 2 else 1
    if not rest:
        return sign, []
    if unit.denominator == 2:
        return sign, [I]
    exponent = Fraction(rest, unit.denominator)
    if exponent in radicals and radicals[exponent] > 0:
        radicals[exponent] = -radicals[exponent]
        return sign, []
    return sign, [node("pow", (MINUS_ONE, number(exponent)))]


def _built(radicals: dict[Fraction, int]) -> list[Expr]:
    parts = []
    for exponent, base in radicals.items():
        if base < 0:
            parts.append(node("pow", (number(base), number(exponent))))
        else:
            parts.append(rational_power(base, exponent))
    return [part for part in parts if part is not ONE]
