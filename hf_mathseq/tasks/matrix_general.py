"""Tasks on matrices of independent coefficients (arXiv 2112.01898, section 3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from hf_mathseq.encodings.arrays import Matrices
from hf_mathseq.options import option
from hf_mathseq.tasks.linear_algebra_base import MatrixTask
from hf_mathseq.tasks.matrix_config import MatrixConfig
from hf_mathseq.tasks.matrix_laws import coefficients


@dataclass(frozen=True)
class RectangularConfig(MatrixConfig):
    """Options of the tasks whose matrices need not be square."""

    rectangular: bool = option(
        False,
        "Draw the numbers of rows and of columns independently.",
        source="section 4.1",
    )


class GeneralMatrixTask(MatrixTask):
    """A task on matrices of independent coefficients, square or not."""

    Config: ClassVar[type] = RectangularConfig

    @property
    def square(self) -> bool:
        """Whether both dimensions are equal."""
        return not getattr(self.config, "rectangular", False)

    def draw_matrices(self, rng: np.random.Generator, size: int) -> Matrices:
        """Draw the dimensions, then independent coefficients."""
        low, high = self.config.dimensions
        d = rng.integers(low, high, size, endpoint=True)
        e = d if self.square else rng.integers(low, high, size, endpoint=True)
        rows, columns = self.problem_shape(d, e)
        law, bound = self.config.coefficients, self.config.max_coefficient
        total = int((rows * columns).sum())
        return Matrices(coefficients(rng, total, law, bound), rows, columns)

    def difficulty(self, row: Any) -> dict[str, int]:
        """Return the number of rows, or of rows and columns when they are independent."""
        if self.square:
            return super().difficulty(row)
        return {"rows": len(row["matrix"]), "columns": len(row["matrix"][0])}
