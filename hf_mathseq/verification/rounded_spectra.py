"""How far the rounding of a matrix moves its eigenvalues or singular values."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.decimals import FloatArray

COMPUTED = 16.0
"""Units of float64's rounding, times rows or columns and the largest value: more than the errors of
LAPACK's eigenvalues and singular values."""


def rounded_eigenvalues(
    matrices: FloatArray, half_units: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return eigenvalues, largest first, and how far rounding moves each, both (answers, n).

    Args:
        matrices: Symmetric matrices as they are written, shape (answers, n, n).
        half_units: Half a unit in the last digit of each coefficient, same shape.
    """
    values, vectors = np.linalg.eigh(matrices)
    values, vectors = values[:, ::-1], vectors[:, :, ::-1]
    return values, _moved(values, vectors, vectors, half_units)


def rounded_singular_values(
    matrices: FloatArray, half_units: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return singular values, largest first, and how far rounding moves each.

    Both have the shape (answers, min(rows, columns)).

    Args:
        matrices: The matrices as they are written, shape (answers, rows, columns).
        half_units: Half a unit in the last digit of each coefficient, same shape.
    """
    left, values, right = np.linalg.svd(matrices)
    return values, _moved(values, left, np.swapaxes(right, 1, 2), half_units)


def _moved(
    values: FloatArray, left: FloatArray, right: FloatArray, half_units: FloatArray
) -> FloatArray:
    """Return the smaller of two bounds on how far each value is moved.

    With D the diagonal matrix of the values and F what rounding adds in the bases, the unrounded
    matrix is D + F there, and |F| <= G = |left|' half_units |right|.

    * No value moves further than the Frobenius norm of the half units (Weyl).
    * The values lie in the intervals around those of D with radii G_ii + the larger of the sums of
      row and column i of G outside the diagonal, one in each that touches no other (Gershgorin; for
      singular values Qi, Linear Algebra and its Applications 56, 1984). Where there are more rows
      than columns, or fewer, the largest sum of the others is the radius of an interval around 0.

    Args:
        values: Eigenvalues or singular values, shape (answers, n).
        left: Orthonormal columns, shape (answers, rows, rows).
        right: Orthonormal columns, shape (answers, columns, columns).
        half_units: Shape (answers, rows, columns).
    """
    n = values.shape[1]
    weyl = np.sqrt((half_units**2).sum(axis=(1, 2)))[:, None]
    bound = np.swapaxes(np.abs(left), 1, 2) @ half_units @ np.abs(right)
    rows, columns = bound.sum(axis=2), bound.sum(axis=1)
    radius = np.maximum(rows[:, :n], columns[:, :n])  # the diagonal is in both
    alone = _disjoint(values, radius)
    if bound.shape[1] != bound.shape[2]:
        around_zero = np.maximum(_largest(rows[:, n:]), _largest(columns[:, n:]))
        alone &= values > radius + around_zero[:, None]
    computed = COMPUTED * max(bound.shape[1:]) * np.finfo(np.float64).eps
    moved = np.where(alone, np.minimum(radius, weyl), weyl)
    return moved + computed * _largest(np.abs(values))[:, None]


def _largest(numbers: FloatArray) -> FloatArray:
    return numbers.max(axis=1, initial=0.0)


def _disjoint(centres: FloatArray, radii: FloatArray) -> npt.NDArray[np.bool_]:
    """Return which intervals touch no other one of their row."""
    apart = np.abs(centres[:, :, None] - centres[:, None, :]) > radii[:, :, None] + radii[:, None]
    return np.asarray((apart | np.eye(centres.shape[1], dtype=bool)).all(axis=2))
