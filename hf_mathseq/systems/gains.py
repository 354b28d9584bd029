"""Feedback gains of many linear systems by their Gramian (arXiv 2006.06462, section 3.2).

With G = integral over [0, 1] of e^(-As) B B' e^(-A's) ds, the gain K = -B' G^-1 makes A + BK stable
(Kleinman 1970, Lukes 1968). As in the published program A is scaled to Frobenius norm 1, B is not
scaled, and 1e-6 is added to the diagonal of G. (The formula that the paper prints has two
exponentials too many and does not stabilise its own example.)
"""

from __future__ import annotations

import numpy as np

from hf_mathseq.systems.spectra import FloatArray, spectral_abscissas

REGULARISATION = 1e-6
"""Published program: added to the diagonal of the Gramian before it is inverted."""
QUADRATURE_POINTS = 40
"""Published program: equally spaced points of the trapezoidal rule on [0, 1]."""
_TERMS = 14
"""Terms of a power series at norm at most 1/16: the rest is below 1e-16 of the sum."""
_DOUBLINGS = 4


def normalised_pairs(a: FloatArray, b: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return A divided by its Frobenius norm, and B as it is; shapes (pairs, n, n or controls)."""
    norms = np.linalg.norm(a, axis=(1, 2), keepdims=True)
    return a / np.where(norms == 0, 1, norms), b


def feedback_gains(a: FloatArray, b: FloatArray, *, exact: bool) -> FloatArray:
    """Return the gains K, shape (pairs, controls, n), NaN where the Gramian cannot be inverted.

    Args:
        a: Matrices of Frobenius norm at most 1, shape (pairs, n, n).
        b: Shape (pairs, n, controls).
        exact: Whether the integral is computed to rounding errors, and not by the published
            quadrature; both agree to about 1e-3.
    """
    with np.errstate(all="ignore"):
        gramian = (exact_gramians if exact else trapezoidal_gramians)(a, b)
        regular = gramian + REGULARISATION * np.eye(a.shape[1])
        gains: FloatArray = -_solutions(regular, b).swapaxes(1, 2)
    return gains


def _solutions(matrices: FloatArray, right: FloatArray) -> FloatArray:
    try:
        return np.linalg.solve(matrices, right).astype(np.float64, copy=False)
    except np.linalg.LinAlgError:
        if len(matrices) == 1:
            return np.full_like(right, np.nan)
    # One singular matrix spoils a stack.
    parts = zip(matrices[:, None], right[:, None], strict=True)
    return np.concatenate([_solutions(matrix, side) for matrix, side in parts])


def exact_gramians(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return G, by a power series on [0, 1/16] and doubling of the interval."""
    step = 1.0 / 2**_DOUBLINGS
    term = step * b @ b.swapaxes(1, 2)
    gramian = term.copy()
    for k in range(2, _TERMS + 1):
        product = a @ term
        term = -(product + product.swapaxes(1, 2)) * (step / k)
        gramian += term
    transition = _exponentials(-step * a)
    for _ in range(_DOUBLINGS):
        gramian = gramian + transition @ gramian @ transition.swapaxes(1, 2)
        transition = transition @ transition
    return gramian


def trapezoidal_gramians(a: FloatArray, b: FloatArray) -> FloatArray:
    """Return e^(-A) W e^(-A'), W being the integral of e^(As) B B' e^(A's) by quadrature."""
    step = 1.0 / (QUADRATURE_POINTS - 1)
    forward = _exponentials(step * a)
    moved, total = b, 0.5 * (b @ b.swapaxes(1, 2))
    for k in range(1, QUADRATURE_POINTS):
        moved = forward @ moved
        weight = 0.5 if k == QUADRATURE_POINTS - 1 else 1.0
        total = total + weight * (moved @ moved.swapaxes(1, 2))
    back = _exponentials(-step * a)
    back = np.linalg.matrix_power(back, QUADRATURE_POINTS - 1)
    return back @ (step * total) @ back.swapaxes(1, 2)


def closed_loop_speeds(a: FloatArray, b: FloatArray, gains: FloatArray) -> FloatArray:
    """Return minus the largest real part of the spectra of A + BK, shape (pairs,).

    It is NaN where A + BK overflows or no spectrum is found.
    """
    with np.errstate(all="ignore"):
        return -spectral_abscissas(a + b @ gains)


def _exponentials(matrices: FloatArray) -> FloatArray:
    """Return exponentials of matrices of norm at most 1/16, by their power series."""
    term = np.broadcast_to(np.eye(matrices.shape[1]), matrices.shape)
    total: FloatArray = term.copy()
    for k in range(1, _TERMS + 1):
        term = term @ matrices / k
        total += term
    return total
