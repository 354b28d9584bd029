"""How far the rounding of a matrix moves its eigenvalues or singular values."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.verification.precise_spectra import MAX_ROWS, precise_eigen, precise_svd

COMPUTED = 16.0
"""Units of float64's rounding, times rows or columns and the largest value: more than the errors of
LAPACK's eigenvalues and singular values."""


NEGLIGIBLE = 1e-7
"""Share of what rounding explains below which the errors of LAPACK do not matter."""
FINEST = 5e-6
"""Half a unit in the last digit of the longest numbers, five digits, relative to them."""


class Spectrum(NamedTuple):
    """Values of a batch of matrices, all of shape (answers, values).

    Attributes:
        values: Largest first.
        moved: How far rounding the matrix moves each at most.
        noise: How far the computed values may be from the true ones; 0 where that does not matter.
    """

    values: FloatArray
    moved: FloatArray
    noise: FloatArray


def rounded_eigenvalues(matrices: FloatArray, half_units: FloatArray) -> Spectrum:
    """Return eigenvalues and how far rounding moves each.

    Args:
        matrices: Symmetric matrices as they are written, shape (answers, n, n).
        half_units: Half a unit in the last digit of each coefficient, same shape.
    """
    values, vectors = np.linalg.eigh(matrices)

    def precise(i: int) -> None:
        values[i], vectors[i] = precise_eigen(matrices[i], half_units[i].min())

    def spectrum() -> tuple[FloatArray, FloatArray]:
        basis = vectors[:, :, ::-1]
        return values[:, ::-1], _moved(values[:, ::-1], basis, basis, half_units)

    return _certain(matrices, spectrum, precise)


def rounded_singular_values(matrices: FloatArray, half_units: FloatArray) -> Spectrum:
    """Return singular values and how far rounding moves each.

    Args:
        matrices: The matrices as they are written, shape (answers, rows, columns).
        half_units: Half a unit in the last digit of each coefficient, same shape.
    """
    left, values, right = np.linalg.svd(matrices)

    def precise(i: int) -> None:
        left[i], values[i], right[i] = precise_svd(matrices[i], half_units[i].min())

    def spectrum() -> tuple[FloatArray, FloatArray]:
        return values, _moved(values, left, np.swapaxes(right, 1, 2), half_units)

    return _certain(matrices, spectrum, precise)


def _certain(
    matrices: FloatArray,
    spectrum: Callable[[], tuple[FloatArray, FloatArray]],
    precise: Callable[[int], None],
) -> Spectrum:
    """Return a spectrum, computed with more digits where LAPACK's errors matter.

    Args:
        matrices: Shape (answers, rows, columns).
        spectrum: Returns the values and how far rounding moves them.
        precise: Computes them anew for one of the matrices.
    """
    values, moved = spectrum()
    size = max(matrices.shape[1:])
    noise = COMPUTED * size * np.finfo(np.float64).eps * _largest(np.abs(values))[:, None]
    matters = noise > NEGLIGIBLE * (moved + FINEST * np.abs(values))
    uncertain = np.flatnonzero(matters.any(axis=1))
    if len(uncertain) and size <= MAX_ROWS:
        for i in uncertain:
            precise(int(i))
        values, moved = spectrum()
        matters[:] = False
    return Spectrum(values, moved, np.where(matters, noise, 0.0))


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
    return np.where(alone, np.minimum(radius, weyl), weyl)


def _largest(numbers: FloatArray) -> FloatArray:
    return numbers.max(axis=1, initial=0.0)


def _disjoint(centres: FloatArray, radii: FloatArray) -> npt.NDArray[np.bool_]:
    """Return which intervals touch no other one of their row."""
    apart = np.abs(centres[:, :, None] - centres[:, None, :]) > radii[:, :, None] + radii[:, None]
    return np.asarray((apart | np.eye(centres.shape[1], dtype=bool)).all(axis=2))
