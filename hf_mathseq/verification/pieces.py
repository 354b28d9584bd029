"""Points inside the pieces that abs, sign and roots of squares cut the real line into.

Between two zeros of their arguments an expression with abs and sign is another expression. Probes
chosen beforehand can miss a piece that lies far out or is narrow, so the zeros are looked for: a
change of sign between neighbours of a wide grid, which is dense where a part of the argument turns,
is narrowed down by bisection, and every piece gets points in its middle and beside its ends. The
root of a square turns where the square has a zero.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.nodes import Expr
from hf_mathseq.symbolic.numeric import Evaluation
from hf_mathseq.symbolic.numeric_backends import REAL
from hf_mathseq.verification.turning_points import BISECTIONS, fine_grid, turning_points

Points = npt.NDArray[np.float64]

_SHARES = (0.001, 0.5, 0.999)
"""Where the points of a piece lie, as shares of its width."""


def piecewise_nodes(*expressions: Expr) -> list[Expr]:
    """Return the distinct abs and sign nodes of some expressions."""
    return nodes_of(("abs", "sign"), *expressions)


def nodes_of(operators: Collection[str], *expressions: Expr) -> list[Expr]:
    """Return the distinct nodes of some expressions that have one of these operators."""
    stack, seen, found = list(expressions), set(expressions), []
    while stack:
        node = stack.pop()
        if node.op in operators:
            found.append(node)
        fresh = [arg for arg in node.args if arg not in seen]
        seen.update(fresh)
        stack += fresh
    return found


def piece_points(*expressions: Expr, squares: Collection[Expr] = ()) -> Points:
    """Return points inside the pieces that the zeros found make, none where nothing is cut.

    Args:
        expressions: Functions of x; the arguments of abs and sign in them are what cuts.
        squares: Functions of x that may be squares under a root.
    """
    arguments = {node.args[0] for node in piecewise_nodes(*expressions)}
    cuts = [*map(_zeros, arguments), *map(turning_points, squares)]
    if not cuts:
        return np.empty(0)
    zeros = np.unique(np.concatenate(cuts))
    if not len(zeros):
        return zeros
    outermost = [zeros[0] - abs(zeros[0]) - 1, zeros[-1] + abs(zeros[-1]) + 1]
    ends = np.concatenate([outermost[:1], zeros, outermost[1:]])
    left, width = ends[:-1], np.diff(ends)
    return np.unique(np.concatenate([left + share * width for share in _SHARES]))


def _zeros(argument: Expr) -> Points:
    """Return where `argument` is found to change its sign."""
    grid = fine_grid(argument)
    signs = _signs(argument, grid)
    changes = np.flatnonzero(signs[:-1] * signs[1:] < 0)
    low, high, below = grid[changes], grid[changes + 1], signs[changes]
    for _ in range(BISECTIONS if len(changes) else 0):
        middle = (low + high) / 2
        same = _signs(argument, middle) == below
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return np.concatenate([high, grid[signs == 0]])


def _signs(argument: Expr, points: Points) -> Points:
    with np.errstate(all="ignore"):
        values = np.broadcast_to(Evaluation(REAL, points).value(argument), points.shape)
        return np.sign(values)
