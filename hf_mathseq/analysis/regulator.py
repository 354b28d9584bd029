"""A feedback matrix for a linear system: the linear-quadratic regulator."""

from __future__ import annotations

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray

MAX_STEPS = 100
DIGITS = 6
"""Significant digits of the gain that is shown, and whose effect is computed."""


def regulator(a: FloatArray, b: FloatArray) -> FloatArray | None:
    """Return K for which u = K x minimises the integral of |x|^2 + |u|^2 along x' = A x + B u.

    The stabilising solution X of the Riccati equation A'X + XA - XBB'X + I = 0 comes from the sign
    function of the Hamiltonian matrix, by Newton's iteration with determinantal scaling (Roberts
    1980; Byers 1987); K = -B'X, rounded to `DIGITS` digits.

    Args:
        a: Real matrix (n, n).
        b: Real matrix (n, p).

    Returns:
        K of shape (p, n), or None where the iteration finds no solution. Whether K stabilises is
        for the caller to check.
    """
    n = len(a)
    hamiltonian = np.block([[a, -b @ b.T], [-np.eye(n), -a.T]])
    sign = _matrix_sign(hamiltonian)
    if sign is None:
        return None
    left = np.vstack([sign[:n, n:], sign[n:, n:] + np.eye(n)])
    right = np.vstack([sign[:n, :n] + np.eye(n), sign[n:, :n]])
    solution = np.linalg.lstsq(left, -right, rcond=None)[0]
    gain = -b.T @ (solution + solution.T) / 2
    if not np.isfinite(gain).all():
        return None
    return np.vectorize(lambda entry: float(f"{entry:.{DIGITS - 1}e}"))(gain)


def _matrix_sign(matrix: FloatArray) -> FloatArray | None:
    """Return the matrix sign function; None where an eigenvalue lies on the imaginary axis."""
    current = matrix
    with np.errstate(all="ignore"):
        for _ in range(MAX_STEPS):
            try:
                inverse = np.linalg.inv(current)
            except np.linalg.LinAlgError:
                return None
            _, logarithm = np.linalg.slogdet(current)
            scale = np.exp(-logarithm / len(matrix))
            following = (scale * current + inverse / scale) / 2
            if not np.isfinite(following).all():
                return None
            change = np.linalg.norm(following - current, 1)
            current = following
            if change <= 1e-13 * np.linalg.norm(current, 1):
                return current
    return current
