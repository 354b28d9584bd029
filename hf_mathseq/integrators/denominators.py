"""What the denominators and roots of an integrand lead to: integrals in one generator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from hf_mathseq.integrators.candidates import Candidate, logarithm
from hf_mathseq.integrators.generators import Generator, Generators
from hf_mathseq.integrators.quadratics import (
    even_quartic,
    inverse_of_quadratic,
    inverse_root,
    inverse_root_of_binomial,
    inverse_root_with_pole,
    value_at,
)
from hf_mathseq.integrators.rational_functions import numerator_and_denominator
from hf_mathseq.integrators.replacement import FunctionOf, at
from hf_mathseq.integrators.squares import of_two_squares
from hf_mathseq.integrators.univariate import binomial, irreducible_factors, polynomial
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import divide, mul, negative, power, subtract
from hf_mathseq.symbolic.nodes import MINUS_ONE, NUMBERS, ONE, TWO, ZERO, Expr, X
from hf_mathseq.symbolic.short_form import expanded

Coefficients = list[Expr]


class Denominators:
    """The irreducible factors of denominators, each in one generator where that is possible.

    Args:
        generators: Of the integrand.
        denominators: Sums of generators.
    """

    def __init__(self, generators: Generators, denominators: Sequence[Expr]) -> None:
        # What polynomials are in -> their irreducible factors.
        self._factors: dict[Expr, list[Coefficients]] = {}
        self._others: list[Expr] = []
        for denominator in denominators:
            found = _in_one_generator(denominator, generators)
            if found is None:
                self._others.append(denominator)
                continue
            variable, inner = found
            known = self._factors.setdefault(variable, [])
            for part in _polynomials(inner):
                known += [f for f in irreducible_factors(part) if f not in known]

    def candidates(self) -> Iterator[Candidate]:
        """Return the logarithms and arctangents that have these denominators."""
        for denominator in self._others:
            yield from of_two_squares(denominator)
            yield logarithm(denominator)
        for variable, factors in self._factors.items():
            for coefficients in factors:
                yield from _of_factor(coefficients, variable)

    def poles(self, variable: Expr) -> list[Expr]:
        """Return the zeros of the linear factors in a generator."""
        linear = [f for f in self._factors.get(variable, []) if len(f) == 2]
        return [divide(negative(f[0]), f[1]) for f in linear]


def _of_factor(coefficients: Coefficients, variable: Expr) -> Iterator[Candidate]:
    total = value_at(coefficients, variable)
    yield logarithm(total)
    slope = derivative(variable)
    if len(coefficients) == 3:
        answer = inverse_of_quadratic(coefficients, variable)
        if answer is not None:
            yield Candidate(answer, divide(slope, total))
    if len(coefficients) == 5 and _is_even(coefficients):
        last, _, middle, _, first = (Fraction(c.value) for c in coefficients)
        for answer, numerator in even_quartic(middle / first, last / first, variable):
            above = mul(coefficients[4], value_at(numerator, variable), slope)
            yield Candidate(answer, divide(above, total))


def _is_even(coefficients: Coefficients) -> bool:
    rational = all(c.op in NUMBERS for c in coefficients)
    return rational and coefficients[1] is ZERO and coefficients[3] is ZERO


def of_root(
    root: Generator, generators: Generators, denominators: Denominators, inverted: Sequence[Expr]
) -> Iterator[Candidate]:
    """Integrals of 1/sqrt(q) and 1/((v - p)*sqrt(q)) for a quadratic or binomial q in one v.

    Args:
        root: sqrt(q), or another root, which leads to nothing.
        generators: Of the integrand.
        denominators: Those of the integrand; their zeros are the p.
        inverted: Generators with negative exponents in the integrand, for p = 0.
    """
    found = _in_one_generator(root.expr.args[0], generators) if root.order == 2 else None
    if found is None:
        return
    variable, inner = found
    slope = mul(power(root.expr, MINUS_ONE), derivative(variable))
    poles = [ZERO] if variable in inverted else []
    poles += denominators.poles(variable)
    for answer, factor in _inverse_roots(root.expr, variable, inner, poles):
        if answer is not None:
            yield Candidate(answer, mul(slope, factor))


def _inverse_roots(
    root: Expr, variable: Expr, inner: Expr, poles: Sequence[Expr]
) -> Iterator[tuple[Expr | None, Expr]]:
    """Return integrals of f(v)/r for a root r of g(v), each with f(v)."""
    coefficients, reciprocal = polynomial(inner), polynomial(at(inner, power(X, MINUS_ONE)))
    simple = binomial(inner)
    if simple is not None:
        yield inverse_root_of_binomial(*simple, root), power(variable, MINUS_ONE)
    if coefficients is not None and len(coefficients) == 3:
        yield inverse_root(coefficients, variable), ONE
        for pole in poles:
            if pole is not ZERO or simple is None:
                factor = power(subtract(variable, pole), MINUS_ONE)
                yield inverse_root_with_pole(coefficients, pole, variable), factor
    elif reciprocal is not None and len(reciprocal) == 3:
        inverse = power(variable, MINUS_ONE)
        yield inverse_root(reciprocal, inverse), negative(power(inverse, TWO))


def _in_one_generator(expr: Expr, generators: Generators) -> tuple[Expr, Expr] | None:
    """Return (v, g) where the expression is a rational function g of the generator v alone."""
    for generator in generators.every:
        if generator.kind not in ("denominator", "parameter"):
            inner = FunctionOf(generator.expr)(expr)
            if inner is not None and _polynomials(expanded(inner)):
                return generator.expr, expanded(inner)
    return None


def _polynomials(expr: Expr) -> list[Coefficients]:
    """Return a polynomial, or the numerator and denominator of a rational function, if not 1."""
    coefficients = polynomial(expr)
    found = [coefficients] if coefficients else numerator_and_denominator(expr) or ()
    return [part for part in found if len(part) > 1]
