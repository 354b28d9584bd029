"""Integrals of 1/q, 1/sqrt(q) and 1/((v - p)*sqrt(q)) for a quadratic q = a*v**2 + b*v + c.

The coefficients are constants, the variable v stands for any function; the forms are those of
tables of integrals, real where q is.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from hf_mathseq.symbolic.evaluation import (
    add,
    divide,
    function,
    mul,
    negative,
    power,
    square_root,
    subtract,
)
from hf_mathseq.symbolic.facts import is_negative, is_positive
from hf_mathseq.symbolic.nodes import HALF, MINUS_ONE, NUMBERS, ONE, TWO, ZERO, Expr, number
from hf_mathseq.symbolic.short_form import expanded

FOUR = number(4)


def value_at(coefficients: Sequence[Expr], point: Expr) -> Expr:
    """Return the value of a polynomial, its coefficients given from the lowest."""
    terms = [mul(c, power(point, number(i))) for i, c in enumerate(coefficients)]
    return add(*terms)


def discriminant(coefficients: Sequence[Expr]) -> Expr:
    """Return b**2 - 4*a*c."""
    c, b, a = coefficients
    return expanded(subtract(power(b, TWO), mul(FOUR, a, c)))


def inverse_of_quadratic(coefficients: Sequence[Expr], variable: Expr) -> Expr | None:
    """Return the integral of 1/q: an arctangent, or two logarithms where q has real roots.

    Args:
        coefficients: c, b, a.
        variable: v.
    """
    _, b, a = coefficients
    found = discriminant(coefficients)
    if is_negative(found):
        width = square_root(negative(found))
        inner = _divided(_slope(coefficients, variable), width)
        return mul(TWO, power(width, MINUS_ONE), function("atan", inner))
    if not is_positive(found):
        return None
    width = square_root(found)
    twice = mul(TWO, a)
    lower, upper = (add(variable, divide(add(b, w), twice)) for w in (negative(width), width))
    return divide(subtract(function("ln", lower), function("ln", upper)), width)


def inverse_root(coefficients: Sequence[Expr], variable: Expr) -> Expr | None:
    """Return the integral of 1/sqrt(q): asin, asinh or a logarithm.

    Args:
        coefficients: c, b, a.
        variable: v.
    """
    a = coefficients[2]
    found = discriminant(coefficients)
    slope = _slope(coefficients, variable)
    if is_positive(a) and is_negative(found):
        inverse = function("asinh", _divided(slope, square_root(negative(found))))
        return divide(inverse, square_root(a))
    if is_positive(a):
        # As for x + sqrt(x**2 - 1): halved to the shorter form.
        root = mul(square_root(a), square_root(value_at(coefficients, variable)))
        return divide(function("ln", add(mul(HALF, slope), root)), square_root(a))
    if is_negative(a) and is_positive(found):
        inverse = function("asin", _divided(negative(slope), square_root(found)))
        return divide(inverse, square_root(negative(a)))
    return None


def inverse_root_with_pole(coefficients: Sequence[Expr], pole: Expr, variable: Expr) -> Expr | None:
    """Return the integral of 1/((v - p)*sqrt(q)): a logarithm where q(p) > 0, else an arctangent.

    Args:
        coefficients: c, b, a.
        pole: p.
        variable: v.
    """
    _, b, a = coefficients
    height = expanded(value_at(coefficients, pole))
    steepness = add(mul(TWO, a, pole), b)
    distance = subtract(variable, pole)
    root = square_root(value_at(coefficients, variable))
    above = add(mul(HALF, steepness, distance), height)
    if is_positive(height):
        width = square_root(height)
        inner = divide(add(above, mul(width, root)), distance)
        return divide(function("ln", inner), negative(width))
    if is_negative(height):
        width = square_root(negative(height))
        return divide(function("atan", divide(above, mul(width, root))), width)
    return None


def inverse_root_of_binomial(constant: Expr, exponent: int, root: Expr) -> Expr | None:
    """Return the integral of 1/(v*r) for r = sqrt(a + c*v**n), written with r alone.

    Args:
        constant: a.
        exponent: n.
        root: r.
    """
    if is_positive(constant):
        width = square_root(constant)
        lower, upper = (function("ln", add(root, w)) for w in (negative(width), width))
        return divide(subtract(lower, upper), mul(number(exponent), width))
    if is_negative(constant):
        width = square_root(negative(constant))
        return divide(mul(TWO, function("atan", divide(root, width))), mul(number(exponent), width))
    return None


def _slope(coefficients: Sequence[Expr], variable: Expr) -> Expr:
    """Return 2*a*v + b."""
    _, b, a = coefficients
    return add(mul(TWO, a, variable), b)


def _divided(total: Expr, by: Expr) -> Expr:
    """Return a quotient of a sum, term by term."""
    return expanded(divide(total, by))


def even_quartic(
    middle: Fraction, last: Fraction, variable: Expr
) -> list[tuple[Expr, Sequence[Expr]]]:
    """Return integrals over v**4 + m*v**2 + l, each with the coefficients of its numerator.

    The quartic is the product of v**2 + t*v + s and v**2 - t*v + s with s**2 = l and
    t**2 = 2*s - m; none is returned where s is not rational or the quadratics have real roots.
    """
    root = square_root(number(last)) if last > 0 else None
    if root is None or root.op not in NUMBERS:
        return []
    square, rest = 2 * root.value - middle, 2 * root.value + middle
    if square <= 0 or rest <= 0:
        return []
    t, d = square_root(number(square)), square_root(number(rest))
    even = add(power(variable, TWO), root)
    logarithm = divide(
        subtract(
            function("ln", add(even, mul(t, variable))),
            function("ln", subtract(even, mul(t, variable))),
        ),
        mul(TWO, t),
    )
    twice = mul(TWO, variable)
    arctangent = divide(
        add(*[function("atan", _divided(add(twice, sign), d)) for sign in (t, negative(t))]), d
    )
    return [(logarithm, (root, ZERO, MINUS_ONE)), (arctangent, (root, ZERO, ONE))]
