"""Random partial differential equations with initial conditions (arXiv 2006.06462, section 4.3)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hf_mathseq.encodings.decimals import IntArray
from hf_mathseq.systems.pde_problem import (
    CONSTANT,
    FACTOR_POWERS,
    KERNELS,
    SINC,
    Factor,
    Monomial,
    Pde,
)

MAX_FACTORS = 4
"""Most factors of a monomial (published program)."""


@dataclass(frozen=True)
class PdeLaw:
    """The law of problems; the published one by default.

    Attributes:
        min_dimension: Fewest coordinates.
        max_dimension: Most coordinates.
        max_coefficient: Coefficients are drawn from -m .. -1 and 1 .. m.
        max_scale: Shifts and scales of kernels are drawn from -m .. m - 1.
    """

    min_dimension: int = 2
    max_dimension: int = 6
    max_coefficient: int = 10
    max_scale: int = 100


def draw_pdes(rng: np.random.Generator, count: int, law: PdeLaw) -> list[Pde]:
    """Return `count` problems.

    A problem of n coordinates has n to 2n + 2 monomials of one to four factors, a factor being a
    coordinate with the power 1, 2 or 4. Factors of a monomial and monomials that come up again are
    dropped. The published program then writes them in the order of a hash table; here they keep
    the order of drawing. The first coefficient is positive, because its sign is not written.
    """
    top, m = law.max_dimension, law.max_scale
    dimensions = rng.integers(law.min_dimension, top, count, endpoint=True)
    terms = 2 * top + 2
    sizes = rng.integers(dimensions, 2 * dimensions + 2, endpoint=True)
    lengths = rng.integers(1, MAX_FACTORS, (count, terms), endpoint=True)
    coordinates = _below(rng, dimensions, (count, terms, MAX_FACTORS))
    powers = np.array(FACTOR_POWERS)[rng.integers(0, len(FACTOR_POWERS), coordinates.shape)]
    coefficients = rng.integers(1, law.max_coefficient, (count, terms), endpoint=True)
    coefficients *= rng.integers(0, 2, (count, terms)) * 2 - 1
    shift_counts = rng.integers(1, 2 * dimensions, endpoint=True)
    shifted = _below(rng, dimensions, (count, 2 * top))
    shifts = rng.integers(-m, m, (count, top))
    kernels = rng.integers(0, len(KERNELS), (count, top))
    scales = rng.integers(-m, m, (count, top))
    operators = zip(
        coefficients.tolist(),
        coordinates.tolist(),
        powers.tolist(),
        lengths.tolist(),
        sizes.tolist(),
        strict=True,
    )
    initial = zip(
        shifted.tolist(),
        shift_counts.tolist(),
        shifts.tolist(),
        kernels.tolist(),
        scales.tolist(),
        strict=True,
    )
    return [
        Pde(n, _monomials(*operator), _shifts(*rest[:3]), _kernels(n, *rest[3:]))
        for n, operator, rest in zip(dimensions.tolist(), operators, initial, strict=True)
    ]


def longest_pde(dimension: int, max_coefficient: int, max_scale: int) -> Pde:
    """Return a problem with as many words as any that is drawn.

    Its monomials are equal, which none that are drawn are; only their length matters.
    """
    factors = tuple((k % dimension, FACTOR_POWERS[-1]) for k in range(MAX_FACTORS))
    monomials = (Monomial(max(max_coefficient, 2), factors),) * (2 * dimension + 2)
    shifts = tuple((k, -max_scale) for k in range(dimension))
    return Pde(dimension, monomials, shifts, ((SINC, -max_scale),) * dimension)


def _below(rng: np.random.Generator, limits: IntArray, shape: tuple[int, ...]) -> IntArray:
    """Draw integers below the limit of each problem; the first axis of the shape is problems."""
    return rng.integers(0, limits.reshape(-1, *[1] * (len(shape) - 1)), shape)


def _monomials(
    coefficients: list[int],
    coordinates: list[list[int]],
    powers: list[list[int]],
    lengths: list[int],
    size: int,
) -> tuple[Monomial, ...]:
    distinct: dict[frozenset[Factor], tuple[Factor, ...]] = {}
    for i in range(size):
        length = lengths[i]
        factors = tuple(
            dict.fromkeys(zip(coordinates[i][:length], powers[i][:length], strict=True))
        )
        distinct.setdefault(frozenset(factors), factors)
    signed = [abs(coefficients[0]), *coefficients[1:]]
    return tuple(map(Monomial, signed[: len(distinct)], distinct.values()))


def _shifts(shifted: list[int], count: int, values: list[int]) -> tuple[tuple[int, int], ...]:
    return tuple((k, values[k]) for k in dict.fromkeys(shifted[:count]))


def _kernels(dimension: int, kinds: list[int], scales: list[int]) -> tuple[tuple[str, int], ...]:
    names = [KERNELS[kind] for kind in kinds[:dimension]]
    return tuple(
        (name, 0 if name == CONSTANT else a)
        for name, a in zip(names, scales[:dimension], strict=True)
    )
