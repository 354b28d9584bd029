"""The rank of `[B, AB, ..., A^(n-1) B]` with many digits (arXiv 2006.06462, section 3.2).

A and B are scaled to norm 1, which changes no rank. Floating point can show that the rank is full;
otherwise `ranks` decides with more and more digits. A rank that is found is a lower bound, and the
zeros of the Jacobian give an upper one: where both are equal, no further digits are needed. A lower
rank has to be found again with `MORE_DIGITS` times as many: what is near 0 counts by its square.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from hf_mathseq.systems.controllable_parts import generic_dimensions
from hf_mathseq.systems.precise import PreciseMatrix
from hf_mathseq.verification.ranks import precise_rank
from hf_mathseq.verification.spectrum import (
    DIGITS,
    FLOAT_RANGE,
    ComplexArray,
    as_floats,
)

_ROUNDING = 1e3
"""Units of rounding in a Kalman matrix of scaled matrices, for each row; generous."""


MORE_DIGITS = 4
"""How many times more digits have to find a rank that is not full again."""


def dimension_of(matrices: Iterator[PreciseMatrix]) -> int | None:
    """Return n minus the rank for `[A B]`, given with more and more digits.

    Raises:
        UndefinedValueError: The matrix has no values.
    """
    first: tuple[int, int] | None = None
    for matrix in matrices:
        n = len(matrix.rows)
        if matrix.digits == DIGITS[0] and _controllable_in_floats(*as_floats(matrix), n):
            return 0
        if first is not None and matrix.digits < min(MORE_DIGITS * first[0], DIGITS[-1]):
            continue
        largest = _generic_dimension(matrix)
        rank = precise_rank(_kalman_matrix(matrix), largest)
        if rank is not None and (rank in (n, largest) or first is not None):
            return n - rank
        if rank is not None:
            first = matrix.digits, n - rank
    return first[1] if first is not None else None


def _generic_dimension(joint: PreciseMatrix) -> int:
    """Return the largest rank for `[A B]` with the same entries that are exactly 0."""
    zero = [
        [not value and not error for value, error in zip(*lines, strict=True)]
        for lines in zip(joint.rows, joint.errors, strict=True)
    ]
    return int(generic_dimensions(~np.array([zero]))[0])


def _controllable_in_floats(joint: ComplexArray, error: float, n: int) -> bool:
    a, b = joint[:, :n], joint[:, n:]
    if not np.abs(joint).max() < FLOAT_RANGE:
        return False
    norm_a, norm_b = float(np.linalg.norm(a)) or 1.0, float(np.linalg.norm(b))
    if not norm_b:
        return False
    blocks = [b / norm_b]
    for _ in range(n - 1):
        blocks.append(a / norm_a @ blocks[-1])
    smallest = np.linalg.svd(np.concatenate(blocks, axis=1), compute_uv=False)[-1]
    relative = error * (1 / norm_a + 1 / norm_b) + _ROUNDING * 2.0**-52
    return bool(smallest > n**2 * relative)


def _kalman_matrix(joint: PreciseMatrix) -> PreciseMatrix:
    """Return `[B, AB, ...]` for A and B scaled to norm 1, with bounds of its errors."""
    context, n = joint.context, len(joint.rows)
    a = joint.block(range(n), range(n))
    b = joint.block(range(n), range(n, len(joint.rows[0])))
    (norm_a, error_a), (norm_b, error_b) = a.norms(), b.norms()
    norm_a, norm_b = norm_a or context.one, norm_b or context.one
    scaled_a, block = context.matrix(a.rows) / norm_a, context.matrix(b.rows) / norm_b
    blocks = []
    for _ in range(n):
        blocks.append(block.tolist())
        block = scaled_a * block
    rows = [list(itertools.chain(*parts)) for parts in zip(*blocks, strict=True)]
    unit = context.mpf(10) ** (3 - joint.digits)
    error = n * (error_a / norm_a + error_b / norm_b) + unit
    # What is exactly zero is the sum of no products.
    errors = [[error if value else context.zero for value in row] for row in rows]
    return PreciseMatrix(rows, errors, joint.backend, joint.digits)
