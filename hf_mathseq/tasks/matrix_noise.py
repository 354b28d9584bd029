"""Noise on the problems of matrix tasks, whose answers belong to the matrices without it.

(arXiv 2112.01898, second version.) Every coefficient of a drawn matrix gets independent normal
noise after the answer was computed; a symmetric matrix is then no longer symmetric. The matrix as
it was, rounded like the problem, is kept in the natural column `clean_matrix`: the strict criterion
judges answers by it, the published criterion by the noisy one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hf_mathseq.encodings.arrays import ARROW_MATRIX, Matrices
from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.task import Row, Task
from hf_mathseq.tasks.matrix_blocks import WrittenMatrices

CLEAN = "clean_matrix"
_MEANING = "The matrix without noise, rounded like the problem: the answer is that of this matrix."


@dataclass(frozen=True)
class NoisyProblems:
    """The problems of a block, and the matrices that their answers belong to.

    Attributes:
        shown: The problems, as they are written.
        clean: The same matrices without noise; the same object where there is none.
    """

    shown: WrittenMatrices
    clean: WrittenMatrices

    def take(self, keep: npt.NDArray[np.bool_]) -> NoisyProblems:
        """Return the problems where `keep` is true."""
        shown = self.shown.take(keep)
        return NoisyProblems(shown, shown if self.clean is self.shown else self.clean.take(keep))


def with_noise(rng: np.random.Generator, matrices: Matrices, deviation: float) -> Matrices:
    """Return the matrices with independent normal noise of a standard deviation on each number."""
    noise = rng.normal(0.0, deviation, len(matrices.values))
    return replace(matrices, values=matrices.values + noise)


def add_clean_column(task: Task) -> None:
    """Give a task the natural column `clean_matrix` and its description."""
    task.natural_schema = task.natural_schema.append(pa.field(CLEAN, ARROW_MATRIX))  # type: ignore[misc]
    columns = {**task.description.columns, CLEAN: _MEANING}
    task.description = replace(task.description, columns=columns)  # type: ignore[misc]


def without_noise(rows: Sequence[Row], otherwise: FloatArray) -> FloatArray:
    """Return the clean matrices of rows of one shape.

    Args:
        rows: Data-set rows or problems.
        otherwise: What stands for the matrices of rows that do not have them, shape
            (rows, n, m).
    """
    known = [i for i, row in enumerate(rows) if row.get(CLEAN) is not None]
    if not known:
        return otherwise
    found = otherwise.copy()
    found[known] = [rows[i][CLEAN] for i in known]
    return found
