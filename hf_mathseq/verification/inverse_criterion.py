"""The strict criterion of inverses, which asks first whether the written digits determine one.

S is the written matrix, T its inverse, H the answer, h and u(.) half units of the last digit of the
problem's and of the answer's numbers. What is right is the rounded inverse of any matrix S' that
rounds to S. A column of H is judged by the smallest of

* `|S H - I|`, summed: nothing is excused, and S is the matrix;
* where the written digits determine the column, `|S H - I|`, summed, beyond
  `h (|H| + u(H)) + |S| u(H)`, which is how far rounding moves it at most (Oettli and Prager, 1964),
  if `|H - T|` beyond D + u(|T| + D) sums to at most half of the column of T. Here
  `D = (I - |T| h)^-1 |T| - |T|` bounds `|S'^-1 - T|` (Neumann's series);
* where they do not, the same and `|H - T|` beyond u(T), relative to the column of T: the larger;
* nothing, where D exists, so that no matrix within h of S is singular, and the column is shown to
  be the rounded one of a matrix within h of S (`rounded_columns`).

The first excuse alone would grow with the answer: where a matrix within h of S is singular, or
nearly so, it lets any multiple of the answer through, also the negative one. So D has to exist, and
its column to sum to less than that of T: then the digits determine the column. An answer to other
columns that only that excuse would let through may be right, as S may have been another matrix.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.encodings.floats import FloatEncoding
from hf_mathseq.verification.matrices import ROUNDING_MARGIN, relative_to
from hf_mathseq.verification.rounded_columns import is_rounded_column

FAR = 0.5
"""Largest distance of a column from that of T, beyond rounding, with which slack excuses it."""
_CERTAIN = 1e-4
"""Largest relative error, as bounded, of a computed inverse that is compared with."""
_CONVERGES = 1 - 1e-9
"""Largest spectral radius of |T| h with which Neumann's series is summed."""


class InverseErrors(NamedTuple):
    """The errors of a batch of answers, each of shape (answers,).

    Attributes:
        sure: The smallest tolerance at which an answer is right.
        possible: The smallest one at which it may be.
    """

    sure: FloatArray
    possible: FloatArray


def inverse_errors(
    s: FloatArray, x: FloatArray, given: FloatEncoding, written: FloatEncoding
) -> InverseErrors:
    """Return the errors of inverses; see the module docstring.

    Args:
        s: Decoded problems, shape (answers, n, n).
        x: Decoded answers, same shape.
        given: Encoding of the problems.
        written: Encoding of the answers.
    """
    half, unit = given.half_unit(s), written.half_unit(x)
    slack = half @ (np.abs(x) + unit) + np.abs(s) @ unit
    true = _inverses(s)
    moved = _moved(true, half)
    residual = np.abs(s @ x - np.eye(s.shape[1]))
    excused = _sum_beyond(residual, slack)
    determined = moved.sum(axis=1) < np.abs(true).sum(axis=1)  # where either is NaN it is not
    near = np.where(
        determined,
        np.where(_distances(true, x, moved, written) <= FAR, excused, np.inf),
        np.maximum(excused, _distances(true, x, np.zeros_like(moved), written)),
    )
    sums = np.fmin(residual.sum(axis=1), near)
    regular = np.isfinite(moved.sum(axis=(1, 2), keepdims=True))[:, 0]
    for i, j in np.argwhere(regular & ~determined & (sums > 0) & (excused == 0)):
        if is_rounded_column(s[i], half[i], x[i, :, j], unit[i, :, j], int(j)):
            sums[i, j] = 0.0
    sure = sums.max(axis=1)
    return InverseErrors(sure, np.fmin(sure, excused.max(axis=1)))


def _inverses(s: FloatArray) -> FloatArray:
    """Return the inverses, NaN where there is none that is certain to a few digits."""
    found = np.full_like(s, np.nan)
    for i, matrix in enumerate(s):
        try:
            inverse = np.linalg.inv(matrix)
        except np.linalg.LinAlgError:
            continue
        sizes = np.abs(matrix) @ np.abs(inverse)
        if len(matrix) * np.finfo(np.float64).eps * sizes.sum(axis=0).max() < _CERTAIN:
            found[i] = inverse
    return found


def _moved(true: FloatArray, half: FloatArray) -> FloatArray:
    """Return D, how far rounding the matrices moves their inverses; NaN where there is no bound."""
    steps = np.abs(true) @ half
    found = np.full_like(true, np.nan)
    for i in np.flatnonzero(np.isfinite(steps).all(axis=(1, 2))):
        if np.abs(np.linalg.eigvals(steps[i])).max() < _CONVERGES:
            sizes = np.abs(true[i])
            found[i] = np.linalg.solve(np.eye(len(sizes)) - steps[i], steps[i] @ sizes)
    return found


def _distances(
    true: FloatArray, x: FloatArray, moved: FloatArray, written: FloatEncoding
) -> FloatArray:
    """Return how far columns are from those of T beyond D and rounding, infinite without T."""
    known = np.isfinite((true + moved).sum(axis=(1, 2), keepdims=True))[:, 0]
    true, moved = (np.where(known[:, None], part, 0.0) for part in (true, moved))
    slack = moved + written.half_unit(np.abs(true) + moved)
    found = relative_to(_sum_beyond(np.abs(x - true), slack), np.abs(true).sum(axis=1))
    return np.where(known, found, np.inf)


def _sum_beyond(errors: FloatArray, slack: FloatArray) -> FloatArray:
    """Return the sums of the columns of what lies beyond the slack."""
    return np.asarray(np.maximum(errors - slack * ROUNDING_MARGIN, 0.0).sum(axis=1))
