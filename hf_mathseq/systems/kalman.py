"""Dimensions of uncontrollable parts by the published rule (arXiv 2006.06462, section 3.2).

The pair (A, B) is controllable when `[B, AB, ..., A^(n-1) B]` has rank n (Kalman).
"""

from __future__ import annotations

import numpy as np

from hf_mathseq.systems.controllable_parts import clean_dimensions
from hf_mathseq.systems.duals import ComplexArray
from hf_mathseq.systems.forest import IntArray
from hf_mathseq.systems.shapes import BoolArray
from hf_mathseq.systems.spectra import FloatArray, by_size

PUBLISHED_THRESHOLD = 1e-6
"""Published program: singular values above this absolute value count."""
ZERO_BELOW, NONZERO_ABOVE = 1e-12, 1e-8
"""Clean ranks: a singular value is zero or not by its ratio to the largest, after scaling."""
UNDECIDED = -1
_SWEEPS = 3


def uncontrollable_dimensions(
    jacobians: FloatArray, degrees: IntArray, controls: IntArray, *, clean: bool
) -> IntArray:
    """Return the dimension of the uncontrollable part of each system.

    Args:
        jacobians: Derivatives by states and controls, shape (systems, rows, columns).
        degrees: Number of states.
        controls: Number of controls.
        clean: Whether `controllable_parts` decides, and not the published threshold.

    Returns:
        Shape (systems,); `UNDECIDED` where a clean dimension is in doubt or the published matrix
        overflows.
    """
    dimensions = np.empty(len(degrees), dtype=np.int64)
    for (n, p), members in by_size(degrees, controls):
        stack = jacobians[members, :n, : n + p]
        a, b = stack[:, :, :n], stack[:, :, n:]
        if clean:
            found, decided = clean_dimensions(a, b)
        else:
            found, decided = _published_dimensions(a, b)
        dimensions[members] = np.where(decided, n - found, UNDECIDED)
    return dimensions


def _published_dimensions(a: FloatArray, b: FloatArray) -> tuple[IntArray, BoolArray]:
    """Return the ranks of Kalman matrices, and where they are finite."""
    with np.errstate(all="ignore"):
        matrices = kalman_matrices(a, b)
    finite = np.asarray(np.isfinite(matrices).all(axis=(1, 2)))
    matrices[~finite] = 0
    return published_ranks(matrices), finite


def published_ranks(matrices: FloatArray | ComplexArray) -> IntArray:
    """Return the numbers of singular values above `PUBLISHED_THRESHOLD`."""
    return np.linalg.matrix_rank(matrices, tol=PUBLISHED_THRESHOLD)


def clean_ranks(matrices: FloatArray | ComplexArray) -> IntArray:
    """Return ranks from gaps in the singular values of scaled matrices.

    Rows and columns are scaled to length 1, which changes no rank but takes away the influence of
    units; then a singular value is 0 below 1e-12 of the largest and not 0 above 1e-8.

    Returns:
        Shape (matrices,); `UNDECIDED` where a singular value lies between.
    """
    scaled = matrices
    for _ in range(_SWEEPS):
        for axis in (2, 1):
            scaled = scaled * _units(scaled, axis)  # so that no square overflows or vanishes
            lengths = np.linalg.norm(scaled, axis=axis, keepdims=True)
            scaled = scaled / np.where(lengths == 0, 1, lengths)
    singular = np.linalg.svd(scaled, compute_uv=False)
    ratios = singular / np.where(singular[:, :1] == 0, 1, singular[:, :1])
    between = ((ratios > ZERO_BELOW) & (ratios < NONZERO_ABOVE)).any(axis=1)
    return np.where(between, UNDECIDED, (ratios >= NONZERO_ABOVE).sum(axis=1))


def _units(matrices: FloatArray | ComplexArray, axis: int) -> FloatArray:
    """Return the powers of two that bring the largest entry along an axis to the size of 1."""
    _, exponents = np.frexp(np.abs(matrices).max(axis=axis, keepdims=True))
    units: FloatArray = np.ldexp(1.0, np.clip(-exponents, -1000, 1000))
    return units


def kalman_matrices(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return `[B, AB, ..., A^(n-1) B]`, shape (pairs, n, n * controls)."""
    blocks = [b]
    for _ in range(a.shape[1] - 1):
        blocks.append(a @ blocks[-1])
    return np.concatenate(blocks, axis=2)
