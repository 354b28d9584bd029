"""Convergence speeds with error bounds: minus the largest real part of a spectrum.

Let V hold approximate eigenvectors of J, D the approximate eigenvalues on its diagonal, and R = J V
- V D. Then J is similar to D + V^-1 R, so all eigenvalues lie in discs around the entries of D whose
radius is the norm of V^-1 R (Bauer and Fike); an error E of J adds the norm of V^-1 E V. The bound
holds for any V, so what the eigenvalue solver did does not matter. A matrix is first split into its
irreducible diagonal blocks, whose eigenvalues together are its own.

Floating point is tried first. Where it does not decide a question, digits are doubled.
"""

from __future__ import annotations

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

DIGITS = (30, 60, 120, 240)
"""Digits that are tried one after the other; the first also serves floating point."""
FLOAT_RANGE = 1e100
"""Floating point is used while entries are below this size, and above its inverse if not 0."""
_UNIT = 2.0**-52
_ROUNDING = 64.0
"""Rounding errors of products of small matrices, in units of n times 2^-52; generous."""
ZERO_SHARE = Fraction(1, 10**25)
"""A speed is 0 when it is enclosed by this share of the smallest entry that is not 0."""

Answer = TypeVar("Answer")
ComplexArray = npt.NDArray[np.complex128]


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

    Args:
        matrices: The same square matrix with more and more digits.
        question: Returns None where the bounds are not enough.

    Returns:
        The answer; None when no bounds are enough or the matrix has no values.
    """
    try:
        for matrix in matrices:
            for enclosure in enclosures(matrix):
                answer = question(enclosure)
                if answer is not None:
                    return answer
    except UndefinedValueError:
        pass
    return None


def enclosures(matrix: PreciseMatrix) -> Iterator[Enclosure]:
    """Yield bounds of the speed: by floating point if it can, then by all digits.

    The first number of `DIGITS` alone is used for floating point.
    """
    if matrix.digits == DIGITS[0]:
        found = float_enclosure(*as_floats(matrix))
        if found is not None:
            yield found
    found = _precise_enclosure(matrix)
    if found is not None:
        yield found


def as_floats(matrix: PreciseMatrix) -> tuple[ComplexArray, float]:
    """Return the nearest floating-point matrix and a bound of the error of its entries."""
    values = np.array([[complex(value) for value in row] for row in matrix.rows])
    with np.errstate(over="ignore"):
        return values, float(matrix.error) + _UNIT * float(np.abs(values).max(initial=0.0))


def float_enclosure(matrix: ComplexArray, error: float) -> Enclosure | None:
    """Return bounds of the speed of a floating-point matrix.

    Args:
        matrix: Square, shape (n, n).
        error: Bound of the absolute error of every entry.

    Returns:
        None where entries are too large or too small, or no useful bound is found.
    """
    sizes = np.abs(matrix)
    if not (sizes.max() < FLOAT_RANGE and sizes[sizes > 0].min(initial=1.0) > 1 / FLOAT_RANGE):
        return None
    bounds = [_float_block(matrix[np.ix_(block, block)], error) for block in _blocks(sizes > 0)]
    if any(bound is None for bound in bounds):
        return None
    low = min(bound[0] for bound in bounds if bound is not None)
    high = min(bound[1] for bound in bounds if bound is not None)
    return Enclosure(low, high, zero=low == high == 0)


def _float_block(block: ComplexArray, error: float) -> tuple[float, float] | None:
    if not block.any():
        return 0.0, 0.0
    n = len(block)
    values, vectors = np.linalg.eig(block)
    condition = np.linalg.cond(vectors)
    if not condition < 1e10:
        return None
    inverse = np.linalg.inv(vectors)
    residual = inverse @ (block @ vectors - vectors * values)
    norm = np.linalg.norm(block)
    rounding = _ROUNDING * n * _UNIT * norm + n * error
    radius = 2.0 * float(np.linalg.norm(residual) + 4.0 * condition * rounding)
    largest = float(values.real.max())
    return -largest - radius, -largest + (2 * n - 1) * radius


def _blocks(nonzero: npt.NDArray[np.bool_]) -> list[list[int]]:
    """Return the strongly connected components of a matrix's graph."""
    n = len(nonzero)
    reach = np.linalg.matrix_power((nonzero | np.eye(n, dtype=np.bool_)).astype(np.float64), n) > 0
    mutual = reach & reach.T
    return [np.flatnonzero(mutual[i]).tolist() for i in range(n) if mutual[i].argmax() == i]


def _precise_enclosure(matrix: PreciseMatrix) -> Enclosure | None:
    entries = matrix.rows
    nonzero = np.array([[bool(value) for value in row] for row in entries])
    bounds = []
    for block in _blocks(nonzero):
        part = [[entries[i][j] for j in block] for i in block]
        bound = _precise_block(part, matrix)
        if bound is None:
            return None
        bounds.append(bound)
    low, high = min(low for low, _ in bounds), min(high for _, high in bounds)
    return Enclosure(low, high, _is_zero(low, high, matrix))


def _is_zero(low: Any, high: Any, matrix: PreciseMatrix) -> bool:
    if low > 0 or high < 0:
        return False
    if low == high == 0:
        return True
    sizes = [abs(value) for row in matrix.rows for value in row]
    share = matrix.backend.number(ZERO_SHARE)
    smallest = min((size for size in sizes if size > matrix.error), default=0)
    return matrix.digits == DIGITS[-1] and max(-low, high) <= share * smallest


def _precise_block(block: list[list[Any]], matrix: PreciseMatrix) -> tuple[Any, Any] | None:
    context = matrix.error.context
    n = len(block)
    if n == 1:
        value = -block[0][0].real
        error = matrix.error if value else context.mpf(0)
        return value - error, value + error
    exact = context.matrix(block)
    for attempt in (exact, exact + _nudge(exact, matrix.digits)):
        try:
            values, vectors = context.eig(attempt)
            inverse = context.inverse(vectors)
        except (ZeroDivisionError, ValueError, ArithmeticError):
            continue
        residual = inverse * (exact * vectors - vectors * context.diag(values))
        condition = context.mnorm(inverse, "f") * context.mnorm(vectors, "f")
        unit = context.mpf(10) ** (3 - matrix.digits) * context.mnorm(exact, "f")
        radius = 2 * (context.mnorm(residual, "f") + condition * (n * matrix.error + unit))
        largest = max(value.real for value in values)
        return -largest - radius, -largest + (2 * n - 1) * radius
    return None


def _nudge(block: Any, digits: int) -> Any:
    """Return a small matrix that separates the eigenvalues of a defective block."""
    context, n = block.ctx, block.rows
    size = context.mnorm(block, "f") * context.mpf(10) ** (-(3 * digits) // 4)
    return context.matrix(
        [[size * ((3 * i + 5 * j + i * j) % 7 - 3) for j in range(n)] for i in range(n)]
    )
