"""Bounds of the largest real part of a spectrum, by discs around approximate eigenvalues.

Let V hold approximate eigenvectors of J, D the approximate eigenvalues on its diagonal, and
R = J V - V D. Then J is similar to D + V^-1 R, so all eigenvalues lie in discs around the entries
of D whose radius is the norm of V^-1 R (Bauer and Fike); an error E of J adds the norm of V^-1 E V.
The bound holds for any V, so what the eigenvalue solver did does not matter. A matrix is first
split into its irreducible diagonal blocks, whose eigenvalues together are its own.
"""

from __future__ import annotations

from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.systems.precise import PreciseMatrix

ComplexArray = npt.NDArray[np.complex128]

_ROUNDING = 64 * 2.0**-52
"""Relative rounding error of products of small matrices, for each row; generous."""


def irreducible_blocks(nonzero: npt.NDArray[np.bool_]) -> list[list[int]]:
    """Return the diagonal blocks that a matrix with the given entries splits into.

    They are the strongly connected components of its graph, as lists of places.
    """
    n = len(nonzero)
    reach = np.linalg.matrix_power((nonzero | np.eye(n, dtype=np.bool_)).astype(np.float64), n) > 0
    mutual = reach & reach.T
    return [np.flatnonzero(mutual[i]).tolist() for i in range(n) if mutual[i].argmax() == i]


def float_bounds(block: ComplexArray, error: float) -> tuple[float, float] | None:
    """Return bounds of the convergence speed of a matrix in floating point.

    Args:
        block: Shape (n, n).
        error: Bound of its error, as Frobenius norm.

    Returns:
        None where the eigenvectors are nearly dependent.
    """
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
    rounding = _ROUNDING * n * norm + error
    radius = 2.0 * float(np.linalg.norm(residual) + 4.0 * condition * rounding)
    largest = float(values.real.max())
    return -largest - radius, -largest + (2 * n - 1) * radius


def precise_bounds(block: PreciseMatrix) -> tuple[Any, Any] | None:
    """Return bounds of the convergence speed of a square matrix, None where none are found."""
    context, n = block.context, len(block.rows)
    if n == 1:
        value, error = -block.rows[0][0].real, block.errors[0][0]
        return value - error, value + error
    size, error = block.norms()
    exact = context.matrix(block.rows)
    allowed = error + context.mpf(10) ** (3 - block.digits) * size
    best = _discs(exact, exact, allowed)
    if best is None or best[1] > size * context.mpf(10) ** (-block.digits // 3):
        nudged = _discs(exact, exact + _nudge(context, n, size, block.digits), allowed)
        best = min((found for found in (best, nudged) if found), key=itemgetter(1), default=None)
    if best is None:
        return None
    largest, radius = best
    return -largest - radius, -largest + (2 * n - 1) * radius


def _discs(exact: Any, similar: Any, error: Any) -> tuple[Any, Any] | None:
    """Return the largest real part of approximate eigenvalues, and the radius of their discs.

    Args:
        exact: The matrix.
        similar: The same, or a matrix near it whose eigenvectors are taken instead.
        error: Bound of the error of `exact` and of rounding, as Frobenius norm.
    """
    context = exact.ctx
    try:
        values, vectors = context.eig(similar)
        inverse = context.inverse(vectors)
    except (ArithmeticError, ValueError):
        return None
    residual = inverse * (exact * vectors - vectors * context.diag(values))
    condition = context.mnorm(inverse, "f") * context.mnorm(vectors, "f")
    radius = 2 * (context.mnorm(residual, "f") + condition * error)
    return max(value.real for value in values), radius


def _nudge(context: Any, n: int, size: Any, digits: int) -> Any:
    """Return a small matrix that separates the eigenvalues of a defective block."""
    small = size * context.mpf(10) ** (-(3 * digits) // 4)
    return context.matrix(
        [[small * ((3 * i + 5 * j + i * j) % 7 - 3) for j in range(n)] for i in range(n)]
    )
