"""Linear partial differential equations with an initial condition (arXiv 2006.06462, section 3.3).

The equation is `u_t + P(d0, d1, ...) u = 0` with a real polynomial P of the derivatives
`dk` = d/dx_k, the initial condition a product of one kernel per coordinate and of shifts
`exp(i b x_k)`. In angular frequencies eta the symbol `P(i eta)` has integer coefficients and the
frequencies of the initial condition fill a box with integer corners.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from hf_mathseq.splits import key_of
from hf_mathseq.verdict import ProblemError

CONSTANT, SINC, DIRAC, GAUSSIAN = "constant", "sinc", "delta", "gauss"
KERNELS = (CONSTANT, SINC, DIRAC, GAUSSIAN)
"""1, sin(a x)/(a x), delta(a x) and exp(-(a x)^2)."""

NO_SOLUTION, GROWS, VANISHES, UNDECIDED = 0, 1, 2, -1
"""The infimum of the real part is -infinity; negative; not negative; not settled."""

FACTOR_POWERS = (1, 2, 4)
"""Powers of one factor of a monomial; every exponent up to 7 is a product of distinct ones."""
MAX_EXPONENT = sum(FACTOR_POWERS)
MAX_DIMENSION = 10
"""The published vocabulary names two variables per equation; ten coordinates fit into ours."""

MAX_NUMBER = 10_000
"""Larger coefficients, shifts and scales are refused: values on finite boxes then are doubles."""
MAX_MONOMIALS = 50

Factor = tuple[int, int]
"""Coordinate and power."""
Interval = tuple[float, float]


@dataclass(frozen=True)
class Monomial:
    """`coefficient * d_k^p * ...`, factors in the order of writing.

    Attributes:
        coefficient: An integer other than 0.
        factors: Distinct pairs of coordinate and power, at least one.
    """

    coefficient: int
    factors: tuple[Factor, ...]

    @property
    def exponents(self) -> dict[int, int]:
        """Coordinate -> its exponent in the product of all factors."""
        found: dict[int, int] = {}
        for coordinate, power in self.factors:
            found[coordinate] = found.get(coordinate, 0) + power
        return found


@dataclass(frozen=True)
class Pde:
    """One problem.

    Attributes:
        dimension: Number of coordinates.
        monomials: The terms of P in the order of writing; the first coefficient is positive,
            because the published words lose its sign.
        shifts: Pairs (k, b) of the factors `exp(i b x_k)` in the order of writing, one or more.
        kernels: One pair (kernel, a) per coordinate; a is 0 for the constant kernel.
    """

    dimension: int
    monomials: tuple[Monomial, ...]
    shifts: tuple[tuple[int, int], ...]
    kernels: tuple[tuple[str, int], ...]

    @property
    def key(self) -> int:
        """One key for all orders of writing: of the collected operator and the frequency box."""
        terms = sorted((sorted(m.exponents.items()), m.coefficient) for m in self.monomials)
        return key_of(repr((terms, self.box())).encode())

    def box(self) -> list[Interval]:
        """Return the interval of angular frequencies of every coordinate; integers or infinite."""
        shifts = dict(self.shifts)
        return [
            _interval(kernel, abs(a), shifts.get(k, 0))
            for k, (kernel, a) in enumerate(self.kernels)
        ]

    def frequency_bounds(self) -> list[Interval]:
        """Return the interval of frequencies of every coordinate, in cycles."""
        return [(low / math.tau, high / math.tau) for low, high in self.box()]


def _interval(kernel: str, a: int, shift: int) -> Interval:
    if kernel in (DIRAC, GAUSSIAN):
        return -math.inf, math.inf
    width = a if kernel == SINC else 0
    return float(shift - width), float(shift + width)


def check_pde(pde: Pde) -> None:
    """Raise `ProblemError` unless the words and the decision procedures can say this problem."""
    numbers = [m.coefficient for m in pde.monomials]
    numbers += [b for _, b in pde.shifts] + [a for _, a in pde.kernels]
    if max(map(abs, numbers)) > MAX_NUMBER:
        raise ProblemError(f"numbers go up to {MAX_NUMBER:,} in size")
    if len(pde.monomials) > MAX_MONOMIALS:
        raise ProblemError(f"an operator has at most {MAX_MONOMIALS} terms")
    coordinates = [k for m in pde.monomials for k, _ in m.factors] + [k for k, _ in pde.shifts]
    if max(coordinates) >= pde.dimension:
        raise ProblemError(f"x{max(coordinates)} is no coordinate in dimension {pde.dimension}")
    for monomial in pde.monomials:
        if any(power not in FACTOR_POWERS for _, power in monomial.factors):
            raise ProblemError("the powers of a factor are 1, 2 and 4")
        if len(set(monomial.factors)) < len(monomial.factors):
            raise ProblemError("a factor occurs twice in a term")
    if len({k for k, _ in pde.shifts}) < len(pde.shifts):
        raise ProblemError("a coordinate is shifted twice")
