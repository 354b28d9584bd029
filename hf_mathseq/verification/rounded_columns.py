"""Is a column that of an inverse? Of a matrix near the one written, rounded as answers are.

A column x of H, up to u from the unrounded one z, is right if some S' within h of S has S' z = e,
which is so where `|S z - e| <= h |z|` (Oettli and Prager, 1964). Where the signs of z are those of
x these are half-spaces, and z is looked for by projections on one after the other, within the box.
What is found proves the column right; where nothing is found nothing is said.
"""

from __future__ import annotations

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray

SWEEPS = 100
_OVER = 1.3
"""How far projections go, relative to the distance: beyond 1, into the interior."""
_ROUNDING = 1e-9


def is_rounded_column(
    s: FloatArray, half: FloatArray, x: FloatArray, unit: FloatArray, j: int
) -> bool:
    """Return whether x is found to be column j of the inverse of a matrix that rounds to S.

    Args:
        s: The written matrix, shape (n, n).
        half: How far the unwritten one may be, same shape.
        x: The column, shape (n,).
        unit: How far its unrounded numbers may be, same shape.
        j: Its number.
    """
    signs = np.where(np.abs(x) > unit, np.sign(x), 0.0)  # 0: no size is taken for granted
    wanted = np.eye(len(x))[j]
    rows = np.concatenate([s - half * signs, -s - half * signs])
    bounds = np.concatenate([wanted, -wanted]) - rows @ x
    steps = rows * unit  # z = x + unit * t with |t| <= 1
    slack = _ROUNDING * (np.abs(rows) @ np.abs(x))
    squares = (steps**2).sum(axis=1)
    t = np.zeros(len(x))
    for _ in range(SWEEPS):
        if (steps @ t <= bounds + slack).all():
            return True
        for step, bound, square in zip(steps, bounds, squares, strict=True):
            beyond = step @ t - bound
            if beyond > 0 < square:
                t = np.clip(t - _OVER * beyond / square * step, -1.0, 1.0)
    return False
