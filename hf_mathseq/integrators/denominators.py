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
    inverse_root_with_pole,
    value_at,
)
from hf_mathseq.integrators.replacement import FunctionOf
from hf_mathseq.integrators.squares import of_two_squares
from hf_mathseq.integrators.univariate import irreducible_factors, polynomial
from hf_mathseq.symbolic.arithmetic import NUMBERS
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import divide, mul, negative, power, subtract
from hf_mathseq.symbolic.nodes import MINUS_HALF, MINUS_ONE, ZERO, Expr
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
            known = self._factors.setdefault(found[0], [])
            known += [f for f in irreducible_factors(found[1]) if f not in known]

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
    """Integrals of 1/sqrt(q) and 1/((v - p)*sqrt(q)) for a quadratic q in a generator v.

    Args:
        root: sqrt(q), or another root, which leads to nothing.
        generators: Of the integrand.
        denominators: Those of the integrand; their zeros are the p.
        inverted: Generators with negative exponents in the integrand, for p = 0.
    """
    base = root.expr.args[0]
    found = _in_one_generator(base, generators) if root.order == 2 else None
    if found is None or len(found[1]) != 3:
        return
    variable, coefficients = found
    slope = mul(power(base, MINUS_HALF), derivative(variable))
    answer = inverse_root(coefficients, variable)
    if answer is not None:
        yield Candidate(answer, slope)
    zero = [ZERO] if variable in inverted else []
    for pole in (*zero, *denominators.poles(variable)):
        answer = inverse_root_with_pole(coefficients, pole, variable)
        if answer is not None:
            yield Candidate(answer, mul(slope, power(subtract(variable, pole), MINUS_ONE)))


def _in_one_generator(expr: Expr, generators: Generators) -> tuple[Expr, Coefficients] | None:
    """Return (v, c) where the expression is a polynomial in the generator v."""
    for generator in generators.every:
        if generator.kind not in ("denominator", "parameter"):
            inner = FunctionOf(generator.expr)(expr)
            coefficients = None if inner is None else polynomial(expanded(inner))
            if coefficients is not None and len(coefficients) > 1:
                return generator.expr, coefficients
    return None
