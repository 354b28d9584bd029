"""Real parts of symbols on boxes of angular frequencies, with exact integer coefficients.

With angular frequencies eta, `d_k -> i eta_k`; a monomial of odd degree is imaginary, one of even
degree d keeps its coefficient with the sign (-1)^(d/2). The growth rate of the frequency eta is
minus the real part, so that everything asked of an equation is asked of this polynomial.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.decimals import FloatArray, IntArray
from hf_mathseq.systems.pde_problem import Interval, Pde

Exponents = tuple[int, ...]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class RealSymbol:
    """One polynomial on one box; coordinates of a single frequency are put in already.

    Attributes:
        terms: Exponents -> coefficient, not 0; like terms are collected.
        box: Interval of every coordinate that is left: integers or infinite, of positive width.
    """

    terms: dict[Exponents, int]
    box: tuple[Interval, ...]


def real_symbol(pde: Pde) -> RealSymbol:
    """Return the real part of the symbol on the frequencies of the initial condition."""
    box = pde.box()
    free = [k for k, (low, high) in enumerate(box) if low < high]
    place = {k: i for i, k in enumerate(free)}
    terms: dict[Exponents, int] = {}
    for monomial in pde.monomials:
        exponents = [0] * len(free)
        value, degree = monomial.coefficient, 0
        for k, power in monomial.factors:
            degree += power
            if k in place:
                exponents[place[k]] += power
            else:
                value *= int(box[k][0]) ** power
        if degree % 2 == 0:
            key = tuple(exponents)
            terms[key] = terms.get(key, 0) + (value if degree % 4 == 0 else -value)
    kept = {key: value for key, value in terms.items() if value}
    return RealSymbol(kept, tuple(box[k] for k in free))


@dataclass(frozen=True)
class SymbolBatch:
    """Many real parts, padded to one shape.

    Attributes:
        exponents: Shape (problems, terms, coordinates).
        coefficients: Shape (problems, terms), rounded to doubles; 0 where there is no term.
        low: Lower ends, shape (problems, coordinates); 0 in padding, like `high`.
        high: Upper ends.
    """

    exponents: IntArray
    coefficients: FloatArray
    low: FloatArray
    high: FloatArray

    def take(self, members: IntArray) -> SymbolBatch:
        """Return the problems at these positions."""
        return SymbolBatch(
            self.exponents[members],
            self.coefficients[members],
            self.low[members],
            self.high[members],
        )

    @property
    def infinite(self) -> BoolArray:
        """Which coordinates have all frequencies, shape (problems, coordinates)."""
        return np.isinf(self.high)

    @property
    def around_zero(self) -> BoolArray:
        """Which coordinates have finitely wide intervals with 0 in them."""
        return (self.low <= 0) & (self.high >= 0) & (self.low < self.high) & ~self.infinite

    def can_be_negative(self) -> BoolArray:
        """Return which terms are negative somewhere on their box, shape (problems, terms)."""
        odd = self.exponents % 2 == 1
        both = ((self.low < 0) & (self.high > 0))[:, None, :]
        negative = (self.high <= 0)[:, None, :]
        flips = (odd & negative).sum(axis=2) % 2 == 1
        free = (odd & both).any(axis=2)
        return (self.coefficients != 0) & (free | ((self.coefficients < 0) != flips))


def symbol_batch(symbols: Sequence[RealSymbol]) -> SymbolBatch:
    """Return many real parts as arrays."""
    count = len(symbols)
    terms = max((len(symbol.terms) for symbol in symbols), default=0)
    width = max((len(symbol.box) for symbol in symbols), default=0)
    exponents = np.zeros((count, terms, width), dtype=np.int64)
    coefficients = np.zeros((count, terms))
    ends = np.zeros((2, count, width))
    for i, symbol in enumerate(symbols):
        if symbol.terms and symbol.box:
            exponents[i, : len(symbol.terms), : len(symbol.box)] = list(symbol.terms)
            ends[:, i, : len(symbol.box)] = np.array(symbol.box).T
        coefficients[i, : len(symbol.terms)] = list(symbol.terms.values())
    return SymbolBatch(exponents, coefficients, ends[0], ends[1])
