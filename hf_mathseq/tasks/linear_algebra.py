"""Matrix tasks of "Linear algebra with transformers" (arXiv 2112.01898)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hf_mathseq.encodings.arrays import Matrices
from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.encodings.floats import FLOAT_ENCODINGS
from hf_mathseq.options import OptionError, option
from hf_mathseq.suggestions import unknown_name
from hf_mathseq.task import TaskDescription
from hf_mathseq.tasks.linear_algebra_base import PAPER, MatrixTask
from hf_mathseq.tasks.matrix_config import MatrixConfig
from hf_mathseq.tasks.matrix_laws import EIGENVALUE_LAWS, coefficients, symmetric_matrices
from hf_mathseq.verdict import ProblemError
from hf_mathseq.verification.matrices import coefficient_errors

# A typed matrix counts as symmetric when its asymmetry is at most this share of its largest entry.
_SYMMETRY_TOLERANCE = 1e-9


@dataclass(frozen=True)
class TransposeConfig(MatrixConfig):
    """Options of `Transpose`."""

    rectangular: bool = option(
        False,
        "Draw the numbers of rows and of columns independently.",
        source="section 4.1",
    )


class Transpose(MatrixTask):
    """Transposition of a matrix of independent coefficients.

    The answer is the transpose of the numbers as they are written, rounded to the output encoding:
    it follows from the input tokens exactly. (The published program rounds the unwritten numbers
    instead, which differs only between FP15 and another encoding, on a tie or below 1e-7.)

    Strict criterion: every coefficient equals the transposed input's coefficient rounded to the
    output encoding; with a tolerance, every coefficient is within it, relatively. The residual is
    the largest relative error of a coefficient.
    """

    config_name = "transpose"
    Config = TransposeConfig
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

    @property
    def square(self) -> bool:
        """Whether every matrix is square."""
        return not self.config.rectangular

    def answer_shape(self, rows: int, columns: int) -> tuple[int, int]:
        """Return the transposed shape."""
        return columns, rows

    def draw_matrices(self, rng: np.random.Generator, size: int) -> Matrices:
        """Draw the shapes, then independent coefficients."""
        low, high = self.config.dimensions
        rows = rng.integers(low, high, size, endpoint=True)
        columns = rng.integers(low, high, size, endpoint=True) if self.config.rectangular else rows
        total = int((rows * columns).sum())
        law, bound = self.config.coefficients, self.config.max_coefficient
        return Matrices(coefficients(rng, total, law, bound), rows, columns)

    def results(self, drawn: Matrices, written: Matrices) -> Matrices:
        """Transpose the numbers as they are written."""
        return written.transposed()

    def strict_errors(self, matrices: FloatArray, answers: FloatArray) -> FloatArray:
        """Compare with the input's coefficients, rounded to the output encoding."""
        expected = self.output_encoding.numbers.round(np.swapaxes(matrices, 1, 2)).values()
        return coefficient_errors(expected, answers)

    def difficulty(self, row: Any) -> dict[str, int]:
        """Return the dimension, or the numbers of rows and columns when they are independent."""
        if self.square:
            return super().difficulty(row)
        return {"rows": len(row["matrix"]), "columns": len(row["matrix"][0])}


@dataclass(frozen=True)
class EigenvaluesConfig(MatrixConfig):
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
    eigenvalue_law: str = option(
        "semicircle",
        "Laws of the spectrum, comma-separated; each matrix picks one. Known: "
        + ", ".join(EIGENVALUE_LAWS)
        + ".",
        source="section 4.5",
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in self.spectra:
            if name not in EIGENVALUE_LAWS:
                raise OptionError(unknown_name("eigenvalue law", name, EIGENVALUE_LAWS))

    @property
    def spectra(self) -> list[str]:
        """The laws that are mixed."""
        return [name.strip() for name in self.eigenvalue_law.split(",")]


class Eigenvalues(MatrixTask):
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

    def draw_matrices(self, rng: np.random.Generator, size: int) -> Matrices:
        """Draw the dimensions, then symmetric matrices with the configured spectra."""
        low, high = self.config.dimensions
        n = np.sort(rng.integers(low, high, size, endpoint=True))
        law, bound = self.config.coefficients, self.config.max_coefficient
        stacks = [
            symmetric_matrices(rng, int(count), int(d), law, bound, self.config.spectra)
            for d, count in zip(*np.unique(n, return_counts=True), strict=True)
        ]
        shuffled = rng.permutation(n)
        members = [np.flatnonzero(shuffled == stack.shape[1]) for stack in stacks]
        return Matrices.collected(shuffled, shuffled, zip(members, stacks, strict=True))

    def results(self, drawn: Matrices, written: Matrices) -> Matrices:
        """Compute the eigenvalues in double precision."""
        columns = np.ones_like(drawn.rows)
        parts = (
            (members, np.linalg.eigvalsh(stack)[:, ::-1, None]) for members, stack in drawn.groups()
        )
        return Matrices.collected(drawn.rows, columns, parts)

    def canonical(self, matrix: FloatArray) -> FloatArray:
        """Return the matrix with its lower triangle mirrored; refuse a non-symmetric one."""
        if np.abs(matrix - matrix.T).max() > _SYMMETRY_TOLERANCE * np.abs(matrix).max():
            raise ProblemError("the matrix is not symmetric")
        return np.tril(matrix) + np.tril(matrix, -1).T

    def show(self, answer: Any) -> str:
        """Return the eigenvalues as text, e.g. `20, 9.54, -0.249`."""
        return ", ".join(f"{row[0]:g}" for row in answer)
