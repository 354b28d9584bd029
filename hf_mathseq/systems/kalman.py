"""Dimensions of uncontrollable parts of many systems (arXiv 2006.06462, section 3.2).

The pair (A, B) is controllable when `[B, AB, ..., A^(n-1) B]` has rank n.
"""

from __future__ import annotations

import numpy as np

from hf_mathseq.systems.duals import ComplexArray
from hf_mathseq.systems.forest import IntArray
from hf_mathseq.systems.spectra import LARGEST_ENTRY, FloatArray, by_size

PUBLISHED_THRESHOLD = 1e-6
"""Published program: singular values above this absolute value count."""
ZERO_BELOW, NONZERO_ABOVE = 1e-12, 1e-8
"""Clean labels: a singular value is zero or not by its ratio to the largest, after scaling."""
UNDECIDED = -1
_SWEEPS = 3


def kalman_matrices(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return `[B, AB, ..., A^(n-1) B]`, shape (pairs, n, n * controls)."""
    blocks = [b]
    for _ in range(a.shape[1] - 1):
        blocks.append(a @ blocks[-1])
    return np.concatenate(blocks, axis=2)


def uncontrollable_dimensions(
    jacobians: FloatArray, degrees: IntArray, controls: IntArray, *, clean: bool
) -> IntArray:
    """Return n minus the rank of each system's Kalman matrix.

    Args:
        jacobians: Derivatives by states and controls, shape (systems, rows, columns).
        degrees: Number of states.
        controls: Number of controls.
        clean: Whether singular values are judged by their ratios (see `clean_ranks`) and not by
            the published absolute threshold.

    Returns:
        Shape (systems,); `UNDECIDED` where a clean rank is in doubt (also by entries above
        `LARGEST_ENTRY`) or the matrix is not finite.
    """
    dimensions = np.empty(len(degrees), dtype=np.int64)
    for (n, p), members in by_size(degrees, controls):
        stack = jacobians[members, :n, : n + p]
        a, b = stack[:, :, :n], stack[:, :, n:]
        with np.errstate(all="ignore"):
            matrices = kalman_matrices(normalised(a) if clean else a, b)
        finite = np.isfinite(matrices).all(axis=(1, 2))
        if clean:
            finite &= (np.abs(stack) <= LARGEST_ENTRY).all(axis=(1, 2))
        ranks = (clean_ranks if clean else published_ranks)(matrices[finite])
        dimensions[members] = UNDECIDED
        dimensions[members[finite]] = np.where(ranks < 0, UNDECIDED, n - ranks)
    return dimensions


def normalised(a: FloatArray) -> FloatArray:
    """Return matrices divided by their Frobenius norms, shape (matrices, n, n)."""
    norms = np.linalg.norm(a, axis=(1, 2), keepdims=True)
    return a / np.where(norms == 0, 1, norms)


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
            lengths = np.linalg.norm(scaled, axis=axis, keepdims=True)
            scaled = scaled / np.where(lengths == 0, 1, lengths)
    singular = np.linalg.svd(scaled, compute_uv=False)
    ratios = singular / np.where(singular[:, :1] == 0, 1, singular[:, :1])
    between = ((ratios > ZERO_BELOW) & (ratios < NONZERO_ABOVE)).any(axis=1)
    return np.where(between, UNDECIDED, (ratios >= NONZERO_ABOVE).sum(axis=1))
