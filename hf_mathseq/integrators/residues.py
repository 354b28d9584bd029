"""Integrals of a/p, p irreducible, whose logarithms have coefficients of one quadratic field.

The method of Lazard, Rioboo and Trager ("Bronstein, Symbolic Integration I", sections 2.5 and 2.8):
the coefficients are the values of r = a/p' at the roots of p. Where r**2 is a combination of r and
1 modulo p, they are m + sqrt(d) and m - sqrt(d), p splits into two polynomials over the rational
numbers with sqrt(d), and the integral is two logarithms, or a logarithm and arctangents.
"""

from __future__ import annotations

from fractions import Fraction

from hf_mathseq.integrators.polynomials import (
    Polynomial,
    division,
    euclid,
    inverse,
    minus,
    plus,
    primitive,
    scaled,
    slope,
    times,
    written,
)
from hf_mathseq.symbolic.evaluation import add, function, mul, power, square_root, sum_of
from hf_mathseq.symbolic.nodes import MINUS_ONE, Expr, number
from hf_mathseq.symbolic.short_form import expanded


def integral_by_residues(numerator: Polynomial, denominator: Polynomial) -> Expr | None:
    """Return the integral of a/p, None where the coefficients have a degree above 2.

    Args:
        numerator: a, of lower degree than p.
        denominator: p, irreducible over the rational numbers.
    """
    residue = division(times(numerator, inverse(slope(denominator), denominator)), denominator)[1]
    if len(residue) == 1:
        return mul(number(residue[0]), _logarithm(written(primitive(denominator)[1])))
    square = division(times(residue, residue), denominator)[1]
    if len(square) < len(residue):
        square += [Fraction(0)] * (len(residue) - len(square))
    middle = square[len(residue) - 1] / residue[-1] / 2
    rest = minus(square, scaled(2 * middle, residue))
    if len(square) > len(residue) or len(rest) > 1 or len(denominator) % 2 == 0:
        return None
    return _of_conjugates(denominator, residue, middle, (rest[0] if rest else 0) + middle**2)


def _of_conjugates(
    denominator: Polynomial, residue: Polynomial, middle: Fraction, square: Fraction
) -> Expr:
    """Return the integral with the coefficients m + sqrt(d) and m - sqrt(d), d = `square`.

    The factors u + sqrt(d)*v and u - sqrt(d)*v of p follow from u + v*s = 0 modulo p, where
    s = r - m: s is sqrt(d) at the roots of one and -sqrt(d) at those of the other.
    """
    half = len(denominator) // 2
    shifted = minus(residue, [middle])
    rest, factor = next(pair for pair in euclid(denominator, shifted) if len(pair[0]) <= half + 1)
    content, first = primitive(rest)
    second = scaled(-1 / content, factor)
    whole = mul(number(middle), _logarithm(written(primitive(denominator)[1])))
    root = square_root(number(abs(square)))
    if square > 0:
        part = mul(root, written(second))
        above, below = (_logarithm(add(written(first), mul(s, part))) for s in _SIGNS)
        return add(whole, mul(root, add(above, mul(MINUS_ONE, below))))
    return add(whole, mul(root, _arctangents(first, second, abs(square))))


_SIGNS = (number(1), MINUS_ONE)


def _logarithm(argument: Expr) -> Expr:
    return function("ln", expanded(argument))


def _arctangents(first: Polynomial, second: Polynomial, square: Fraction) -> Expr:
    """Return polynomials' arctangents with the derivative of i*ln((u + i*w*v)/(u - i*w*v)).

    Rioboo's recursion, which leads to no poles; w = sqrt(`square`) is carried along.

    Args:
        first: u.
        second: v, not zero.
        square: w**2.
    """
    width = square_root(number(square))
    scale = power(width, MINUS_ONE)
    found: list[Expr] = []
    while True:
        if len(first) < len(second):
            # (u, w*v) -> (-w*v, u) = w*(-v, w*(u/w**2))
            first, second = scaled(-1, second), scaled(1 / square, first)
        quotient, remainder = division(first, second)
        if not remainder:
            found.append(_arctangent(mul(scale, written(quotient))))
            return sum_of(found)
        *_, (common, factor) = euclid(first, second)
        # second*factor - first*other = common
        other = division(minus(times(second, factor), common), first)[0]
        above = plus(times(first, factor), scaled(square, times(second, other)))
        found.append(_arctangent(mul(scale, written(division(above, common)[0]))))
        first, second = factor, other


def _arctangent(argument: Expr) -> Expr:
    return mul(number(2), function("atan", expanded(argument)))
