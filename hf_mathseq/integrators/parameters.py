"""Coefficients that are rational functions of constants such as ln(2), found by interpolation."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import numpy as np

from hf_mathseq.integrators.modular import PRIMES, Residues, powers, rational, scattered, solve
from hf_mathseq.integrators.system import System
from hf_mathseq.symbolic.evaluation import add, divide, mul, power
from hf_mathseq.symbolic.nodes import Expr, number

MAX_DEGREE = {1: 5, 2: 3, 3: 2}
"""Number of parameters -> largest total degree of numerator and denominator."""
SPARE_VALUES = 3
SLACK = 1 << 8
_STREAMS = 1000
"""Parameters take the values of random streams from here on."""


class RationalFunctions:
    """Finds the coefficients of a system as functions of its parameters.

    Args:
        system: Has a solution for random values of its parameters, all of it not zero.
        parameters: Positions of the parameters among the generators.
    """

    def __init__(self, system: System, parameters: Sequence[int]) -> None:
        self._system = system
        self._parameters = parameters
        self._prime = PRIMES[0]
        count = len(_monomials(len(parameters), MAX_DEGREE[len(parameters)]))
        self._values = [
            scattered(2 * count + SPARE_VALUES, _STREAMS + i, self._prime)
            for i in range(len(parameters))
        ]
        self._solutions: list[list[int]] = []

    def expressions(self) -> list[Expr] | None:
        """Return the coefficients, or None where their degrees or numbers are too large."""
        found: list[Expr] = []
        for coefficient in range(self._system.unknowns):
            expr = self._expression(coefficient)
            if expr is None:
                return None
            found.append(expr)
        return found

    def _expression(self, coefficient: int) -> Expr | None:
        for degree in range(MAX_DEGREE[len(self._parameters)] + 1):
            monomials = _monomials(len(self._parameters), degree)
            points = 2 * len(monomials) + SPARE_VALUES
            if not self._solve_up_to(points):
                return None
            values = np.array([s[coefficient] for s in self._solutions[:points]], dtype=np.int64)
            found = self._interpolated(monomials, values)
            if found is not None:
                return found
        return None

    def _solve_up_to(self, points: int) -> bool:
        while len(self._solutions) < points:
            at = len(self._solutions)
            constants = {
                position: int(values[at])
                for position, values in zip(self._parameters, self._values, strict=True)
            }
            solution = self._system.solution(self._prime, constants)
            if solution is None:
                return False
            self._solutions.append(solution)
        return True

    def _interpolated(self, monomials: list[tuple[int, ...]], values: Residues) -> Expr | None:
        """Find N and D with N - value*D = 0 at all points, one coefficient of D being 1."""
        above = np.stack([self._monomial(m, len(values)) for m in monomials], axis=1)
        below = above * values[:, None] % self._prime
        for one in range(len(monomials)):
            matrix = np.concatenate([above, self._prime - np.delete(below, one, axis=1)], axis=1)
            solution = solve(matrix, below[:, one], self._prime)
            if solution is None:
                continue
            numbers = solution.tolist()
            count = len(monomials)
            numbers.insert(count + one, 1)
            top = self._polynomial(monomials, numbers[:count])
            bottom = self._polynomial(monomials, numbers[count:])
            return None if top is None or bottom is None else divide(top, bottom)
        return None

    def _monomial(self, exponents: tuple[int, ...], points: int) -> Residues:
        value = np.ones(points, dtype=np.int64)
        for exponent, values in zip(exponents, self._values, strict=True):
            value = value * powers(values[:points], exponent, self._prime) % self._prime
        return value

    def _polynomial(self, monomials: list[tuple[int, ...]], numbers: list[int]) -> Expr | None:
        terms: list[Expr] = []
        for exponents, residue in zip(monomials, numbers, strict=True):
            fraction = rational(residue, self._prime, SLACK)
            if fraction is None:
                return None
            if fraction[0]:
                terms.append(mul(number(Fraction(*fraction)), *self._powers(exponents)))
        return add(*terms)

    def _powers(self, exponents: tuple[int, ...]) -> list[Expr]:
        every = self._system.generators.every
        return [
            power(every[position].expr, number(exponent))
            for position, exponent in zip(self._parameters, exponents, strict=True)
        ]


def _monomials(parameters: int, degree: int) -> list[tuple[int, ...]]:
    """Return the exponents up to a total degree, the smallest first."""
    every = product(range(degree + 1), repeat=parameters)
    return sorted((m for m in every if sum(m) <= degree), key=lambda m: (sum(m), m))
