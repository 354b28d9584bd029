"""Sums and products of matrices (arXiv 2112.01898, sections 4.2 and 4.3).

Both operands stand side by side in one matrix. As in the published program the first factor of a
product is transposed, and the number of rows of `[A B]` is the second dimension that is drawn.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable

import numpy as np

from hf_mathseq.encodings.arrays import Matrices
from hf_mathseq.encodings.decimals import FloatArray, IntArray
from hf_mathseq.task import TaskDescription
from hf_mathseq.tasks.linear_algebra_base import PAPER
from hf_mathseq.tasks.matrix_config import Range
from hf_mathseq.tasks.matrix_general import GeneralMatrixTask
from hf_mathseq.verdict import ProblemError


class _SideBySide(GeneralMatrixTask):
    """A task on two operands in one matrix; every coefficient of the answer is judged.

    Strict criterion: computed anew from the row's matrix, every coefficient is within the
    tolerance (default 5 %), beyond what rounding explains; see `verification.matrix_criteria`.
    """

    strict_tolerance = 0.05

    def results(self, drawn: Matrices, written: Callable[[], Matrices]) -> Matrices:
        """Compute the answers in double precision, before anything is rounded."""
        return drawn.mapped(self.combined)

    @staticmethod
    @abstractmethod
    def combined(stack: FloatArray) -> FloatArray:
        """Return the answers to problems of one shape, (matrices, rows, columns)."""


class _TwoMatrices(_SideBySide):
    """A task on `[A B]`, A and B with d columns and e rows."""

    def problem_shape(self, d: IntArray, e: IntArray) -> tuple[IntArray, IntArray]:
        """Return (e, 2 d)."""
        return e, 2 * d

    @property
    def operand_ranges(self) -> tuple[Range, Range]:
        """The numbers of rows, e, and of columns, d."""
        d, e = super().operand_ranges
        return e, d

    def check_shape(self, rows: int, columns: int, name: str = "A in [A B]") -> None:
        """Raise `ProblemError` when a shape is not that of two matrices side by side."""
        if columns % 2:
            raise ProblemError(
                f"the matrix is {rows}x{columns}; [A B] has an even number of columns"
            )
        super().check_shape(rows, columns // 2, name)


class Add(_TwoMatrices):
    """Sum of two matrices, from `[A B]`."""

    config_name = "add"
    description = TaskDescription(
        title="Matrix addition",
        paper=PAPER,
        problem="matrix",
        answer="result",
        columns={
            "matrix": "The matrices A and B side by side, row by row, as the tokens say them.",
            "result": "A + B, row by row, as its tokens say it.",
        },
        example="1 2 3 4 5 1 0 0 0 0; 6 7 8 9 1 0 1 0 0 0; 2 3 4 5 6 0 0 1 0 0; "
        "7 8 9 1 2 0 0 0 1 0; 3 4 5 6 7 0 0 0 0 1",
    )

    def answer_shape(self, rows: int, columns: int) -> tuple[int, int]:
        """Return the shape of one operand."""
        return rows, columns // 2

    @staticmethod
    def combined(stack: FloatArray) -> FloatArray:
        """Return `A + B`."""
        left, right = np.split(stack, 2, axis=2)
        return left + right


class MatrixProduct(_TwoMatrices):
    """Product `A^T B` of two matrices, from `[A B]`."""

    config_name = "matmul"
    description = TaskDescription(
        title="Matrix product",
        paper=PAPER,
        problem="matrix",
        answer="result",
        columns={
            "matrix": "The matrices A and B side by side, row by row, as the tokens say them.",
            "result": "The product of the transpose of A with B, as its tokens say it.",
        },
        example=Add.description.example,
    )

    def answer_shape(self, rows: int, columns: int) -> tuple[int, int]:
        """Return (d, d)."""
        return columns // 2, columns // 2

    @staticmethod
    def combined(stack: FloatArray) -> FloatArray:
        """Return `A^T B`."""
        left, right = np.split(stack, 2, axis=2)
        return np.einsum("bki,bkj->bij", left, right)


class MatrixVectorProduct(_SideBySide):
    """Product `A^T b` of a matrix with a vector, from `[A b]`."""

    config_name = "matvec"
    description = TaskDescription(
        title="Matrix-vector product",
        paper=PAPER,
        problem="matrix",
        answer="result",
        columns={
            "matrix": "The matrix A, then the vector b as last column, as the tokens say them.",
            "result": "One column: the product of the transpose of A with b.",
        },
        example="1 2 3 4 5 1; 6 7 8 9 1 0; 2 3 4 5 6 -1; 7 8 9 1 2 0; 3 4 5 6 7 2",
    )

    def problem_shape(self, d: IntArray, e: IntArray) -> tuple[IntArray, IntArray]:
        """Return (d, e + 1)."""
        return d, e + 1

    def check_shape(self, rows: int, columns: int, name: str = "A in [A b]") -> None:
        """Raise `ProblemError` when a shape is not that of a matrix and a vector."""
        super().check_shape(rows, columns - 1, name)

    def answer_shape(self, rows: int, columns: int) -> tuple[int, int]:
        """Return (e, 1)."""
        return columns - 1, 1

    @staticmethod
    def combined(stack: FloatArray) -> FloatArray:
        """Return `A^T b`."""
        return np.einsum("bki,bk->bi", stack[:, :, :-1], stack[:, :, -1])[:, :, None]
