"""Convergence speeds with error bounds: minus the largest real part of a spectrum.

The spectrum is enclosed by discs (`eigenvalue_discs`). Floating point is tried first. Where it does
not decide a question, digits are doubled.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from hf_mathseq.systems.precise import (
    PreciseMatrix,
    TooFewDigitsError,
    UndefinedValueError,
    precise_jacobian,
)
from hf_mathseq.systems.words import Tree
from hf_mathseq.verification.eigenvalue_discs import (
    ComplexArray,
    float_bounds,
    irreducible_blocks,
    precise_bounds,
)

DIGITS = (30, 60, 120, 240)
"""Digits that are tried one after the other; the first also serves floating point."""
FLOAT_RANGE = 1e100
"""Floating point is used while entries are below this size, and above its inverse if not 0."""
ZERO_SHARE = Fraction(1, 10**25)
"""What is bounded by this share of the smallest number that the entries can make counts as 0."""

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Enclosure:
    """Bounds of a convergence speed.

    Attributes:
        low: Lower bound.
        high: Upper bound.
        zero: Whether the bounds are so near to 0 that the speed is taken to be 0.
    """

    low: Any
    high: Any
    zero: bool = False


def jacobians(
    trees: Sequence[Tree], point: Sequence[float], digits: Sequence[int] = DIGITS
) -> Iterator[PreciseMatrix]:
    """Yield the Jacobian with more and more digits, where they are enough to compute it.

    Raises:
        UndefinedValueError: The right-hand sides have no derivatives at the point.
    """
    for number in digits:
        try:
            yield precise_jacobian(trees, point, number)
        except TooFewDigitsError:
            continue


def decide(
    matrices: Iterator[PreciseMatrix], question: Callable[[Enclosure], Answer | None]
) -> Answer | None:
    """Ask a question about the convergence speed until bounds answer it.

    A speed that looks like 0 is looked at with more digits before it is taken to be 0.

    Args:
        matrices: The same square matrix with more and more digits.
        question: Returns None where the bounds are not enough.

    Returns:
        The answer; None when no bounds are enough or the matrix has no values.
    """
    doubtful = None
    try:
        for matrix in matrices:
            for enclosure in enclosures(matrix):
                if doubtful is None and enclosure.zero and enclosure.low < enclosure.high:
                    doubtful = enclosure
                    continue
                answer = question(enclosure)
                if answer is not None:
                    return answer
    except UndefinedValueError:
        pass
    return None if doubtful is None else question(doubtful)


def enclosures(matrix: PreciseMatrix) -> Iterator[Enclosure]:
    """Yield bounds of the speed: by floating point if it can, then by all digits.

    The first number of `DIGITS` alone is used for floating point.
    """
    if matrix.digits == DIGITS[0]:
        values, error = as_floats(matrix)
        vanished = (values == 0) & _nonzero(matrix)
        found = None if vanished.any() else float_enclosure(values, error)
        if found is not None:
            yield found
    found = _precise_enclosure(matrix)
    if found is not None:
        yield found


def as_floats(matrix: PreciseMatrix) -> tuple[ComplexArray, float]:
    """Return the nearest floating-point matrix and a bound of its error, as Frobenius norm."""
    values = np.array([[complex(value) for value in row] for row in matrix.rows])
    size, error = matrix.norms()
    return values, float(error) + 2.0**-52 * float(size)


def float_enclosure(matrix: ComplexArray, error: float) -> Enclosure | None:
    """Return bounds of the speed of a floating-point matrix.

    Args:
        matrix: Square, shape (n, n).
        error: Bound of its error, as Frobenius norm.

    Returns:
        None where entries are too large or too small, or no useful bound is found.
    """
    sizes = np.abs(matrix)
    if not (sizes.max() < FLOAT_RANGE and sizes[sizes > 0].min(initial=1.0) > 1 / FLOAT_RANGE):
        return None
    bounds = [
        float_bounds(matrix[np.ix_(block, block)], error) for block in irreducible_blocks(sizes > 0)
    ]
    if any(bound is None for bound in bounds):
        return None
    low = min(bound[0] for bound in bounds if bound is not None)
    high = min(bound[1] for bound in bounds if bound is not None)
    return Enclosure(low, high, zero=low == high == 0)


def _precise_enclosure(matrix: PreciseMatrix) -> Enclosure | None:
    bounds = []
    for block in irreducible_blocks(_nonzero(matrix)):
        bound = precise_bounds(matrix.block(block, block))
        if bound is None:
            return None
        bounds.append(bound)
    low, high = min(low for low, _ in bounds), min(high for _, high in bounds)
    return Enclosure(low, high, _is_zero(low, high, matrix))


def _nonzero(matrix: PreciseMatrix) -> npt.NDArray[np.bool_]:
    return np.array([[bool(value) for value in row] for row in matrix.rows])


def _is_zero(low: Any, high: Any, matrix: PreciseMatrix) -> bool:
    if low > 0 or high < 0:
        return False
    if low == high == 0:
        return True
    return bool(max(-low, high) <= zero_threshold(matrix, len(matrix.rows)))


def zero_threshold(matrix: PreciseMatrix, factors: int) -> Any:
    """Return the size below which products of entries, and their sums, count as exact zeros.

    A determinant may be as small as the product of its factors. Entries of one size therefore need
    few digits, and entries of very different sizes many.

    Args:
        matrix: Tells the sizes of the entries; those below their errors are zeros.
        factors: Number of entries in a product.
    """
    pairs = zip(itertools.chain(*matrix.rows), itertools.chain(*matrix.errors), strict=True)
    sizes = [abs(value) for value, error in pairs if abs(value) > error]
    if not sizes:
        return matrix.backend.number(0)
    smallest, largest = min(sizes), max(sizes)
    share = matrix.backend.number(ZERO_SHARE)
    return share * smallest * (smallest / largest) ** (factors - 1)
