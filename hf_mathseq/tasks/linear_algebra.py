"""Matrix tasks of "Linear algebra with transformers" (arXiv 2112.01898)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hf_mathseq.encodings.arrays import MalformedMatrix, Matrices
from hf_mathseq.options import option
from hf_mathseq.task import Row, TaskDescription
from hf_mathseq.tasks.linear_algebra_base import PAPER, MatrixConfig, MatrixTask
from hf_mathseq.verdict import Status, Verdict, invalid


@dataclass(frozen=True)
class TransposeConfig(MatrixConfig):
    """Options of `Transpose`."""

    rectangular: bool = option(
        False,
        "Draw the numbers of rows and columns independently.",
        source="section 4.1",
    )


class Transpose(MatrixTask):
    """Transposition: the task that only moves numbers."""

    config_name = "transpose"
    Config = TransposeConfig
    description = TaskDescription(
        title="Matrix transposition",
        paper=PAPER,
        problem="matrix",
        answer="result",
        columns={
            "matrix": "The matrix, as its tokens say it.",
            "result": "The transposed matrix.",
        },
        example="[[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], [0, 1, 0, -1, 0], [2, 0, 2, 0, 2], "
        "[0.5, 1.5, 2.5, 3.5, 4.5]]",
    )

    @property
    def max_lengths(self) -> tuple[int, int]:
        """The largest number of input and of target tokens, `</s>` included."""
        n = self.config.dimensions[1]
        return self.input_encoding.length(n, n) + 1, self.output_encoding.length(n, n) + 1

    def draw_matrices(self, rng: np.random.Generator, size: int) -> Matrices:
        """Draw the shapes, then independent coefficients."""
        low, high = self.config.dimensions
        rows = rng.integers(low, high, size, endpoint=True)
        columns = rng.integers(low, high, size, endpoint=True) if self.config.rectangular else rows
        bound = self.config.max_coefficient
        total = int((rows * columns).sum())
        if self.config.coefficients == "uniform":
            values = rng.uniform(-bound, bound, total)
        else:
            values = rng.normal(0, bound / np.sqrt(3), total)
        return Matrices(values, rows, columns)

    def results(self, drawn: Matrices, written: Matrices) -> Matrices:
        """Transpose what the tokens say, so that the answer follows from them exactly."""
        return written.transposed()

    def _verdicts(
        self,
        rows: Sequence[Row],
        hypotheses: Sequence[Sequence[str]],
        criterion: str,
        tolerance: float | None,
    ) -> list[Verdict]:
        verdicts = []
        for row, tokens in zip(rows, hypotheses, strict=True):
            try:
                found = np.array(self.output_encoding.read(tokens, complete=True))
            except MalformedMatrix as error:
                verdicts.append(invalid(str(error)))
                continue
            true = self.output_encoding.numbers.round(np.array(row["matrix"]).T).values()
            if found.shape != true.shape:
                verdicts.append(invalid(f"{found.shape} instead of {true.shape}"))
                continue
            right = bool(np.array_equal(found, true))
            verdicts.append(Verdict(Status.CORRECT if right else Status.INCORRECT, "structural"))
        return verdicts
