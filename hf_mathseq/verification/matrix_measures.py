"""How far matrix answers are from right, and from the structure that they should have.

The errors are those of arXiv 2112.01898, section 4. The others follow arXiv 2211.00170: wrong
eigenvectors belong to right eigenvalues and have norm 1, but are not orthogonal; inversion fails
where the condition number is large.
"""

from __future__ import annotations

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.verification.matrices import INVERSES, published_figures

Measures = dict[str, FloatArray]
"""Name -> a figure of each answer, shape (answers,)."""

CRITERION, CONDITION = "published criterion", "condition number"
VALUES, NORMS = "values against the target's, L1", "norms of rows and columns against 1"
COSINES = "cosine of neighbouring rows"
LEFT, RIGHT = "U^T U against the identity", "V^T V against the identity"
TRUE_INVERSE = "relative L1 distance to the true inverse"
ERRORS = ("relative L1 error", "relative squared L2 error", "relative max error")
WITHIN = "share of coefficients within 1 %"
STRUCTURE = (VALUES, NORMS, COSINES, LEFT, RIGHT, TRUE_INVERSE)
"""Measures of what a right answer keeps; a task has some of them, and none for most tasks."""


def measures(kind: str, matrices: FloatArray, targets: FloatArray, answers: FloatArray) -> Measures:
    """Return the figures of answers of one shape, infinite or NaN where one does not exist.

    Args:
        kind: A matrix task, by the name of its config.
        matrices: Decoded problems, shape (answers, rows, columns).
        targets: Decoded targets, same shape as `answers`.
        answers: Decoded answers, shape (answers, ...).
    """
    with np.errstate(all="ignore"):
        figures = published_figures(kind, matrices, targets, answers)
        errors = (figures.relative_l1, figures.relative_squared_l2, figures.relative_max)
        found = dict(zip(ERRORS, errors, strict=True))
        found[WITHIN] = figures.fraction_within_1pct
        found[CRITERION] = np.where(figures.scored, figures.relative_l1, np.inf)
        return found | _of_structure(kind, matrices, targets, answers)


def _of_structure(
    kind: str, matrices: FloatArray, targets: FloatArray, answers: FloatArray
) -> Measures:
    if kind in INVERSES:
        return _of_inverses(matrices, answers)
    if kind == "eigenvectors":
        return _of_eigenvectors(targets, answers)
    if kind == "singular_vectors":
        rows = matrices.shape[1]
        return {
            VALUES: _relative_l1(targets[:, 0], answers[:, 0]),
            LEFT: _deviation(answers[:, 1 : 1 + rows]),
            RIGHT: _deviation(answers[:, 1 + rows :]),
        }
    return {}


def _of_inverses(matrices: FloatArray, answers: FloatArray) -> Measures:
    conditions = _conditions(matrices)
    regular = conditions * np.finfo(np.float64).eps < 1
    inverses = np.full_like(matrices, np.nan)
    inverses[regular] = np.linalg.inv(matrices[regular])
    return {TRUE_INVERSE: _relative_l1(inverses, answers), CONDITION: conditions}


def _of_eigenvectors(targets: FloatArray, answers: FloatArray) -> Measures:
    vectors = answers[:, 1:]
    norms = np.linalg.norm(vectors, axis=2), np.linalg.norm(vectors, axis=1)
    rows = vectors / norms[0][:, :, None]
    cosines = np.abs((rows * np.roll(rows, -1, axis=1)).sum(axis=2))
    return {
        VALUES: _relative_l1(targets[:, 0], answers[:, 0]),
        NORMS: np.abs(np.concatenate(norms, axis=1) - 1).max(axis=1),
        COSINES: cosines.max(axis=1),
        CONDITION: _conditions(vectors),
    }


def _relative_l1(expected: FloatArray, found: FloatArray) -> FloatArray:
    axes = tuple(range(1, expected.ndim))
    errors = np.abs(found - expected).sum(axis=axes)
    return np.asarray(errors / np.abs(expected).sum(axis=axes))


def _deviation(vectors: FloatArray) -> FloatArray:
    """Return the largest deviation of `V^T V` from the identity."""
    products = np.swapaxes(vectors, 1, 2) @ vectors
    return np.asarray(np.abs(products - np.eye(vectors.shape[2])).max(axis=(1, 2)))


def _conditions(matrices: FloatArray) -> FloatArray:
    """Return the condition numbers in the 2-norm, infinite where a coefficient is not finite."""
    finite = np.isfinite(matrices).all(axis=(1, 2))
    found = np.full(len(matrices), np.inf)
    found[finite] = np.linalg.cond(matrices[finite])
    return found
