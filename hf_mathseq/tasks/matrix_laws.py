"""The laws that matrices are drawn from (arXiv 2112.01898, sections 3.1 and 4.5, and its program).

A is the bound of the coefficients and s = A/sqrt(3) their standard deviation; an n x n symmetric
matrix with such coefficients has eigenvalues of root mean square sigma = s*sqrt(n).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray

Bounds = float | FloatArray
COEFFICIENT_LAWS = ("uniform", "gaussian")
# The spectrum of `semicircle` and `marcenko` is that of the matrix itself; the others draw a new
# spectrum and put it on the eigenvectors of a `semicircle` matrix.
EIGENVALUE_LAWS = (
    "semicircle",
    "positive",
    "uniform",
    "gaussian",
    "laplace",
    "positive2",
    "marcenko",
)


def bounds(rng: np.random.Generator, count: int, smallest: int, largest: float) -> Bounds:
    """Return the bounds A of matrices: one for all of them, or one drawn for each.

    Args:
        rng: The generator of the block.
        count: Number of matrices.
        smallest: Smallest bound, an integer; 0 draws none.
        largest: Largest bound, an integer if bounds are drawn.

    Returns:
        `largest` itself, or integers as floats, shape (count,).
    """
    if not smallest:
        return largest
    return rng.integers(smallest, int(largest), count, endpoint=True).astype(np.float64)


def coefficients(
    rng: np.random.Generator, shape: int | tuple[int, ...], law: str, bound: Bounds
) -> FloatArray:
    """Draw independent coefficients of standard deviation `bound / sqrt(3)`.

    Args:
        rng: The generator of the block.
        shape: Shape of the result.
        law: "uniform" on [-bound, bound] or "gaussian".
        bound: A, the published `max_input_coeff`; broadcast to the shape.
    """
    if law == "uniform":
        return rng.uniform(np.negative(bound), bound, shape)
    return rng.normal(0.0, bound / np.sqrt(3), shape)


def symmetric_matrices(
    rng: np.random.Generator, count: int, n: int, law: str, bound: Bounds, spectra: Sequence[str]
) -> FloatArray:
    """Draw symmetric matrices, each with a spectrum picked uniformly from a list.

    Args:
        rng: The generator of the block.
        count: Number of matrices.
        n: Their dimension.
        law: Law of the coefficients, see `coefficients`.
        bound: Bound of the coefficients; of all matrices, or of each, shape (count,).
        spectra: Names out of `EIGENVALUE_LAWS`.

    Returns:
        Array of shape (count, n, n), exactly symmetric.
    """
    if isinstance(bound, np.ndarray):
        bound = bound[:, None, None]
    matrices = _mirrored(coefficients(rng, (count, n, n), law, bound))
    picked = rng.integers(0, len(spectra), count)
    for number, name in enumerate(spectra):
        members = np.flatnonzero(picked == number)
        own = bound[members] if isinstance(bound, np.ndarray) else bound
        if name == "marcenko":
            factors = coefficients(rng, (len(members), n, n), law, np.sqrt(own))
            matrices[members] = _mirrored(np.einsum("bki,bkj->bij", factors, factors))
        elif name != "semicircle":
            matrices[members] = _with_new_spectrum(rng, matrices[members], name, own)
    return matrices


def largest_signs(vectors: FloatArray) -> FloatArray:
    """Return the sign of the largest component in size of each column, shape (count, 1, k).

    Args:
        vectors: Columns, shape (count, n, k).
    """
    largest = np.argmax(np.abs(vectors), axis=1, keepdims=True)
    signs: FloatArray = np.sign(np.take_along_axis(vectors, largest, axis=1))
    return signs


def _mirrored(matrices: FloatArray) -> FloatArray:
    """Return the lower triangles mirrored: exactly symmetric matrices."""
    lower = np.tril(matrices)
    return lower + np.swapaxes(np.tril(matrices, -1), 1, 2)


def _with_new_spectrum(
    rng: np.random.Generator, matrices: FloatArray, name: str, bound: Bounds
) -> FloatArray:
    """Put a new spectrum on the transposed eigenvectors of each matrix, as published.

    The sign of an eigenvector is arbitrary in LAPACK: the largest component is made positive, then
    the sign is drawn, so that the draw does not depend on the library.
    """
    own, vectors = np.linalg.eigh(matrices)
    signs = largest_signs(vectors)
    drawn = rng.choice(np.array([-1.0, 1.0]), signs.shape)
    vectors *= signs * drawn
    spectrum = np.abs(own) if name == "positive" else _spectrum(rng, own.shape, name, bound)
    return _mirrored(np.einsum("bki,bk,bkj->bij", vectors, spectrum, vectors))


def _spectrum(
    rng: np.random.Generator, shape: tuple[int, ...], name: str, bound: Bounds
) -> FloatArray:
    sigma = np.sqrt(shape[-1]) * bound / np.sqrt(3)
    if isinstance(sigma, np.ndarray):
        sigma = sigma[:, :, 0]
    if name == "uniform":
        return rng.uniform(-sigma * np.sqrt(3), sigma * np.sqrt(3), shape)
    if name == "gaussian":
        return rng.normal(0.0, sigma, shape)
    values = rng.laplace(0.0, sigma / np.sqrt(2), shape)
    return np.abs(values) if name == "positive2" else values
