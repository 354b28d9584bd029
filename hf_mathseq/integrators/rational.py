"""Rational functions of x with rational coefficients, by partial fractions.

Hermite's reduction leaves fractions with irreducible denominators ("Bronstein, Symbolic
Integration I", chapter 2); their integrals are logarithms and arctangents.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd

from hf_mathseq.integrators.polynomials import (
    Polynomial,
    division,
    inverse,
    minus,
    plus,
    power_of,
    primitive,
    scaled,
    slope,
    times,
    written,
)
from hf_mathseq.integrators.rational_functions import in_lowest_terms
from hf_mathseq.integrators.real_factors import over_cubic, over_quadratic, over_quartic
from hf_mathseq.integrators.residues import integral_by_residues
from hf_mathseq.integrators.search import Search
from hf_mathseq.integrators.univariate import polynomial
from hf_mathseq.symbolic.evaluation import add, divide, function, mul, power, product_of, sum_of
from hf_mathseq.symbolic.nodes import Expr, number

MAX_DEGREE = 30
"""Denominators of a higher degree are left alone: their partial fractions take too long."""
MAX_BITS = 128
"""So are numerators and denominators with larger coefficients."""
STEPS_PER_DEGREE = 2

Factors = list[tuple[Polynomial, int]]


def integrate_rational(integrand: Expr, search: Search) -> Expr | None:
    """Integrate a rational function as far as real roots and square roots express the answer."""
    fraction = _factored(integrand)
    if fraction is None:
        return None
    numerator, factors = fraction
    degree = sum((len(factor) - 1) * exponent for factor, exponent in factors)
    if degree > MAX_DEGREE or _bits(numerator, factors) > MAX_BITS:
        return None
    search.budget.spend(STEPS_PER_DEGREE * max(degree, len(numerator)))
    whole, fractions = _partial_fractions(numerator, factors)
    reduced = [_reduced(above, *factor) for above, factor in zip(fractions, factors, strict=True)]
    remaining = [(above, factors[i][0]) for i, (_, above) in enumerate(reduced) if above]
    transcendental = _over_irreducible(remaining, search)
    if transcendental is None:
        return None
    fixed = [(above, factors[i]) for i, (above, _) in enumerate(reduced) if above]
    return add(_antiderivative(whole), _one_fraction(fixed), transcendental)


def _factored(expr: Expr) -> tuple[Polynomial, Factors] | None:
    """Return the numerator, and the irreducible factors below with their exponents."""
    lowest = in_lowest_terms(expr)
    if lowest is None:
        return None
    above: list[Expr] = []
    below: list[tuple[Expr, int]] = []
    for part in lowest.args if lowest.op == "mul" else (lowest,):
        if part.op == "pow" and part.args[1].value < 0:
            below.append((part.args[0], -part.args[1].value))
        else:
            above.append(part)
    numerator = _coefficients(product_of(above))
    factors = [(factor, exponent) for base, exponent in below if (factor := _coefficients(base))]
    return None if numerator is None or len(factors) < len(below) else (numerator, factors)


def _coefficients(expr: Expr) -> Polynomial | None:
    found = polynomial(expr)
    return None if found is None else [Fraction(value.value) for value in found]


def _bits(numerator: Polynomial, factors: Factors) -> int:
    every = [numerator, *[factor for factor, _ in factors]]
    values = [value for polynomial in every for value in polynomial]
    return max(max(abs(v.numerator).bit_length(), v.denominator.bit_length()) for v in values)


def _antiderivative(polynomial: Polynomial) -> Expr:
    return written([Fraction(0), *[value / (i + 1) for i, value in enumerate(polynomial)]])


def _partial_fractions(
    numerator: Polynomial, factors: Factors
) -> tuple[Polynomial, list[Polynomial]]:
    """Return the polynomial part and the numerator over each power of a factor."""
    powers = [power_of(factor, exponent) for factor, exponent in factors]
    product = [Fraction(1)]
    for denominator in powers:
        product = times(product, denominator)
    whole, rest = division(numerator, product)
    found = []
    for denominator in powers:
        others = division(product, denominator)[0]
        above = times(division(rest, denominator)[1], inverse(others, denominator))
        found.append(division(above, denominator)[1])
    return whole, found


def _reduced(above: Polynomial, factor: Polynomial, exponent: int) -> tuple[Polynomial, Polynomial]:
    """Return (g, h): the integral of a/p**n is g/p**(n - 1) plus that of h/p.

    With 1 = s*p + t*p', a*t*p'/p**n is the derivative of -a*t/((n - 1)*p**(n - 1)) up to terms
    with p**(n - 1) below.
    """
    known: Polynomial = []
    steep = slope(factor)
    t = inverse(steep, factor)
    for order in range(exponent, 1, -1):
        own = division(times(above, t), factor)[1]
        quotient = division(minus(above, times(own, steep)), factor)[0]
        part = scaled(Fraction(1, order - 1), own)
        known = minus(known, times(part, power_of(factor, exponent - order)))
        above = plus(quotient, slope(part))
    return known, above


def _one_fraction(fractions: list[tuple[Polynomial, tuple[Polynomial, int]]]) -> Expr:
    """Return the sum of fractions over powers of factors, over the factored denominator."""
    below = [power_of(factor, exponent - 1) for _, (factor, exponent) in fractions]
    product = [Fraction(1)]
    for denominator in below:
        product = times(product, denominator)
    total: Polynomial = []
    for (above, _), denominator in zip(fractions, below, strict=True):
        total = plus(total, times(above, division(product, denominator)[0]))
    if not total:
        return number(0)
    content, top = primitive(total)
    powers = [power(written(factor), number(1 - exponent)) for _, (factor, exponent) in fractions]
    numerator = mul(number(content.numerator), written(top))
    return mul(number(Fraction(1, content.denominator)), numerator, product_of(powers))


def _over_irreducible(
    fractions: list[tuple[Polynomial, Polynomial]], search: Search
) -> Expr | None:
    """Integrate a/p for different irreducible p, logarithms with equal factors in one."""
    logarithms: dict[Fraction, Polynomial] = {}
    others: list[Expr] = []
    for above, factor in fractions:
        ratio = above[-1] / ((len(factor) - 1) * factor[-1])
        rest = minus(above, scaled(ratio, slope(factor)))
        if len(above) < len(factor) - 1 or (rest and len(factor) > 3):
            ratio, rest = Fraction(0), above
        if ratio:
            logarithms[ratio] = times(logarithms.get(ratio, [Fraction(1)]), factor)
        found = _irreducible(rest, factor, search, len(fractions) > 1) if rest else None
        if rest and found is None:
            return None
        if found is not None:
            others.append(found)
    known = [
        mul(number(ratio), function("ln", written(primitive(product)[1])))
        for ratio, product in logarithms.items()
    ]
    return sum_of([*known, *others])


def _irreducible(
    above: Polynomial, factor: Polynomial, search: Search, is_part: bool
) -> Expr | None:
    """Integrate a/p for one irreducible p of degree 2 or more."""
    monic, above = scaled(1 / factor[-1], factor), scaled(1 / factor[-1], above)
    degree = len(monic) - 1
    if degree == 2:
        first = above[1] if len(above) == 2 else Fraction(0)
        return over_quadratic(number(first), *map(number, (above[0], monic[1], monic[0])))
    found = integral_by_residues(above, monic)
    if found is not None:
        return found
    if degree in (3, 4):
        shift = monic[-2] / degree
        rule = over_cubic if degree == 3 else over_quartic
        found = rule(_moved(above, -shift), _moved(monic, -shift), number(shift))
        if found is not None:
            return found
    in_power = gcd(*[exponent for exponent, value in enumerate(monic) if value]) > 1
    if not is_part or not in_power:
        return None
    # Substitution for that power may help, as for the whole integrand.
    return search.integrate(divide(written(above), written(monic)))


def _moved(polynomial: Polynomial, shift: Fraction) -> Polynomial:
    """Return p(x + shift), by Horner's scheme."""
    moved: Polynomial = []
    for value in reversed(polynomial):
        moved = plus(times(moved, [shift, Fraction(1)]), [value])
    return moved
