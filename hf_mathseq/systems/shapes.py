"""Sizes of systems: equations, controls, operators of each equation (arXiv 2006.06462)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hf_mathseq.splits import UInt64Array
from hf_mathseq.systems.forest import IntArray
from hf_mathseq.systems.random_trees import hashed

BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Shapes:
    """Sizes of systems.

    Attributes:
        degrees: Number of equations and of states, shape (systems,).
        controls: Number of controls.
        operators: Number of operators of each equation, shape (systems, largest degree).
        timed: Whether time may occur; it is the variable after the controls.
    """

    degrees: IntArray
    controls: IntArray
    operators: IntArray
    timed: bool = False

    def __len__(self) -> int:
        return len(self.degrees)

    def take(self, chosen: BoolArray | IntArray) -> Shapes:
        """Return the shapes of some systems."""
        return Shapes(
            self.degrees[chosen], self.controls[chosen], self.operators[chosen], self.timed
        )

    def put(self, places: IntArray, others: Shapes) -> None:
        """Replace the shapes at `places`, in place."""
        self.degrees[places] = others.degrees
        self.controls[places] = others.controls
        self.operators[places] = others.operators

    @property
    def variables(self) -> IntArray:
        """Number of variables that may occur in each system."""
        return self.degrees + self.controls + self.timed

    @property
    def equations(self) -> BoolArray:
        """Which places of (systems, largest degree) hold an equation."""
        return np.arange(self.operators.shape[1]) < self.degrees[:, None]


@dataclass(frozen=True)
class ShapeLaw:
    """How sizes are drawn, all uniformly.

    Attributes:
        min_degree: Fewest equations.
        max_degree: Most equations.
        controlled: Whether there are controls: from 1 to half as many as equations.
        fewest: (a, b): at least a * variables + b operators, controls counting as variables.
        most: (a, b): at most a * variables + b operators.
        timed: Whether time may occur; it does not count as a variable here.
    """

    min_degree: int
    max_degree: int
    controlled: bool
    fewest: tuple[int, int]
    most: tuple[int, int]
    timed: bool = False

    @property
    def max_variables(self) -> int:
        """Most states and controls together."""
        return self.max_degree + self.max_degree // 2 * self.controlled

    def max_operators(self, variables: int) -> int:
        """Return the largest number of operators of an equation."""
        return self.most[0] * variables + self.most[1]

    def draw(self, keys: UInt64Array) -> Shapes:
        """Return the sizes that belong to keys, shape (systems,)."""
        degrees = _uniform(keys, 0, self.min_degree, self.max_degree)
        controls = np.zeros_like(degrees)
        if self.controlled:
            controls = _uniform(keys, 1, 1, degrees // 2)
        variables = (degrees + controls)[:, None]
        operators = _uniform(
            keys[:, None],
            2 + np.arange(self.max_degree),
            self.fewest[0] * variables + self.fewest[1],
            self.most[0] * variables + self.most[1],
        )
        return Shapes(degrees, controls, operators, self.timed)


def _uniform(
    keys: UInt64Array, index: int | IntArray, low: int | IntArray, high: int | IntArray
) -> IntArray:
    """Return whole numbers from `low` to `high`, both included."""
    uniform = (hashed(keys, index) >> np.uint64(32)) * 2.0**-32
    return np.asarray(low + np.floor(uniform * (np.asarray(high) - low + 1))).astype(np.int64)
