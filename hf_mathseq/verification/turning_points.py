"""Where the parts of a function change sign or direction.

Between two points of a grid a function may dip below zero and come back: (x - 7/3)^2 - 10^-6. It
turns there, and so does a part of it, which is found by the sign of a derivative.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.nodes import Expr
from hf_mathseq.symbolic.numeric import Evaluation, NotNumericError
from hf_mathseq.symbolic.numeric_backends import REAL
from hf_mathseq.symbolic.traversal import varying_parts

Points = npt.NDArray[np.float64]

_OUTWARD = np.geomspace(1e-9, 1e15, 1201)
_GRID = np.unique(np.concatenate([-_OUTWARD, np.linspace(-60.0371, 60.0413, 2401), _OUTWARD]))
"""Where signs are compared: dense near 0, and as far out as floats tell points apart."""
BISECTIONS = 80
MOST_PLACES = 256
"""Places that are narrowed down, spread over all that are found."""
_DISTANCES = np.geomspace(1e-15, 1e-1, 29)
DISTANCES = np.concatenate([-_DISTANCES, _DISTANCES])
"""Where points beside a place lie, relative to 1 + |place|."""


def fine_grid(*functions: Expr) -> Points:
    """Return points all over the line, many of them beside where a part of a function turns.

    Args:
        functions: Functions of x.
    """
    parts = dict.fromkeys(part for function in functions for part in varying_parts(function))
    places = _changes(_GRID, [*parts], values=True)
    beside = places[:, None] + DISTANCES * (1 + np.abs(places))[:, None]
    return np.unique(np.concatenate([_GRID, places, beside.ravel()]))


def turning_points(function: Expr) -> Points:
    """Return where a function is found to change its direction.

    Args:
        function: A function of x.
    """
    return _changes(fine_grid(function), [function], values=False)


def _changes(grid: Points, parts: list[Expr], values: bool) -> Points:
    """Return where slopes, and perhaps values, of some functions change their signs."""
    if not parts:
        return np.empty(0)
    try:
        signs = _signs(parts, values, grid)
    except NotNumericError:
        return np.empty(0)
    rows, columns = np.nonzero(signs[:, :-1] * signs[:, 1:] < 0)
    if len(rows) > MOST_PLACES:
        chosen = np.linspace(0, len(rows) - 1, MOST_PLACES).round().astype(int)
        rows, columns = rows[chosen], columns[chosen]
    low, high, below = grid[columns], grid[columns + 1], signs[rows, columns]
    at = np.arange(len(rows))
    for _ in range(BISECTIONS if len(rows) else 0):
        middle = (low + high) / 2
        same = _signs(parts, values, middle)[rows, at] == below
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return np.unique(high)


def _signs(parts: list[Expr], values: bool, points: Points) -> Points:
    """Return the signs of the slopes of some functions, and perhaps of their values, as rows."""
    with np.errstate(all="ignore"):
        run = Evaluation(REAL, points)
        rows = [run.derivative(part) for part in parts]
        rows += [run.value(part) for part in parts] if values else []
        return np.sign([np.broadcast_to(row, points.shape) for row in rows])
