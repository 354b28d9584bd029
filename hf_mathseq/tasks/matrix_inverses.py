"""Inversion of matrices, general and symmetric (arXiv 2112.01898, section 4.7 and appendix)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hf_mathseq.encodings.arrays import Matrices
from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.task import Row, TaskDescription
from hf_mathseq.tasks.linear_algebra_base import PAPER, MatrixTask
from hf_mathseq.tasks.matrix_config import MatrixConfig
from hf_mathseq.tasks.matrix_format import ROUNDED
from hf_mathseq.tasks.matrix_general import GeneralMatrixTask
from hf_mathseq.tasks.matrix_symmetric import SymmetricMatrixTask
from hf_mathseq.verdict import ProblemError

# Published program: matrices are drawn again where a coefficient of `A A^-1 - I` is above this.
_LARGEST_RESIDUAL = 1e-10


def inverses(stack: FloatArray) -> FloatArray:
    """Return the inverses of square matrices; NaN where there is none that holds to 1e-10.

    Args:
        stack: Shape (matrices, n, n).
    """
    try:
        found = np.linalg.inv(stack)
    except np.linalg.LinAlgError:
        if len(stack) == 1:
            return np.full_like(stack, np.nan)
        return np.concatenate([inverses(stack[i : i + 1]) for i in range(len(stack))])
    residual = np.abs(stack @ found - np.eye(stack.shape[1])).max(axis=(1, 2))
    return np.where((residual <= _LARGEST_RESIDUAL)[:, None, None], found, np.nan)


class _Inversion(MatrixTask):
    """What both inversions share.

    Matrices whose inverse does not hold to 1e-10 are drawn again, as published.

    Strict criterion: `S H - I` summed over the worst column is within the tolerance (default 5 %),
    beyond what rounding explains; see `verification.matrix_criteria`. The published criterion
    refuses most rounded inverses at 0.5 %, and 8 % of them even at 5 %, for 5x5.
    """

    strict_tolerance = 0.05

    def answer_shape(self, rows: int, columns: int) -> tuple[int, int]:
        """Return (n, n)."""
        return rows, columns

    def results(self, drawn: Matrices, written: Callable[[], Matrices]) -> Matrices:
        """Compute the inverses in double precision."""
        return drawn.mapped(inverses)

    def check_solvable(self, problem: Row) -> None:
        """Raise `ProblemError` when a problem, as it is written, has no certain inverse."""
        (matrix,) = self.likeliest(np.array([problem["matrix"]]))
        (found,) = inverses(matrix[None])
        if np.isnan(found).any() or not _surely_regular(matrix, found):
            digits = problem.get(ROUNDED)
            rounded = f", its numbers rounded to {digits} digits," if digits else ""
            raise ProblemError(
                f"the matrix{rounded} is singular, or so close to it that its inverse does not "
                f"hold to {_LARGEST_RESIDUAL:g}"
            )
        super().check_solvable(problem)


def _surely_regular(matrix: FloatArray, found: FloatArray) -> bool:
    """Return whether an inverse with a small computed residual shows that the matrix has one.

    `S X - I` of a singular S has a coefficient of at least 1/n: multiply by its left null vector.
    Rounding errors of the computed residual are below `n eps |S| |X|`.
    """
    n = len(matrix)
    error = n * np.finfo(np.float64).eps * (np.abs(matrix) @ np.abs(found)).max()
    return bool(error < 0.5 / n)


class Inverse(_Inversion, GeneralMatrixTask):
    """Inverse of a square matrix of independent coefficients."""

    config_name = "inverse"
    Config = MatrixConfig
    description = TaskDescription(
        title="Matrix inversion",
        paper=PAPER,
        problem="matrix",
        answer="result",
        columns={
            "matrix": "The matrix, row by row, as its tokens say it.",
            "result": "Its inverse, row by row, as its tokens say it.",
        },
        example="2 1 0 0 0; 0 3 1 0 0; 0 0 4 1 0; 1 0 0 5 0; 0 0 1 0 6",
    )


class SymmetricInverse(_Inversion, SymmetricMatrixTask):
    """Inverse of a symmetric matrix."""

    config_name = "symmetric_inverse"
    description = TaskDescription(
        title="Inversion of a symmetric matrix",
        paper=PAPER,
        problem="matrix",
        answer="result",
        columns={
            "matrix": "The symmetric matrix, row by row, as its tokens say it.",
            "result": "Its inverse, row by row, as its tokens say it.",
        },
        example="2 1 0 0 0; 1 3 1 0 0; 0 1 4 1 0; 0 0 1 5 1; 0 0 0 1 6",
    )
