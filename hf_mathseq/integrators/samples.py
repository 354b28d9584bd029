"""Values of expressions modulo a prime where generators have random values."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hf_mathseq.integrators.generators import Generator, Generators, UnsuitableError
from hf_mathseq.integrators.modular import Residues, inverses, powers, roots, scattered
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.nodes import NUMBERS, Expr

_ATTEMPTS_PER_ROOT = 3
"""Square roots exist for half of the values: so many times more are tried."""


class Sample:
    """Generators at random values that satisfy what is known of them: s**2 + c**2 = 1, r**2 = u.

    An identity between expressions that holds at all points holds, with all but certainty,
    whatever x is: it is one between the generators as independent variables.

    Args:
        generators: The variables.
        points: How many points are wanted.
        prime: The modulus.
        constants: Values of parameters, by their positions, where these are not random.

    Raises:
        UnsuitableError: No values were found for the roots.
    """

    def __init__(
        self,
        generators: Generators,
        points: int,
        prime: int,
        constants: dict[int, int] | None = None,
    ) -> None:
        self.prime = prime
        self._generators = generators
        even = sum(g.kind == "root" and g.order % 2 == 0 for g in generators.every)
        self._tried = points * _ATTEMPTS_PER_ROOT**even + 8 * even
        self._known: dict[Expr, Residues] = {}
        self.values: list[Residues] = []
        kept = self._draw(constants or {})
        chosen = np.flatnonzero(kept)[:points]
        if len(chosen) < points:
            raise UnsuitableError("no values for the roots")
        self.values = [value[chosen] for value in self.values]
        self._tried = points
        self._known = {}

    def _draw(self, constants: dict[int, int]) -> npt.NDArray[np.bool_]:
        """Give all generators values; return where there are any for the roots."""
        every = self._generators.every
        self.values = [scattered(self._tried, i, self.prime) for i in range(len(every))]
        for at, generator in enumerate(every):
            if generator.kind == "parameter":
                value = constants.get(at, self.values[at][0])
                self.values[at] = np.full(self._tried, value, dtype=np.int64)
            elif generator.kind == "cosine":
                self.values[at - 1 : at + 1] = self._pair(generator, self.values[at])
        kept = np.ones(self._tried, dtype=bool)
        for at, generator in enumerate(every):
            if generator.kind == "root":
                kept &= self._draw_root(at, generator)
        for at, generator in enumerate(every):
            if generator.kind == "denominator":
                self.values[at] = self._sum(generator.expr)
        return kept

    def _draw_root(self, at: int, generator: Generator) -> npt.NDArray[np.bool_]:
        root, exists = roots(self.value(generator.expr.args[0]), generator.order, self.prime)
        if generator.order % 2 == 0:
            root = np.where(self.values[at] % 2 == 0, root, self.prime - root)
        self.values[at] = np.where(exists, root, 1)
        return exists

    def _pair(self, generator: Generator, parameter: Residues) -> list[Residues]:
        """Return sine and cosine by the tangent of half the angle."""
        square = parameter * parameter % self.prime
        if generator.expr.op == "cosh":
            square = self.prime - square
        below = inverses((1 + square) % self.prime, self.prime)
        return [2 * parameter % self.prime * below % self.prime, (1 - square) * below % self.prime]

    def value(self, expr: Expr) -> Residues:
        """Return the value at every point.

        Raises:
            UnsuitableError: The expression is not one of the generators.
        """
        found = self._known.get(expr)
        if found is None:
            found = self._known[expr] = self._value(expr)
        return found

    def slope(self, expr: Expr) -> Residues:
        """Return the value of the derivative at every point."""
        return self.value(derivative(expr))

    def _value(self, expr: Expr) -> Residues:
        own = self._generators.power_of(expr) if expr.op != "add" else None
        if own is not None:
            return self._power(self.values[own[0]], own[1])
        if expr.op == "add":
            return self._sum(expr)
        if expr.op == "mul":
            found = self.value(expr.args[0])
            for factor in expr.args[1:]:
                found = found * self.value(factor) % self.prime
            return found
        if expr.op in NUMBERS:
            return self._number(expr)
        if expr.op == "pow" and expr.args[1].op == "int":
            return self._power(self.value(expr.args[0]), expr.args[1].value)
        raise UnsuitableError(f"{expr.op} is no generator")

    def _sum(self, expr: Expr) -> Residues:
        found = self.value(expr.args[0])
        for term in expr.args[1:]:
            found = found + self.value(term)
        return found % self.prime

    def _number(self, expr: Expr) -> Residues:
        value = expr.value
        if value.denominator % self.prime == 0:
            raise UnsuitableError("a denominator of zero modulo the prime")
        residue = value.numerator * pow(value.denominator, -1, self.prime) % self.prime
        return np.full(self._tried, residue, dtype=np.int64)

    def _power(self, base: Residues, exponent: int) -> Residues:
        if exponent < 0:
            base = inverses(base, self.prime)
        return powers(base, abs(exponent), self.prime)
