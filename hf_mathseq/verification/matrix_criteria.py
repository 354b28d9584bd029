"""Strict criteria of the matrix tasks, by task; for the published ones see `matrices`.

Every criterion computes the truth anew from the matrix that the tokens say and returns the smallest
tolerance at which an answer passes, shape (answers,). What rounding the problem and the answer to
their encodings explains costs nothing, so that a correctly rounded answer always passes at 0.
Below, h and u are half units of the last digit of the problem's and of the answer's numbers.

* add, matvec, matmul: the largest relative error of a coefficient.
* eigenvalues, singular_values: the largest relative error of a value; values in the wrong order,
  or negative singular values, are infinitely wrong.
* inverse, symmetric_inverse: `S H - I` summed over the worst column, beyond rounding only where the
  written digits determine the inverse; see `inverse_criterion`.
* eigenvectors, singular_vectors: the largest of the error of the values, of the deviation of
  `V^T V` (and `U^T U`) from the identity, and of `||S v - l v||` (and `||S v - s u||`,
  `||S^T u - s v||`) over the largest value of S. The published criterion has none of the first
  two: it accepts zeros.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.encodings.floats import FloatEncoding
from hf_mathseq.verification.inverse_criterion import inverse_errors
from hf_mathseq.verification.matrices import (
    INVERSES,
    ROUNDING_MARGIN,
    eigenvalue_errors,
    relative_to,
    singular_value_errors,
    written_errors,
)
from hf_mathseq.verification.rounded_spectra import rounded_eigenvalues, rounded_singular_values

# Matrices (answers, rows, columns), decoded answers (answers, ...), encoding of the matrices and
# of the answers -> errors (answers,).
Criterion = Callable[[FloatArray, FloatArray, FloatEncoding, FloatEncoding], FloatArray]


SPECTRA = {
    "eigenvalues": rounded_eigenvalues,
    "eigenvectors": rounded_eigenvalues,
    "singular_values": rounded_singular_values,
    "singular_vectors": rounded_singular_values,
}
"""What computes the values that a task asks for."""


def strict_errors(
    kind: str,
    matrices: FloatArray,
    answers: FloatArray,
    given: FloatEncoding,
    written: FloatEncoding,
) -> FloatArray:
    """Return the smallest tolerance at which each answer passes the strict criterion.

    Args:
        kind: A task of `STRICT_CRITERIA`.
        matrices: Decoded problems of one shape, (answers, rows, columns).
        answers: Decoded answers of the right shape, (answers, ...).
        given: Encoding of the problems.
        written: Encoding of the answers.

    Returns:
        Shape (answers,); infinite where no tolerance is enough.
    """
    with np.errstate(over="ignore", invalid="ignore"):
        errors = STRICT_CRITERIA[kind](matrices, answers, given, written)
    return np.where(np.isnan(errors), np.inf, errors)


def possible_errors(
    kind: str,
    matrices: FloatArray,
    answers: FloatArray,
    given: FloatEncoding,
    written: FloatEncoding,
    errors: FloatArray,
) -> FloatArray:
    """Return the smallest tolerance at which each answer may be right.

    It is below that of `strict_errors` where the written digits do not determine the answer, and
    where values of a large matrix are lost in errors of computing.

    Args:
        kind: See `strict_errors`, as for the next four.
        matrices: See there.
        answers: See there.
        given: See there.
        written: See there.
        errors: What `strict_errors` returned.
    """
    possible = errors.copy()
    wrong = errors > 0
    matrices, answers = matrices[wrong], answers[wrong]
    with np.errstate(over="ignore", invalid="ignore"):
        if kind in INVERSES:
            possible[wrong] = inverse_errors(matrices, answers, given, written).possible
        elif kind in SPECTRA:
            noise = SPECTRA[kind](matrices, given.half_unit(matrices)).noise
            possible[wrong] = np.where(noise.any(axis=1), 0.0, np.inf)
    return np.fmin(possible, errors)


def _sum(s: FloatArray, x: FloatArray, given: FloatEncoding, written: FloatEncoding) -> FloatArray:
    """Judge `A + B`, the problem being `[A B]`."""
    left, right = np.split(s, 2, axis=2)
    moved = given.half_unit(left) + given.half_unit(right)
    return written_errors(left + right, moved, x, written).max(axis=(1, 2))


def _vector_product(
    s: FloatArray, x: FloatArray, given: FloatEncoding, written: FloatEncoding
) -> FloatArray:
    """Judge `A^T b`, the problem being `[A b]`."""
    return _product(s[:, :, :-1], s[:, :, -1:], x, given, written)


def _matrix_product(
    s: FloatArray, x: FloatArray, given: FloatEncoding, written: FloatEncoding
) -> FloatArray:
    """Judge `A^T B`, the problem being `[A B]`."""
    left, right = np.split(s, 2, axis=2)
    return _product(left, right, x, given, written)


def _product(
    a: FloatArray, b: FloatArray, x: FloatArray, given: FloatEncoding, written: FloatEncoding
) -> FloatArray:
    half_a, half_b = given.half_unit(a), given.half_unit(b)
    moved = _transposed(half_a) @ (np.abs(b) + half_b) + _transposed(np.abs(a)) @ half_b
    return written_errors(_transposed(a) @ b, moved, x, written).max(axis=(1, 2))


def _eigenvalues(
    s: FloatArray, x: FloatArray, given: FloatEncoding, written: FloatEncoding
) -> FloatArray:
    values = x[:, :, 0]
    errors = eigenvalue_errors(s, values, given, written)
    return np.where((np.diff(values) > 0).any(axis=1), np.inf, errors)


def _singular_values(
    s: FloatArray, x: FloatArray, given: FloatEncoding, written: FloatEncoding
) -> FloatArray:
    values = x.reshape(len(x), -1)
    errors = singular_value_errors(s, values, given, written)
    wrong = (np.diff(values) > 0).any(axis=1) | (values < 0).any(axis=1)
    return np.where(wrong, np.inf, errors)


def _inverse(
    s: FloatArray, x: FloatArray, given: FloatEncoding, written: FloatEncoding
) -> FloatArray:
    return inverse_errors(s, x, given, written).sure


def _eigenvectors(
    s: FloatArray, x: FloatArray, given: FloatEncoding, written: FloatEncoding
) -> FloatArray:
    values, vectors = x[:, 0], x[:, 1:]
    return np.max(
        [
            _eigenvalues(s, values[:, ::-1, None], given, written),
            _deviation(vectors, written),
            _residual(s, values, vectors, vectors, given, written),
        ],
        axis=0,
    )


def _singular_vectors(
    s: FloatArray, x: FloatArray, given: FloatEncoding, written: FloatEncoding
) -> FloatArray:
    rows = s.shape[1]
    values, left, right = x[:, 0], x[:, 1 : 1 + rows], x[:, 1 + rows :]
    return np.max(
        [
            _singular_values(s, values, given, written),
            _deviation(left, written),
            _deviation(right, written),
            _residual(s, values, right, left, given, written),
            _residual(_transposed(s), values, left, right, given, written),
        ],
        axis=0,
    )


def _deviation(vectors: FloatArray, written: FloatEncoding) -> FloatArray:
    """Return the largest deviation of `V^T V` from the identity, beyond rounding."""
    unit = written.half_unit(vectors)
    moved = _transposed(np.abs(vectors) + unit) @ unit
    slack = moved + _transposed(moved)
    found = _transposed(vectors) @ vectors - np.eye(vectors.shape[2])
    return _excess(found, slack).max(axis=(1, 2))


def _residual(
    s: FloatArray,
    values: FloatArray,
    source: FloatArray,
    image: FloatArray,
    given: FloatEncoding,
    written: FloatEncoding,
) -> FloatArray:
    """Return the largest `||S x - l y||` of a value l, beyond rounding, over the norm of S.

    Args:
        s: Shape (answers, rows, columns).
        values: The values l, shape (answers, k).
        source: The vectors x as columns, shape (answers, columns, k).
        image: The vectors y as columns, shape (answers, rows, k).
        given: Encoding of S.
        written: Encoding of the values and the vectors.
    """
    scales, unit = values[:, None, :], written.half_unit(image)
    inner = written.half_unit(source)
    slack = given.half_unit(s) @ (np.abs(source) + inner) + np.abs(s) @ inner
    slack += (np.abs(image) + unit) * written.half_unit(scales) + unit * np.abs(scales)
    columns = np.linalg.norm(_excess(s @ source - scales * image, slack), axis=1)
    return relative_to(columns.max(axis=1), np.linalg.norm(s, ord=2, axis=(1, 2)))


def _excess(residual: FloatArray, slack: FloatArray) -> FloatArray:
    """Return the part of |residual| beyond the slack."""
    return np.maximum(np.abs(residual) - slack * ROUNDING_MARGIN, 0.0)


def _transposed(matrices: FloatArray) -> FloatArray:
    return np.swapaxes(matrices, 1, 2)


STRICT_CRITERIA: dict[str, Criterion] = {
    "add": _sum,
    "matvec": _vector_product,
    "matmul": _matrix_product,
    "eigenvalues": _eigenvalues,
    "singular_values": _singular_values,
    "inverse": _inverse,
    "symmetric_inverse": _inverse,
    "eigenvectors": _eigenvectors,
    "singular_vectors": _singular_vectors,
}
"""The criterion of each task but transposition, whose answer follows from its tokens exactly."""
