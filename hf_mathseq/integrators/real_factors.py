"""Integrals of a/p for irreducible p of degree 3 and 4 that split into real factors with roots."""

from __future__ import annotations

from fractions import Fraction

from hf_mathseq.integrators.polynomials import Polynomial
from hf_mathseq.integrators.quadratics import inverse_of_quadratic
from hf_mathseq.integrators.univariate import irreducible_factors
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
from hf_mathseq.symbolic.nodes import HALF, ONE, TWO, ZERO, Expr, X, number
from hf_mathseq.symbolic.short_form import expanded


def over_quadratic(
    first: Expr, last: Expr, middle: Expr, constant: Expr, shift: Expr = ZERO
) -> Expr | None:
    """Return the integral of (first*v + last)/(v**2 + middle*v + constant), v = x + shift."""
    if shift is not ZERO:
        last = expanded(add(last, mul(first, shift)))
        constant = expanded(add(constant, mul(middle, shift), power(shift, TWO)))
        middle = add(middle, mul(TWO, shift))
    quadratic = add(power(X, TWO), mul(middle, X), constant)
    half = mul(HALF, first)
    logarithm = mul(half, function("ln", quadratic))
    rest = expanded(subtract(last, mul(half, middle)))
    if rest is ZERO:
        return logarithm
    found = inverse_of_quadratic((constant, middle, ONE), X)
    return None if found is None else add(logarithm, mul(rest, found))


def over_cubic(numerator: Polynomial, denominator: Polynomial, shift: Expr) -> Expr | None:
    """Return the integral over v**3 + c, v = x + shift; None for other cubics (long roots).

    Args:
        numerator: Coefficients, of degree 2 or less.
        denominator: Monic coefficients.
        shift: A number.
    """
    if denominator[1] or denominator[2]:
        return None
    last, first, lead = (number(value) for value in _filled(numerator, 3))
    cubed = -denominator[0]
    third = Fraction(1, 3)
    root = mul(number(1 if cubed > 0 else -1), power(number(abs(cubed)), number(third)))
    square = power(root, TWO)
    # The residue at the root, a(r)/(3*r**2), and what it leaves for v**2 + r*v + r**2.
    residue = expanded(
        add(
            mul(number(third), lead),
            mul(number(third), divide(first, root)),
            mul(number(third), divide(last, square)),
        )
    )
    above = subtract(lead, residue)
    below = expanded(subtract(mul(residue, root), divide(last, root)))
    rest = over_quadratic(above, below, root, square, shift)
    logarithm = mul(residue, function("ln", add(X, shift, negative(root))))
    return None if rest is None else add(logarithm, rest)


def over_quartic(numerator: Polynomial, denominator: Polynomial, shift: Expr) -> Expr | None:
    """Return the integral over v**4 + p*v**2 + q*v + r, v = x + shift, split in two.

    The real quadratics are v**2 + u*v + s and v**2 - u*v + t, where u**2 is a root of the resolvent
    z**3 + 2*p*z**2 + (p**2 - 4*r)*z - q**2; None where it has no rational root that serves and
    q is not zero.

    Args:
        numerator: Coefficients, of degree 3 or less.
        denominator: Monic coefficients without a cubic term.
        shift: A number.
    """
    r, q, p, _, _ = denominator
    root = _resolvent_root(p, q, r)
    above = _filled(numerator, 4)
    if root is not None:
        half = (p + root) / 2
        return _over_conjugates(above, root, (half, -q / (2 * root)), Fraction(1), shift)
    if q:
        return None
    square = p * p - 4 * r
    if square > 0:
        return _over_conjugates(above, square, (p / 2, Fraction(1, 2)), Fraction(0), shift)
    return _over_even(above, p, r, shift)


def _filled(polynomial: Polynomial, size: int) -> list[Fraction]:
    return [*polynomial, *[Fraction(0)] * (size - len(polynomial))]


def _resolvent_root(p: Fraction, q: Fraction, r: Fraction) -> Fraction | None:
    """Return the largest positive rational root of the resolvent."""
    resolvent = (-q * q, p * p - 4 * r, 2 * p, Fraction(1))
    roots = []
    for factor in irreducible_factors([number(value) for value in resolvent]):
        if len(factor) == 2:
            roots.append(-Fraction(factor[0].value) / Fraction(factor[1].value))
    return max((root for root in roots if root > 0), default=None)


def _over_conjugates(
    above: list[Fraction],
    square: Fraction,
    constant: tuple[Fraction, Fraction],
    linear: Fraction,
    shift: Expr,
) -> Expr | None:
    """Return the integral over (y**2 + l*s*y + v + w*s) times its conjugate, s**2 = `square`.

    The numerators are conjugate as well: (a + b*s)*y + c + d*s, where y = x + shift and the four
    numbers follow from those of the whole fraction.
    """
    v, w = constant
    e0, e1, e2, e3 = (value / 2 for value in above)
    # Times the conjugate quadratic, the rational parts are the halved coefficients:
    # a = e3, c - b*l*s**2 = e2, a*v - b*w*s**2 - d*l*s**2 = e1, c*v - d*w*s**2 = e0.
    a = e3
    if linear:
        # w*(a*v - b*w*t - e1)/l = c*v - e0 and c = e2 + b*l*t, where t = s**2; l = 1.
        b = (w * (a * v - e1) - e2 * v + e0) / (square * (v + w * w))
        c = e2 + b * square
        d = (a * v - b * w * square - e1) / square
    else:
        b, c = (a * v - e1) / (w * square), e2
        d = (c * v - e0) / (w * square)
    root = square_root(number(square))
    parts = []
    for sign in (1, -1):
        signed = mul(number(sign), root)
        first, last, middle, end = (
            add(number(rational), mul(number(factor), signed))
            for rational, factor in ((a, b), (c, d), (Fraction(0), linear), (v, w))
        )
        parts.append(over_quadratic(first, last, middle, end, shift))
    return _sum(parts)


def _over_even(above: list[Fraction], p: Fraction, r: Fraction, shift: Expr) -> Expr | None:
    """Return the integral over v**4 + p*v**2 + r, v = x + shift, with p**2 < 4*r.

    The quadratics are v**2 + u*v + s and v**2 - u*v + s with s**2 = r, u**2 = 2*s - p.
    """
    e0, e1, e2, e3 = map(number, above)
    s = square_root(number(r))
    u = square_root(subtract(mul(TWO, s), number(p)))
    constants = expanded(divide(e0, s))
    # Differences of the two numerators' coefficients; the sums are e3 and e0/s.
    slopes = expanded(divide(subtract(e2, constants), u))
    ends = expanded(divide(subtract(e1, mul(s, e3)), u))
    parts = []
    for sign in (1, -1):
        middle = mul(number(sign), u)
        first = mul(HALF, add(e3, mul(number(-sign), slopes)))
        last = mul(HALF, add(constants, mul(number(-sign), ends)))
        parts.append(over_quadratic(first, last, middle, s, shift))
    return _sum(parts)


def _sum(parts: list[Expr | None]) -> Expr | None:
    known = [part for part in parts if part is not None]
    return add(*known) if len(known) == len(parts) else None
