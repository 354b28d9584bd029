"""Error figures of matrix answers: the published ones, and one error per coefficient.

Published criterion (arXiv 2112.01898, section 4): input, target and answer are decoded from their
three-digit tokens first; an answer is correct at tolerance t when `relative_l1 < t`. With S the
input, T the target and H the answer, residual and scale are

* transpose: `S^T - H`, scale S;
* add, matvec, matmul, eigenvalues, singular_values: `H - T`, scale T;
* inverse, symmetric_inverse: `S H - I`, scale I;
* eigenvectors: `V^T S V - L`, scale L, with L the diagonal matrix of H's first row and V its other
  rows (orthonormality and the true eigenvalues are not checked);
* singular_vectors: `U^T S V - L`, scale L, with U the next rows of H and V the last ones.

An answer that equals the stored target, token by token, is correct at every tolerance, even where
rounding makes the target itself fail, as it does for inverses; that is left to the caller. The
published program fails on every singular value by mistake; here they have the figures of the
formula.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.encodings.floats import FloatEncoding
from hf_mathseq.verification.rounded_spectra import (
    Spectrum,
    rounded_eigenvalues,
    rounded_singular_values,
)

PAPER_TOLERANCES = (0.05, 0.02, 0.01, 0.005)  # of the paper; the first is its headline
INVERSES = ("inverse", "symmetric_inverse")
# Added to the denominator of the relative error of a coefficient, as in the published program.
_DENOMINATOR_FLOOR = 1e-12
# Covers the double-precision error of the slack itself and of the eigenvalue solver.
ROUNDING_MARGIN = 1 + 1e-6


@dataclass(frozen=True)
class ErrorFigures:
    """The published figures of a batch of answers, each of shape (answers,).

    Attributes:
        relative_l1: Sum of |residual| over sum of |scale|.
        relative_squared_l2: Sum of squares over sum of squares (not square-rooted).
        relative_max: Largest |residual| over largest |scale|.
        fraction_within_1pct: Share of coefficients with a relative (inverses: absolute) error
            under 1 %.
        scored: False where the scale is zero and the residual is not: such answers are wrong.
    """

    relative_l1: FloatArray
    relative_squared_l2: FloatArray
    relative_max: FloatArray
    fraction_within_1pct: FloatArray
    scored: npt.NDArray[np.bool_]

    @property
    def needed(self) -> FloatArray:
        """The smallest tolerance at which each answer is correct: just above its L1 error."""
        return np.where(self.scored, np.nextafter(self.relative_l1, np.inf), np.inf)

    def accepted(self, tolerance: float) -> npt.NDArray[np.bool_]:
        """Return which answers the paper counts as correct at a tolerance."""
        return self.needed <= tolerance


def published_figures(
    kind: str, matrices: FloatArray, targets: FloatArray, answers: FloatArray
) -> ErrorFigures:
    """Return the published error figures of answers of one shape.

    Args:
        kind: The task, as named in the module's description.
        matrices: Decoded inputs, shape (answers, rows, columns).
        targets: Decoded targets, same shape as `answers`; used only where T is named.
        answers: Decoded answers, shape (answers, ...).
    """
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        residual, scale = _residual_and_scale(kind, matrices, targets, answers)
        errors, sizes = np.abs(residual), np.abs(scale)
        one_by_one = 1.0 if kind in INVERSES else sizes + _DENOMINATOR_FLOOR
        both_zero = ~(errors.any(axis=(1, 2)) | sizes.any(axis=(1, 2)))
        total = np.where(both_zero, 1.0, sizes.sum(axis=(1, 2)))
        squares = np.where(both_zero, 1.0, (sizes**2).sum(axis=(1, 2)))
        largest = np.where(both_zero, 1.0, sizes.max(axis=(1, 2)))
        return ErrorFigures(
            errors.sum(axis=(1, 2)) / total,
            (errors**2).sum(axis=(1, 2)) / squares,
            errors.max(axis=(1, 2)) / largest,
            (errors / one_by_one < 0.01).mean(axis=(1, 2)),
            total > 0,
        )


def _residual_and_scale(
    kind: str, s: FloatArray, t: FloatArray, h: FloatArray
) -> tuple[FloatArray, FloatArray]:
    if kind == "transpose":
        transposed = np.swapaxes(s, 1, 2)
        return transposed - h, transposed
    if kind in INVERSES:
        identity = np.broadcast_to(np.eye(s.shape[1]), s.shape)
        return s @ h - identity, identity
    if kind in ("eigenvectors", "singular_vectors"):
        values = h[:, 0, :, None] * np.eye(h.shape[2])
        left = h[:, 1 : 1 + s.shape[1]]
        right = left if kind == "eigenvectors" else h[:, 1 + s.shape[1] :]
        return np.swapaxes(left, 1, 2) @ s @ right - values, values
    return h - t, t


def coefficient_errors(expected: FloatArray, answers: FloatArray) -> FloatArray:
    """Return the largest relative error of a coefficient, shape (answers,).

    An expected zero that is not met counts as infinitely wrong.

    Args:
        expected: Shape (answers, rows, columns).
        answers: Same shape.
    """
    return relative_to(np.abs(answers - expected), np.abs(expected)).max(axis=(1, 2))


def eigenvalue_errors(
    matrices: FloatArray, answers: FloatArray, given: FloatEncoding, written: FloatEncoding
) -> FloatArray:
    """Return the relative tolerance that the worst single eigenvalue of each answer needs.

    The true eigenvalues t_i are computed from the matrix that the tokens say, largest first, with
    more digits than double precision has where they need it; the error is
    `max_i max(0, |h_i - t_i| - slack_i) / |t_i|`, infinite where t_i = 0 and the slack is exceeded.
    The slack forgives what three digits lose: how far rounding the input moves the eigenvalue at
    most (`rounded_spectra`), and half a unit of the answer's own last digit.

    Args:
        matrices: Symmetric matrices, shape (answers, n, n).
        answers: Decoded answers, shape (answers, n).
        given: Encoding of the matrices.
        written: Encoding of the answers.
    """
    return _value_errors(rounded_eigenvalues(matrices, given.half_unit(matrices)), answers, written)


def singular_value_errors(
    matrices: FloatArray, answers: FloatArray, given: FloatEncoding, written: FloatEncoding
) -> FloatArray:
    """Return the relative tolerance that the worst singular value of each answer needs.

    As `eigenvalue_errors`, with the true singular values, largest first.

    Args:
        matrices: Shape (answers, rows, columns).
        answers: Decoded answers, shape (answers, min(rows, columns)).
        given: Encoding of the matrices.
        written: Encoding of the answers.
    """
    found = rounded_singular_values(matrices, given.half_unit(matrices))
    return _value_errors(found, answers, written)


def _value_errors(found: Spectrum, answers: FloatArray, written: FloatEncoding) -> FloatArray:
    """Return the error of the worst value, which what was not computed counts against."""
    errors = written_errors(found.values, found.moved, answers, written)
    return np.where(found.noise > 0, np.inf, errors).max(axis=1)


def written_errors(
    true: FloatArray, moved: FloatArray, answers: FloatArray, written: FloatEncoding
) -> FloatArray:
    """Return the relative error of each number beyond what rounding explains.

    `max(0, |h - t| - slack) / |t|`, with 0/0 = 0; the slack is `moved` and half a unit of the last
    digit of the answer.

    Args:
        true: What the written problem asks for, any shape.
        moved: How far rounding the problem can move it, broadcast to that shape.
        answers: Decoded answers, same shape as `true`.
        written: Encoding of the answers.
    """
    slack = (moved + written.half_unit(np.abs(true) + moved)) * ROUNDING_MARGIN
    return relative_to(np.maximum(np.abs(answers - true) - slack, 0.0), np.abs(true))


def relative_to(errors: FloatArray, sizes: FloatArray) -> FloatArray:
    """Return `errors / sizes`, with 0/0 = 0."""
    ratio = np.full(errors.shape, np.inf)
    ratio[errors == 0] = 0.0
    with np.errstate(over="ignore"):
        return np.divide(errors, sizes, out=ratio, where=sizes > 0)
