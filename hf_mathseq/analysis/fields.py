"""Values of right-hand sides on arrays of points, for pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.systems.words import ARITY, VARIABLE_INDEX, Tree

_FUNCTIONS: dict[str, Callable[..., FloatArray]] = {
    **{"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide},
    **{"sqrt": np.sqrt, "exp": np.exp, "ln": np.log, "sin": np.sin, "cos": np.cos, "tan": np.tan},
    **{"asin": np.arcsin, "acos": np.arccos, "atan": np.arctan},
}


def values_at(tree: Tree, coordinates: Sequence[FloatArray]) -> FloatArray:
    """Return the values of a right-hand side; NaN where it is undefined in real numbers.

    Args:
        tree: The right-hand side.
        coordinates: One array for each variable, all of one shape.
    """
    stack: list[FloatArray] = []
    shape = np.shape(coordinates[0])
    with np.errstate(all="ignore"):
        for node in reversed(tree):
            if isinstance(node, int):
                stack.append(np.full(shape, float(node)))
            elif node in VARIABLE_INDEX:
                stack.append(coordinates[VARIABLE_INDEX[node]])
            else:
                operands = [stack.pop() for _ in range(ARITY[node])]
                stack.append(_FUNCTIONS[node](*operands))
    return stack[0]
