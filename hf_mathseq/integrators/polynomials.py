"""Polynomials with rational coefficients: lists from the lowest coefficient, the last not zero."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import gcd, lcm

from hf_mathseq.symbolic.evaluation import mul, power, sum_of
from hf_mathseq.symbolic.nodes import Expr, X, number

Polynomial = list[Fraction]


def trimmed(coefficients: Sequence[Fraction]) -> Polynomial:
    """Return the coefficients without the zeros at the end."""
    size = len(coefficients)
    while size and not coefficients[size - 1]:
        size -= 1
    return list(coefficients[:size])


def plus(left: Polynomial, right: Polynomial) -> Polynomial:
    """Return the sum."""
    short, long = sorted((left, right), key=len)
    total = [*map(sum, zip(short, long, strict=False)), *long[len(short) :]]
    return trimmed([Fraction(value) for value in total])


def times(left: Polynomial, right: Polynomial) -> Polynomial:
    """Return the product."""
    if not left or not right:
        return []
    product = [Fraction(0)] * (len(left) + len(right) - 1)
    for i, a in enumerate(left):
        for j, b in enumerate(right):
            product[i + j] += a * b
    return product


def scaled(factor: Fraction | int, polynomial: Polynomial) -> Polynomial:
    """Return a number times a polynomial."""
    return [factor * value for value in polynomial] if factor else []


def minus(left: Polynomial, right: Polynomial) -> Polynomial:
    """Return the difference."""
    return plus(left, scaled(-1, right))


def power_of(polynomial: Polynomial, exponent: int) -> Polynomial:
    """Return the power for an exponent of 0 or more."""
    result = [Fraction(1)]
    for _ in range(exponent):
        result = times(result, polynomial)
    return result


def division(numerator: Polynomial, denominator: Polynomial) -> tuple[Polynomial, Polynomial]:
    """Return quotient and remainder; the denominator is not zero."""
    rest = list(numerator)
    size = len(denominator)
    quotient = [Fraction(0)] * max(len(rest) - size + 1, 0)
    for at in range(len(quotient) - 1, -1, -1):
        factor = quotient[at] = rest[at + size - 1] / denominator[-1]
        if factor:
            for i, value in enumerate(denominator):
                rest[at + i] -= factor * value
    return quotient, trimmed(rest[: size - 1])


def slope(polynomial: Polynomial) -> Polynomial:
    """Return the derivative."""
    return [i * value for i, value in enumerate(polynomial)][1:]


def euclid(modulus: Polynomial, start: Polynomial) -> Iterator[tuple[Polynomial, Polynomial]]:
    """Yield (r, c) with r = c*start modulo `modulus`: r falls in degree and ends with the gcd."""
    before, rest = modulus, start
    earlier: Polynomial = []
    factor = [Fraction(1)]
    while rest:
        yield rest, factor
        quotient, remainder = division(before, rest)
        before, rest = rest, remainder
        earlier, factor = factor, minus(earlier, times(quotient, factor))


def inverse(polynomial: Polynomial, modulus: Polynomial) -> Polynomial:
    """Return 1/polynomial modulo another one; the two have no common factor."""
    *_, (constant, factor) = euclid(modulus, division(polynomial, modulus)[1])
    return scaled(1 / constant[0], factor)


def primitive(polynomial: Polynomial) -> tuple[Fraction, Polynomial]:
    """Return (c, p) with `polynomial` = c*p, p with integers without common factor, leading > 0."""
    below = lcm(*[value.denominator for value in polynomial])
    above = gcd(*[int(value * below) for value in polynomial])
    content = Fraction(above if polynomial[-1] > 0 else -above, below)
    return content, scaled(1 / content, polynomial)


def written(polynomial: Polynomial) -> Expr:
    """Return the polynomial in x as an expression."""
    return sum_of([mul(number(c), power(X, number(i))) for i, c in enumerate(polynomial) if c])
