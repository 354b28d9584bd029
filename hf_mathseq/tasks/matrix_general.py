"""Tasks on matrices of independent coefficients (arXiv 2112.01898, section 3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from hf_mathseq.encodings.arrays import MAX_DIMENSION, Matrices
from hf_mathseq.options import OptionError, option
from hf_mathseq.tasks.linear_algebra_base import MatrixTask
from hf_mathseq.tasks.matrix_config import MatrixConfig, Range
from hf_mathseq.tasks.matrix_laws import bounds, coefficients


@dataclass(frozen=True)
class RectangularConfig(MatrixConfig):
    """Options of the tasks whose matrices need not be square."""

    rectangular: bool = option(
        False,
        "Draw the numbers of rows and of columns independently.",
        source="section 4.1",
    )
    first_dimension: int = option(
        0,
        "Fixed first dimension d, together with `second_dimension`; 0 draws the dimensions. "
        "transpose, singular_values, singular_vectors: d x e; matvec: A is d x e; "
        "add, matmul: A and B are e x d.",
        source="published program",
        minimum=0,
        maximum=MAX_DIMENSION,
        added=True,
    )
    second_dimension: int = option(
        0,
        "Fixed second dimension e; see `first_dimension`.",
        source="published program",
        minimum=0,
        maximum=MAX_DIMENSION,
        added=True,
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        fixed = self.first_dimension, self.second_dimension
        if any(fixed) and not all(fixed):
            raise OptionError("first_dimension and second_dimension are given together")
        if any(fixed) and (self.rectangular or self.min_dimension or self.max_dimension):
            raise OptionError(
                "first_dimension and second_dimension fix the shape: leave out rectangular, "
                "min_dimension and max_dimension"
            )

    @property
    def ranges(self) -> tuple[Range, Range]:
        """The smallest and the largest value of both dimensions, d and e."""
        if not self.first_dimension:
            return super().ranges
        d, e = self.first_dimension, self.second_dimension
        return (d, d), (e, e)

    @property
    def square(self) -> bool:
        """Whether both dimensions are equal."""
        return not self.rectangular and self.first_dimension == self.second_dimension


class GeneralMatrixTask(MatrixTask):
    """A task on matrices of independent coefficients, square or not."""

    Config: ClassVar[type] = RectangularConfig

    @property
    def square(self) -> bool:
        """Whether both dimensions are equal."""
        return getattr(self.config, "square", True)

    def draw_matrices(self, rng: np.random.Generator, size: int) -> Matrices:
        """Draw the dimensions, then independent coefficients."""
        first, second = self.config.ranges
        d = rng.integers(first[0], first[1], size, endpoint=True)
        e = d if self.square else rng.integers(second[0], second[1], size, endpoint=True)
        rows, columns = self.problem_shape(d, e)
        counts = rows * columns
        bound = bounds(rng, size, self.config.min_coefficient, self.config.max_coefficient)
        if isinstance(bound, np.ndarray):
            bound = np.repeat(bound, counts)
        values = coefficients(rng, int(counts.sum()), self.config.coefficients, bound)
        return Matrices(values, rows, columns)

    def difficulty(self, row: Any) -> dict[str, int]:
        """Return the number of rows, or of rows and columns when they are independent."""
        if self.square:
            return super().difficulty(row)
        return {"rows": len(row["matrix"]), "columns": len(row["matrix"][0])}
