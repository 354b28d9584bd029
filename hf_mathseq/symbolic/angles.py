"""Exact values of trigonometric functions at rational multiples of pi, and their inverses."""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from hf_mathseq.symbolic.evaluation import add, divide, mul, negative, square_root, subtract
from hf_mathseq.symbolic.nodes import HALF, NUMBERS, ONE, PI, ZERO, Expr, number

# Denominators for which SymPy writes cos(p*pi/q) in radicals, composed ones as sums of angles.
_COMPOSED = {12: (3, 4), 15: (6, 10), 20: (4, 5), 24: (6, 8), 30: (5, 6), 40: (8, 10)}
_TABLE_DENOMINATORS = (3, 4, 5, 6, 8, 10, 12)


def pi_multiple(expr: Expr) -> Fraction | None:
    """Return q where expr is q*pi with rational q, else None."""
    if expr is ZERO:
        return Fraction(0)
    if expr is PI:
        return Fraction(1)
    if expr.op == "mul" and len(expr.args) == 2 and expr.args[1] is PI:
        first = expr.args[0]
        if first.op in NUMBERS:
            return Fraction(first.value)
    return None


def times_pi(multiple: Fraction) -> Expr:
    """Return multiple*pi."""
    return mul(number(multiple), PI)


def peel_half_turns(expr: Expr) -> tuple[Expr, Fraction]:
    """Split a sum into a rest and a multiple of pi/2: x + 2*pi/3 -> (x + pi/6, 1/2)."""
    total, rest = Fraction(0), []
    for term in expr.args:
        multiple = pi_multiple(term)
        if multiple is None or term is ZERO:
            rest.append(term)
        else:
            total += multiple
    if not total:
        return expr, Fraction(0)
    remainder = total % Fraction(1, 2)
    halves = total - remainder
    if not halves:
        return expr, Fraction(0)
    return add(*rest, times_pi(remainder)), halves


def cosine_of_multiple(multiple: Fraction) -> Expr | None:
    """Return cos(multiple*pi) in radicals; None where it has no short form."""
    multiple = abs(multiple) % 2
    if multiple > 1:
        multiple = 2 - multiple
    if 2 * multiple > 1:
        value = _first_quadrant(1 - multiple)
        return None if value is None else negative(value)
    return _first_quadrant(multiple)


def sine_of_multiple(multiple: Fraction) -> Expr | None:
    """Return sin(multiple*pi) in radicals; None where it has no short form."""
    return cosine_of_multiple(multiple - Fraction(1, 2))


def tangent_of_multiple(multiple: Fraction) -> Expr | None:
    """Return tan(multiple*pi) in radicals, for multiples other than odd halves."""
    q = multiple.denominator
    if q in (5, 10):
        return _tangent_of_tenths(int(multiple * 10) % 10)
    if q % 2 == 0:
        double = 2 * multiple
        cosine, sine = cosine_of_multiple(double), sine_of_multiple(double)
        if cosine is None or sine is None:
            return None
        return subtract(divide(ONE, sine), divide(cosine, sine))
    near = (multiple + Fraction(1, 2)) % 1 - Fraction(1, 2)
    cosine, sine = cosine_of_multiple(near), sine_of_multiple(near)
    return None if cosine is None or sine is None else divide(sine, cosine)


def _tangent_of_tenths(n: int) -> Expr:
    if n > 5:
        return negative(_tangent_of_tenths(10 - n))
    root = mul(number(2), square_root(number(5)))
    fifth = mul(number(Fraction(1, 5)), root)
    return square_root(
        {
            1: subtract(ONE, fifth),
            2: subtract(number(5), root),
            3: add(ONE, fifth),
            4: add(number(5), root),
        }[n]
    )


def _first_quadrant(multiple: Fraction) -> Expr | None:
    """cos(multiple*pi) for 0 <= multiple <= 1/2."""
    p, q = multiple.numerator, multiple.denominator
    if q == 1:
        return ONE
    if q == 2:
        return ZERO
    if q == 3:
        return HALF
    if q == 5:
        root = mul(number(Fraction(1, 4)), square_root(number(5)))
        return add(number(Fraction(1 if p == 1 else -1, 4)), root)
    if q in _COMPOSED:
        a, b = _COMPOSED[q]
        left, right = Fraction(p, a), Fraction(p, b)
        return _cosine_of_difference(left, right)
    if q > 12 or q % 2:
        return None
    double = cosine_of_multiple(2 * multiple)
    if double is None:
        return None
    return square_root(mul(HALF, add(ONE, double)))


def _cosine_of_difference(left: Fraction, right: Fraction) -> Expr | None:
    values = [
        cosine_of_multiple(left),
        cosine_of_multiple(right),
        sine_of_multiple(left),
        sine_of_multiple(right),
    ]
    if any(value is None for value in values):
        return None
    a, b, c, d = (value for value in values if value is not None)
    return add(mul(a, b), mul(c, d))


@cache
def arcsine_table() -> dict[Expr, Fraction]:
    """Return sin(q*pi) -> q for the angles of the first quadrant that have short values."""
    return _inverse_table(sine_of_multiple)


@cache
def arctangent_table() -> dict[Expr, Fraction]:
    """Return tan(q*pi) -> q for the angles of the first quadrant that have short values."""
    return _inverse_table(tangent_of_multiple)


def _inverse_table(function: object) -> dict[Expr, Fraction]:
    table = {}
    for q in _TABLE_DENOMINATORS:
        for p in range(1, (q + 1) // 2):
            multiple = Fraction(p, q)
            value = function(multiple)  # type: ignore[operator]
            table[value] = multiple
            if value.op == "add":
                table[negative(value)] = -multiple
    return table
