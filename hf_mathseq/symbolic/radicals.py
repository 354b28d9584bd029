"""Rational powers of rational numbers: 2*sqrt(3), 6**(1/3), (-1)**(1/3), I."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import gcd, isqrt

from hf_mathseq.symbolic.evaluation import mul, power
from hf_mathseq.symbolic.nodes import (
    MAX_BITS,
    MINUS_ONE,
    ONE,
    Expr,
    ExpressionError,
    I,
    UndefinedValueError,
    node,
    number,
)

Rational = int | Fraction
NUMBERS = ("int", "rational")
# Bases are factored by trial division up to this prime (SymPy 1.14 core/numbers.py uses 2**15).
LARGEST_PRIME = 1 << 15
# Larger bases are left as they are: trial division of them would take milliseconds each.
MAX_FACTORED_BITS = 256


def integer_power(base: Rational, exponent: int) -> Rational:
    """Return base**exponent exactly.

    Raises:
        UndefinedValueError: Zero to a negative power.
        ExpressionError: The result would not fit in `MAX_BITS` bits.
    """
    if base == 0 and exponent < 0:
        raise UndefinedValueError("division by zero")
    if base not in (0, 1, -1):
        size = max(abs(base.numerator).bit_length(), base.denominator.bit_length())
        if (size - 1) * abs(exponent) > MAX_BITS:
            raise ExpressionError(f"a number of more than {MAX_BITS} bits")
    elif base != 0:
        return 1 if base == 1 or exponent % 2 == 0 else -1
    value = Fraction(base) ** exponent if exponent < 0 else base**exponent
    return value.numerator if value.denominator == 1 else value


def rational_power(base: Rational, exponent: Fraction) -> Expr:
    """Return base**exponent for a fractional exponent, perfect roots taken out."""
    if base == 0:
        if exponent < 0:
            raise UndefinedValueError("division by zero")
        return number(0)
    if base == 1:
        return ONE
    if base == -1:
        return _unit_root(exponent)
    if exponent < 0:
        return _negative_power(base, -exponent)
    if isinstance(base, Fraction) and base.denominator != 1:
        return _fraction_power(base, exponent)
    return _integer_root(int(base), exponent)


def _unit_root(exponent: Fraction) -> Expr:
    """(-1)**(p/q) with 0 < p/q < 1 up to sign; half powers become I."""
    whole, rest = divmod(exponent.numerator, exponent.denominator)
    if exponent.denominator == 2:
        return mul(number(-1 if whole % 2 else 1), I)
    root = node("pow", (MINUS_ONE, number(Fraction(rest, exponent.denominator))))
    return mul(MINUS_ONE, root) if whole % 2 else root


def _negative_power(base: Rational, exponent: Fraction) -> Expr:
    if base < 0:
        return mul(
            _unit_root(-exponent), power(number(Fraction(-1) / Fraction(base)), number(exponent))
        )
    return power(number(1 / Fraction(base)), number(exponent))


def _fraction_power(base: Fraction, exponent: Fraction) -> Expr:
    """(p/q)**(m/n) = p**(m/n) * q**(k/n) / q**j with 0 < k < n."""
    whole = exponent.numerator // exponent.denominator + 1
    rest = Fraction(whole * exponent.denominator - exponent.numerator, exponent.denominator)
    return mul(
        power(number(base.numerator), number(exponent)),
        power(number(base.denominator), number(rest)),
        number(integer_power(Fraction(1, base.denominator), whole)),
    )


def _integer_root(base: int, exponent: Fraction) -> Expr:
    p, q = exponent.numerator, exponent.denominator
    if base < 0:
        return mul(_unit_root(exponent), power(number(-base), number(exponent)))
    if base.bit_length() > MAX_FACTORED_BITS:
        return node("pow", (number(base), number(exponent)))
    outside: Rational = 1
    roots: list[Expr] = []
    remaining: dict[int, int] = {}
    for prime, count in _factors(base, q).items():
        whole, rest = divmod(count * p, q)
        outside = outside * integer_power(prime, whole)
        if rest:
            common = gcd(rest, q)
            if common != 1:
                reduced = Fraction(rest // common, q // common)
                roots.append(node("pow", (number(prime), number(reduced))))
            else:
                remaining[prime] = rest
    if remaining:
        common = gcd(*remaining.values())
        inside = 1
        for prime, count in remaining.items():
            inside *= prime ** (count // common)
        if inside == base and outside == 1 and not roots:
            return node("pow", (number(base), number(exponent)))
        reduced = Fraction(common, q)
        if common == 1 or len(remaining) > 0:
            roots.append(node("pow", (number(inside), number(reduced))))
    if not roots:
        return number(outside)
    if len(roots) == 1:
        if outside == 1:
            return roots[0]
        return node("mul", (number(outside), roots[0]))
    return mul(number(outside), *roots)


def _factors(value: int, root: int) -> dict[int, int]:
    """Return the factors of a positive integer, primes up to `LARGEST_PRIME` taken out."""
    found: dict[int, int] = {}
    prime = 2
    while prime < LARGEST_PRIME and prime * prime <= value:
        while value % prime == 0:
            found[prime] = found.get(prime, 0) + 1
            value //= prime
        prime += 1 if prime == 2 else 2
    if value > 1:
        side = isqrt(value)
        if side * side == value:
            found[side] = found.get(side, 0) + 2
        else:
            found[value] = found.get(value, 0) + 1
    return found


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
            c, rest = _split(exponent)
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


def _split(exponent: Expr) -> tuple[Rational, Expr]:
    if exponent.op == "mul" and exponent.args[0].op in NUMBERS:
        rest = exponent.args[1:]
        return exponent.args[0].value, rest[0] if len(rest) == 1 else node("mul", rest)
    return 1, exponent


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


__all__ = ["combine_radicals", "integer_power", "rational_power"]
