"""Which combinations of states no control can reach, with many digits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hf_mathseq.analysis.spectra import Spectrum, spectrum
from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.systems.precise import PreciseMatrix

SURE_NEW, SURE_ZERO = 0.3, 0.7
"""A new direction that is longer than its vector times 10^(-0.3 digits) is one; one shorter than
10^(-0.7 digits) is rounding; in between nothing is decided."""


@dataclass(frozen=True)
class Reachability:
    """The part of the state space that the controls reach.

    Attributes:
        rank: Its dimension, the rank of [B, AB, ..., A^(n-1) B].
        uncontrollable: Orthonormal rows q for which q.x is not influenced by any control, shape
            (n - rank, n).
        free: The eigenvalues of the part that moves by itself; None if there is no such part.
        decided: Whether every direction was clearly new or clearly not.
    """

    rank: int
    uncontrollable: FloatArray
    free: Spectrum | None
    decided: bool


def reachability(a: PreciseMatrix, b: PreciseMatrix) -> Reachability:
    """Return the reachable part of x' = A x + B u.

    An orthonormal basis is grown from the columns of B by multiplying with A (Arnoldi's method).

    Args:
        a: Real matrix (n, n).
        b: Real matrix (n, p).
    """
    context, n = a.context, len(a.rows)
    matrix, columns = context.matrix(a.rows), context.matrix(b.rows)
    sure, zero = (context.mpf(10) ** (-share * a.digits) for share in (SURE_NEW, SURE_ZERO))
    basis: list[Any] = []
    decided = True
    waiting = [columns[:, j] for j in range(columns.cols)]
    while waiting and len(basis) < n:
        vector = waiting.pop(0)
        length = context.norm(vector)
        rest = _orthogonal_part(vector, basis)
        share = context.norm(rest) / length if length else length
        decided = decided and not zero < share < sure
        if share >= sure:
            basis.append(rest / context.norm(rest))
            waiting.append(matrix * basis[-1])
    free = _complement(basis, n, context)
    moving = (free.T * matrix * free).tolist()
    errors = [[a.norms()[1]] * len(moving) for _ in moving]
    rows = np.array(free.T.tolist(), dtype=np.float64).reshape(-1, n)
    alone = PreciseMatrix(moving, errors, a.backend, a.digits)
    return Reachability(len(basis), rows, spectrum(alone) if len(rows) else None, decided)


def _orthogonal_part(vector: Any, basis: list[Any]) -> Any:
    """Return what of a vector is orthogonal to the basis (subtracted twice, against rounding)."""
    for _ in range(2):
        for member in basis:
            vector = vector - member * (member.T * vector)[0]
    return vector


def _complement(basis: list[Any], n: int, context: Any) -> Any:
    """Return orthonormal columns orthogonal to the basis, built from the unit vectors."""
    columns: list[Any] = []
    units = context.eye(n)
    while len(basis) + len(columns) < n:
        rests = [_orthogonal_part(units[:, j], basis + columns) for j in range(n)]
        longest = max(rests, key=context.norm)
        columns.append(longest / context.norm(longest))
    found = context.matrix(n, len(columns))
    for j, column in enumerate(columns):
        found[:, j] = column
    return found
