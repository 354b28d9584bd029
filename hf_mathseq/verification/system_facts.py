"""A system at a point, and its Jacobian with more and more digits, computed once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from hf_mathseq.systems.precise import PreciseMatrix, TooFewDigitsError, precise_jacobian
from hf_mathseq.systems.words import Tree
from hf_mathseq.verification.spectrum import DIGITS


@dataclass(frozen=True)
class SystemAtPoint:
    """A problem: x' = f(x, u) near the point where all coordinates have one value.

    Attributes:
        trees: The right-hand sides.
        controls: Number of controls, whose variables follow those of the states.
        value: Value of every coordinate; a float stands for the decimal number it is written as.
    """

    trees: tuple[Tree, ...]
    controls: int
    value: float

    @property
    def degree(self) -> int:
        """Number of equations."""
        return len(self.trees)

    def jacobians(self) -> Iterator[PreciseMatrix]:
        """Yield `[A B]` with more and more digits, where they are enough to compute it.

        Raises:
            UndefinedValueError: The right-hand sides have no derivatives at the point.
        """
        for digits in DIGITS:
            matrix = _jacobian(self, digits)
            if matrix is not None:
                yield matrix


@lru_cache(maxsize=256)
def _jacobian(system: SystemAtPoint, digits: int) -> PreciseMatrix | None:
    # Several answers to one problem are judged in a row, e.g. those of a beam.
    point = [system.value] * (system.degree + system.controls)
    try:
        return precise_jacobian(system.trees, point, digits)
    except TooFewDigitsError:
        return None
