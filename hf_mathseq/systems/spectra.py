"""Convergence speeds of many systems, and how far they can be trusted (arXiv 2006.06462, 3.1)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from hf_mathseq.splits import mix
from hf_mathseq.systems.duals import ComplexArray
from hf_mathseq.systems.forest import IntArray

FloatArray = npt.NDArray[np.float64]

LARGEST_ENTRY = 1e10
"""Jacobians with larger entries are not used for clean labels: spectra lose their digits."""
PERTURBATION = 1e-12
"""Relative change of the entries under which a clean label must not change."""
CANCELLATION = 1e-14
"""Change relative to the largest entry of an equation: small entries may be rounding errors."""
_PATTERNS = 4
_MARGIN = 10.0
"""Four changes show the worst one to this factor."""


def by_size(*sizes: IntArray) -> Iterator[tuple[tuple[int, ...], IntArray]]:
    """Yield each combination of sizes that occurs, in order, and where it occurs."""
    rows = np.stack(sizes, axis=1)
    for size in np.unique(rows, axis=0):
        yield tuple(size.tolist()), np.flatnonzero((rows == size).all(axis=1))


def convergence_speeds(jacobians: ComplexArray | FloatArray, degrees: IntArray) -> FloatArray:
    """Return minus the largest real part of each spectrum, NaN where no spectrum is found.

    Args:
        jacobians: Shape (systems, rows, columns); the first `degrees[i]` rows and columns count.
        degrees: Number of states of each system.
    """
    speeds = np.empty(len(degrees))
    for (n,), members in by_size(degrees):
        stack = jacobians[members, :n, :n]
        real = ~stack.imag.any(axis=(1, 2))
        speeds[members[real]] = -spectral_abscissas(stack[real].real)
        speeds[members[~real]] = -spectral_abscissas(stack[~real])
    return speeds


def spectral_abscissas(matrices: ComplexArray | FloatArray) -> FloatArray:
    """Return the largest real part of each spectrum, shape (matrices,).

    It is NaN where an entry is not finite or LAPACK finds no spectrum, as for one in about 20,000
    complex matrices whose entries are of very different sizes.
    """
    try:
        found: FloatArray = np.linalg.eigvals(matrices).real.max(axis=1)
    except np.linalg.LinAlgError:
        if len(matrices) == 1:
            return np.full(1, np.nan)
        # One matrix spoils a stack.
        return np.concatenate([spectral_abscissas(matrix) for matrix in matrices[:, None]])
    return found


def speed_ranges(
    jacobians: ComplexArray | FloatArray, degrees: IntArray, speeds: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return bounds of the speeds when entries change by `PERTURBATION` and `CANCELLATION`.

    They are estimates: the largest change that some fixed patterns of signs and transposition
    cause, times ten. Where an entry exceeds `LARGEST_ENTRY` or a changed Jacobian has no spectrum
    they are infinite.
    """
    change = np.zeros(len(degrees))
    # A change could make entries near the largest double infinite.
    too_large = np.asarray((np.abs(jacobians) > LARGEST_ENTRY).any(axis=(1, 2)))
    jacobians = np.where(too_large[:, None, None], 0, jacobians)
    largest = np.abs(jacobians).max(axis=2, keepdims=True, initial=0.0)
    errors = np.where(jacobians == 0, 0, CANCELLATION * largest)
    for pattern in range(_PATTERNS):
        signs = _signs(jacobians.shape[1:], pattern)
        shares = PERTURBATION * signs
        changed = jacobians * (1 + shares) + shares * _turned(jacobians) + signs * errors
        square = changed[:, :, : changed.shape[1]]
        moved = convergence_speeds(square.swapaxes(1, 2) if pattern % 2 else square, degrees)
        change = np.maximum(change, np.abs(moved - speeds))
    change = np.where(too_large | np.isnan(change), np.inf, change)
    return speeds - _MARGIN * change, speeds + _MARGIN * change


def _turned(jacobians: ComplexArray | FloatArray) -> ComplexArray | FloatArray:
    """Return complex entries with their parts exchanged, 0 for real ones.

    Rounding of a complex number may change each part by a share of the other: an entry that is
    imaginary but for rounding has no sign.
    """
    if not np.iscomplexobj(jacobians):
        return np.zeros_like(jacobians)
    parts = np.abs(jacobians.imag) + 1j * np.abs(jacobians.real)
    return np.where(jacobians.imag == 0, 0, parts)


def _signs(shape: tuple[int, ...], pattern: int) -> FloatArray:
    words = mix(np.arange(np.prod(shape), dtype=np.uint64) + np.uint64(1000 * pattern))
    return np.where(words >> np.uint64(63), 1.0, -1.0).reshape(shape)
