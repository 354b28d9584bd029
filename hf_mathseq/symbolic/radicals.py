"""Rational powers of rational numbers: 2*sqrt(3), 6**(1/3), (-1)**(1/3), I."""

from __future__ import annotations

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
    Rational,
    UndefinedValueError,
    node,
    number,
)

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
        bits = [(prime.bit_length() - 1) * count // common for prime, count in remaining.items()]
        if sum(bits) > MAX_BITS:
            raise ExpressionError(f"a number of more than {MAX_BITS} bits")
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
