"""Ranks of matrices of mpmath numbers with bounds of their errors.

A singular value counts as different from 0 when it is above a bound of the errors, so the rank that
is found is a lower bound in any case. The others count as 0 only when they are below anything that
the entries can make (`spectrum.zero_threshold`); where the digits do not suffice, the rank is
undecided.
"""

from __future__ import annotations

from hf_mathseq.systems.precise import PreciseMatrix
from hf_mathseq.verification.spectrum import zero_threshold


def precise_rank(matrix: PreciseMatrix, largest: int | None = None) -> int | None:
    """Return the rank, or None where the digits do not decide it.

    Args:
        matrix: Not more rows than columns; columns may be of very different sizes.
        largest: What the rank cannot exceed, where that is known otherwise.
    """
    context, n = matrix.context, len(matrix.rows)
    scaled = _scaled(matrix)
    size, error = scaled.norms()
    if not size:
        return 0
    gram = context.matrix(scaled.rows)
    gram = gram * gram.H
    # |(C + E)(C + E)' - CC'| <= |E| (2 |C| + |E|), and the eigenvalues move by at most that.
    error = error * (2 * size + error) + size**2 * context.mpf(10) ** (3 - matrix.digits)
    squares = context.eighe(gram, eigvals_only=True)
    rank = sum(1 for square in squares if square > error)
    if rank in (n, largest) or context.sqrt(error) <= zero_threshold(scaled, n):
        return rank
    return None


def _scaled(matrix: PreciseMatrix) -> PreciseMatrix:
    """Divide columns by their lengths, which changes no rank."""
    lengths = [
        matrix.context.sqrt(sum(abs(value) ** 2 for value in column)) or 1
        for column in zip(*matrix.rows, strict=True)
    ]
    rows, errors = (
        [[value / length for value, length in zip(row, lengths, strict=True)] for row in table]
        for table in (matrix.rows, matrix.errors)
    )
    return PreciseMatrix(rows, errors, matrix.backend, matrix.digits)
