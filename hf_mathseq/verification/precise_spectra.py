"""Eigenvalues and singular values with many digits, for those that double precision loses."""

from __future__ import annotations

from functools import cache
from math import ceil, log10
from typing import Any

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray

MAX_ROWS = 20
"""Larger matrices take too long."""
_EXTRA_DIGITS = 30


@cache
def _context(digits: int) -> Any:
    from mpmath.ctx_mp import MPContext

    context = MPContext()
    context.dps = digits
    return context


def precise_eigen(matrix: FloatArray, smallest: float) -> tuple[FloatArray, FloatArray]:
    """Return eigenvalues of a symmetric matrix, smallest first, and unit eigenvectors as columns.

    Args:
        matrix: Shape (n, n).
        smallest: Errors are far below this.
    """
    context, own = _enough(matrix, smallest)
    values, vectors = context.eigsy(own)
    order = sorted(range(len(matrix)), key=lambda i: values[i])
    vectors = _floats(vectors)
    return np.array([float(values[i]) for i in order]), vectors[:, order]


def precise_svd(matrix: FloatArray, smallest: float) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return U, the singular values, largest first, and V^T, as `numpy.linalg.svd` does.

    Args:
        matrix: Shape (rows, columns).
        smallest: Errors are far below this.
    """
    context, own = _enough(matrix if len(matrix) >= matrix.shape[1] else matrix.T, smallest)
    left, values, right = context.svd_r(own, full_matrices=True)
    u, s, v = _floats(left), _floats(values).ravel(), _floats(right)
    order = np.argsort(-s, kind="stable")
    u[:, : len(s)], s, v = u[:, order], s[order], v[order]
    return (u, s, v) if len(matrix) >= matrix.shape[1] else (v.T, s, u.T)


def _enough(matrix: FloatArray, smallest: float) -> tuple[Any, Any]:
    """Return a context with enough digits, and the matrix in it."""
    decades = log10(max(np.abs(matrix).max(), smallest)) - log10(smallest)
    context = _context(_EXTRA_DIGITS + 10 * ceil(decades / 10))
    return context, context.matrix(matrix.tolist())


def _floats(matrix: Any) -> FloatArray:
    return np.array([[float(value) for value in row] for row in matrix.tolist()])
