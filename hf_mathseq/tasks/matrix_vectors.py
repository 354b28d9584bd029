"""Eigenvectors, singular values and singular vectors (arXiv 2112.01898, sections 4.6 and 4.8).

Vectors are unique up to their signs at best. Targets have the sign that makes the component of
largest size positive (for singular vectors: of the left one), so that they do not depend on the
linear algebra library; both criteria accept either sign.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hf_mathseq.encodings.arrays import Matrices
from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.task import TaskDescription
from hf_mathseq.tasks.linear_algebra_base import PAPER
from hf_mathseq.tasks.matrix_format import largest_first
from hf_mathseq.tasks.matrix_general import GeneralMatrixTask
from hf_mathseq.tasks.matrix_laws import largest_signs
from hf_mathseq.tasks.matrix_symmetric import SymmetricMatrixTask


class Eigenvectors(SymmetricMatrixTask):
    """Eigenvalues, smallest first, and unit eigenvectors of a symmetric matrix.

    The first row of the answer has the eigenvalues, the others the matrix whose columns are the
    eigenvectors in the same order.

    Strict criterion: eigenvalues against the true ones, orthonormality, and `S v = l v`, all
    within the tolerance (default 5 %), beyond what rounding explains; see
    `verification.matrix_criteria`. (The published criterion accepts zeros.)
    """

    config_name = "eigenvectors"
    strict_tolerance = 0.05
    description = TaskDescription(
        title="Eigenvectors of a symmetric matrix",
        paper=PAPER,
        problem="matrix",
        answer="result",
        columns={
            "matrix": "The symmetric matrix, row by row, as its tokens say it.",
            "result": "The eigenvalues, smallest first; below each one its unit eigenvector.",
        },
        example="2 1 0 0 0; 1 3 1 0 0; 0 1 4 1 0; 0 0 1 5 1; 0 0 0 1 6",
    )

    def answer_shape(self, rows: int, columns: int) -> tuple[int, int]:
        """Return (n + 1, n)."""
        return rows + 1, rows

    def results(self, drawn: Matrices, written: Callable[[], Matrices]) -> Matrices:
        """Compute eigenvalues and eigenvectors in double precision."""
        return drawn.mapped(_eigenvectors)


def _eigenvectors(stack: FloatArray) -> FloatArray:
    values, vectors = np.linalg.eigh(stack)
    return np.concatenate([values[:, None], vectors * largest_signs(vectors)], axis=1)


class SingularValues(GeneralMatrixTask):
    """Singular values of a matrix, largest first.

    Strict criterion: every singular value is within the tolerance (default 5 %), beyond what
    rounding explains, none is negative, and they do not increase; see
    `verification.matrix_criteria`.
    """

    config_name = "singular_values"
    strict_tolerance = 0.05
    description = TaskDescription(
        title="Singular values",
        paper=PAPER,
        problem="matrix",
        answer="result",
        columns={
            "matrix": "The matrix, row by row, as its tokens say it.",
            "result": "One column: the singular values, largest first, as their tokens say them.",
        },
        example="1 2 3 4 5; 6 7 8 9 10; 0 1 0 -1 0; 2 0 2 0 2; 0.5 1.5 2.5 3.5 4.5",
    )

    def answer_shape(self, rows: int, columns: int) -> tuple[int, int]:
        """Return (min(d, e), 1)."""
        return min(rows, columns), 1

    def results(self, drawn: Matrices, written: Callable[[], Matrices]) -> Matrices:
        """Compute the singular values in double precision."""
        return drawn.mapped(lambda stack: np.linalg.svd(stack, compute_uv=False)[:, :, None])

    def remark_on(self, answer: Any) -> str | None:
        """Return that the order is the contrary one; see `largest_first`."""
        return largest_first(answer)

    def show(self, answer: Any) -> str:
        """Return the singular values as text, e.g. `20, 9.54, 0.249`."""
        return ", ".join(f"{row[0]:g}" for row in answer)


class SingularVectors(GeneralMatrixTask):
    """Singular values and vectors: `A = U diag(s) V^T`, thin.

    The answer is the row s, largest first, then the rows of U, then those of V.

    Strict criterion: singular values against the true ones, orthonormality of U and V, `A v = s u`
    and `A^T u = s v`, all within the tolerance (default 5 %), beyond what rounding explains; see
    `verification.matrix_criteria`. (The published criterion accepts zeros.)
    """

    config_name = "singular_vectors"
    strict_tolerance = 0.05
    description = TaskDescription(
        title="Singular value decomposition",
        paper=PAPER,
        problem="matrix",
        answer="result",
        columns={
            "matrix": "The matrix A, row by row, as its tokens say it.",
            "result": "The singular values, largest first, then the rows of U and those of V.",
        },
        example="1 2 3 4 5; 6 7 8 9 10; 0 1 0 -1 0; 2 0 2 0 2; 0.5 1.5 2.5 3.5 4.5",
    )

    def answer_shape(self, rows: int, columns: int) -> tuple[int, int]:
        """Return (1 + d + e, min(d, e))."""
        return 1 + rows + columns, min(rows, columns)

    def results(self, drawn: Matrices, written: Callable[[], Matrices]) -> Matrices:
        """Compute the thin decomposition in double precision."""
        return drawn.mapped(_singular_vectors)


def _singular_vectors(stack: FloatArray) -> FloatArray:
    left, values, right = np.linalg.svd(stack, full_matrices=False)
    signs = largest_signs(left)
    return np.concatenate([values[:, None], left * signs, np.swapaxes(right, 1, 2) * signs], axis=1)
