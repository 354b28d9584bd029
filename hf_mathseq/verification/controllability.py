"""The rank of `[B, AB, ..., A^(n-1) B]` with many digits (arXiv 2006.06462, section 3.2).

A and B are scaled to norm 1, which changes no rank. A singular value counts as different from 0
when it is above a bound of the errors, so the rank that is found is a lower bound in any case. The
others count as 0 only when they are below anything that the entries can make
(`spectrum.zero_threshold`); where the digits do not suffice, the rank is undecided.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from hf_mathseq.systems.precise import PreciseMatrix, UndefinedValueError
from hf_mathseq.systems.words import Tree
from hf_mathseq.verification.spectrum import (
    DIGITS,
    ComplexArray,
    as_floats,
    jacobians,
    zero_threshold,
)

_ROUNDING = 1e3
"""Units of rounding in a Kalman matrix of scaled matrices, for each row; generous."""


def uncontrollable_dimension(trees: Sequence[Tree], point: Sequence[float]) -> int | None:
    """Return n minus the rank of the linearised system, None where it is undecided.

    Args:
        trees: The n right-hand sides.
        point: Values of the n states and of the controls.
    """
    try:
        return dimension_of(jacobians(trees, point))
    except UndefinedValueError:
        return None


def dimension_of(matrices: Iterator[PreciseMatrix]) -> int | None:
    """Return n minus the rank for `[A B]`, given with more and more digits.

    Raises:
        UndefinedValueError: The matrix has no values.
    """
    for matrix in matrices:
        n = len(matrix.rows)
        if matrix.digits == DIGITS[0] and _controllable_in_floats(*as_floats(matrix), n):
            return 0
        rank = _precise_rank(matrix)
        if rank is not None:
            return n - rank
    return None


def _controllable_in_floats(joint: ComplexArray, error: float, n: int) -> bool:
    a, b = joint[:, :n], joint[:, n:]
    norm_a, norm_b = float(np.linalg.norm(a)) or 1.0, float(np.linalg.norm(b))
    if not (np.isfinite(norm_a) and np.isfinite(norm_b) and norm_b > 0):
        return False
    blocks = [b / norm_b]
    for _ in range(n - 1):
        blocks.append(a / norm_a @ blocks[-1])
    smallest = np.linalg.svd(np.concatenate(blocks, axis=1), compute_uv=False)[-1]
    relative = error * (1 / norm_a + 1 / norm_b) + _ROUNDING * 2.0**-52
    return bool(smallest > n**2 * relative)


def _precise_rank(matrix: PreciseMatrix) -> int | None:
    """Return the rank, None where the digits do not decide it."""
    context, n = matrix.context, len(matrix.rows)
    a, b = (matrix.block(range(n), range(*part)) for part in ((n,), (n, len(matrix.rows[0]))))
    (norm_a, error_a), (norm_b, error_b) = a.norms(), b.norms()
    if not norm_b:
        return 0
    norm_a = norm_a or context.one
    scaled_a, block = context.matrix(a.rows) / norm_a, context.matrix(b.rows) / norm_b
    gram = context.matrix(n, n)
    for _ in range(n):
        gram += block * block.H
        block = scaled_a * block
    relative = error_a / norm_a + error_b / norm_b + context.mpf(10) ** (3 - matrix.digits)
    error = 2 * n**2 * relative
    squares = context.eighe(gram, eigvals_only=True)
    rank = sum(1 for square in squares if square > error)
    smallest = min(zero_threshold(a, _factors(n)) / norm_a, zero_threshold(b, _factors(n)) / norm_b)
    if rank == n or context.sqrt(error) <= smallest:
        return rank
    return None


def _factors(n: int) -> int:
    """Return the number of entries in a product of a determinant of the Kalman matrix."""
    return n * (n + 1) // 2
