"""Options of the matrix tasks (arXiv 2112.01898)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from hf_mathseq.encodings.arrays import MAX_DIMENSION
from hf_mathseq.encodings.floats import FLOAT_ENCODINGS
from hf_mathseq.options import OptionError, option
from hf_mathseq.tasks.matrix_laws import COEFFICIENT_LAWS

Range = tuple[int, int]


@dataclass(frozen=True)
class MatrixConfig:
    """Options of every matrix task."""

    replaces: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "dimension": ("min_dimension", "max_dimension")
    }
    """Option -> those of a related task that are not taken over beside it."""

    dimension: int = option(
        5, "Rows and columns of the matrix.", source="section 4", minimum=2, maximum=MAX_DIMENSION
    )
    min_dimension: int = option(
        0,
        "Smallest dimension when dimensions vary; 0 means `dimension`.",
        source="section 4.1",
        minimum=0,
        maximum=MAX_DIMENSION,
    )
    max_dimension: int = option(
        0,
        "Largest dimension when dimensions vary; 0 means `dimension`.",
        source="section 4.1",
        minimum=0,
        maximum=MAX_DIMENSION,
    )
    coefficients: str = option(
        "uniform",
        "Law of the coefficients; both have the same standard deviation.",
        source="section 3.1",
        choices=COEFFICIENT_LAWS,
    )
    max_coefficient: float = option(
        10.0,
        "Coefficients are drawn in [-A, A], or with standard deviation A/sqrt(3).",
        source="section 3.1",
        minimum=1e-3,
        maximum=1e6,
    )
    input_encoding: str = option(
        "P1000", "Encoding of the matrix.", source="section 3", choices=FLOAT_ENCODINGS
    )
    output_encoding: str = option(
        "P1000", "Encoding of the answer.", source="section 3", choices=FLOAT_ENCODINGS
    )

    min_coefficient: int = option(
        0,
        "Draw A for each matrix, an integer from this to `max_coefficient`, all equally often; "
        "0 keeps A at `max_coefficient`.",
        source="published program",
        minimum=0,
        maximum=10**6,
        added=True,
    )
    noise: float = option(
        0.0,
        "Add normal noise of this many times A/sqrt(3) to every coefficient of the problem, after "
        "the answer was computed; A is `max_coefficient`. Published: 0.01, 0.02, 0.05, 0.1.",
        source="second version",
        minimum=0,
        maximum=10,
        added=True,
    )
    max_length: int = option(
        0,
        "Only problems and answers of fewer tokens are kept, without `</s>`; 0 keeps all.",
        source="published program",
        minimum=0,
        added=True,
    )

    def __post_init__(self) -> None:
        low, high = self.dimensions
        if not 2 <= low <= high:
            raise OptionError(
                f"dimensions go from {low} to {high}: min_dimension is 2 or more, max_dimension "
                f"no smaller, and what is not given is dimension, {self.dimension}"
            )
        largest = self.max_coefficient
        if self.min_coefficient and not (largest.is_integer() and self.min_coefficient <= largest):
            raise OptionError(
                f"min_coefficient {self.min_coefficient} needs a max_coefficient that is an "
                f"integer and no smaller, not {largest:g}"
            )

    @property
    def noise_deviation(self) -> float:
        """The standard deviation of the noise."""
        return self.noise * self.max_coefficient / math.sqrt(3)

    @property
    def ranges(self) -> tuple[Range, Range]:
        """The smallest and the largest value of both dimensions, d and e."""
        return self.dimensions, self.dimensions

    @property
    def dimensions(self) -> Range:
        """The smallest and the largest dimension."""
        return self.min_dimension or self.dimension, self.max_dimension or self.dimension


def check_max_length(limit: int, smallest: int) -> None:
    """Raise `OptionError` when `max_length` leaves no example.

    Args:
        limit: The option; 0 is no limit.
        smallest: The number of tokens of the smallest example, without `</s>`.
    """
    if limit and smallest >= limit:
        raise OptionError(
            f"max_length {limit} leaves no example: the smallest one has {smallest} tokens, "
            f"so that {smallest + 1} is the least that max_length can be"
        )
