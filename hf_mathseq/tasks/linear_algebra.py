"""Matrix tasks of "Linear algebra with transformers" (arXiv 2112.01898)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from hf_mathseq.encodings.arrays import Matrices
from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.encodings.floats import FLOAT_ENCODINGS
from hf_mathseq.options import option
from hf_mathseq.task import TaskDescription
from hf_mathseq.tasks.linear_algebra_base import PAPER
from hf_mathseq.tasks.matrix_format import largest_first
from hf_mathseq.tasks.matrix_general import GeneralMatrixTask
from hf_mathseq.tasks.matrix_symmetric import SymmetricConfig, SymmetricMatrixTask
from hf_mathseq.verification.matrices import coefficient_errors


class Transpose(GeneralMatrixTask):
    """Transposition of a matrix of independent coefficients.

    The answer is the transpose of the numbers as they are written, rounded to the output encoding:
    it follows from the input tokens exactly. (The published program rounds the unwritten numbers
    instead, which differs only between FP15 and another encoding, on a tie or below 1e-7.)

    Strict criterion: every coefficient equals the transposed input's coefficient rounded to the
    output encoding; with a tolerance, every coefficient is within it, relatively. The residual is
    the largest relative error of a coefficient.
    """

    config_name = "transpose"
    strict_tolerance = 0.0
    description = TaskDescription(
        title="Matrix transposition",
        paper=PAPER,
        problem="matrix",
        answer="result",
        columns={
            "matrix": "The matrix, row by row, as its tokens say it.",
            "result": "The transposed matrix, row by row, as its tokens say it.",
        },
        example="1 2 3 4 5; 6 7 8 9 10; 0 1 0 -1 0; 2 0 2 0 2; 0.5 1.5 2.5 3.5 4.5",
    )

    def answer_shape(self, rows: int, columns: int) -> tuple[int, int]:
        """Return the transposed shape."""
        return columns, rows

    def results(self, drawn: Matrices, written: Callable[[], Matrices]) -> Matrices:
        """Transpose the numbers as they are written."""
        return written().transposed()

    def strict_errors(self, matrices: FloatArray, answers: FloatArray) -> FloatArray:
        """Compare with the input's coefficients, rounded to the output encoding."""
        expected = self.output_encoding.numbers.round(np.swapaxes(matrices, 1, 2)).values()
        return coefficient_errors(expected, answers)


@dataclass(frozen=True)
class EigenvaluesConfig(SymmetricConfig):
    """Options of `Eigenvalues`."""

    input_encoding: str = option(
        "FP15",
        "Encoding of the matrix.",
        source="published eigenvalue run",
        choices=FLOAT_ENCODINGS,
    )
    output_encoding: str = option(
        "FP15",
        "Encoding of the eigenvalues.",
        source="published eigenvalue run",
        choices=FLOAT_ENCODINGS,
    )


class Eigenvalues(SymmetricMatrixTask):
    """Eigenvalues of a symmetric matrix, largest first.

    The target is computed from the matrix in double precision, before its coefficients are rounded
    to three digits.

    Strict criterion: computed anew from the row's matrix, every single eigenvalue is within the
    tolerance (default 5 %), beyond the slack that rounding to three digits explains, and the
    answer does not increase; see `verification.matrices.eigenvalue_errors` for the residual.
    """

    config_name = "eigenvalues"
    Config = EigenvaluesConfig
    strict_tolerance = 0.05
    description = TaskDescription(
        title="Eigenvalues of a symmetric matrix",
        paper=PAPER,
        problem="matrix",
        answer="result",
        columns={
            "matrix": "The symmetric matrix, row by row, as its tokens say it.",
            "result": "One column: the eigenvalues, largest first, as their tokens say them.",
        },
        example="2 1 0 0 0; 1 2 1 0 0; 0 1 2 1 0; 0 0 1 2 1; 0 0 0 1 2",
    )

    def answer_shape(self, rows: int, columns: int) -> tuple[int, int]:
        """Return (n, 1)."""
        return rows, 1

    def results(self, drawn: Matrices, written: Callable[[], Matrices]) -> Matrices:
        """Compute the eigenvalues in double precision."""
        return drawn.mapped(lambda stack: np.linalg.eigvalsh(stack)[:, ::-1, None])

    def remark_on(self, answer: Any) -> str | None:
        """Return that the order is the contrary one; see `largest_first`."""
        return largest_first(answer)

    def show(self, answer: Any) -> str:
        """Return the eigenvalues as text, e.g. `20, 9.54, -0.249`."""
        return ", ".join(f"{row[0]:g}" for row in answer)
