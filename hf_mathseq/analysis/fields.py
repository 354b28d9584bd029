"""Values of right-hand sides in floating point, at points and on arrays of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.systems.words import ARITY, VARIABLE_INDEX, Tree

Array = npt.NDArray[Any]

_FUNCTIONS: dict[str, Callable[..., Array]] = {
    **{"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide},
    **{"sqrt": np.sqrt, "exp": np.exp, "ln": np.log, "sin": np.sin, "cos": np.cos, "tan": np.tan},
    **{"asin": np.arcsin, "acos": np.arccos, "atan": np.arctan},
}


def value_at(tree: Tree, point: Sequence[complex]) -> complex:
    """Return the value of a right-hand side at one point; NaN where it is undefined or infinite."""
    coordinates = np.array(point, dtype=np.complex128)
    real = coordinates.real if not coordinates.imag.any() else np.full(len(point), np.nan)
    for numbers in (real, coordinates):
        value = complex(values_at(tree, numbers))
        if np.isfinite(value):
            return value
    return complex("nan")


def values_at(tree: Tree, coordinates: Sequence[Array] | Array) -> Array:
    """Return the values of a right-hand side; NaN where it is undefined in the given numbers.

    Args:
        tree: The right-hand side.
        coordinates: One array for each variable, all of one shape, real or complex.
    """
    stack: list[Array] = []
    shape = np.shape(coordinates[0]) if len(coordinates) else ()
    with np.errstate(all="ignore"):
        for node in reversed(tree):
            if isinstance(node, int):
                stack.append(np.full(shape, _float(node)))
            elif node in VARIABLE_INDEX:
                stack.append(coordinates[VARIABLE_INDEX[node]])
            else:
                operands = [stack.pop() for _ in range(ARITY[node])]
                stack.append(_FUNCTIONS[node](*operands))
    return stack[0]


def _float(number: int) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf
