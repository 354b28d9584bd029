"""Gradients of many trees at a point, by dual numbers (arXiv 2006.06462).

The published program differentiates symbolically and evaluates with SymPy and mpmath. Dual
numbers give the same gradients under these conventions:

* there is no negative zero, and quotients of real numbers are computed in real arithmetic;
* `sqrt` and `ln` of a negative real number lie above the cut; `asin` and `acos` of a real number
  above 1 are the conjugates of C99's values at an imaginary part of +0; `atan` is odd on its cuts;
* a derivative that is exactly 0 stays 0 whatever it is multiplied by.

A tree has no gradient here in which some sub-expression is undefined at the point, overflows, is an
exponential that underflows, or lies so near to a cut that rounding decides on its side.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.systems.dual_rules import COMPLEX, REAL, Arithmetic
from hf_mathseq.systems.forest import INTEGER, VARIABLE, Forest, IntArray
from hf_mathseq.systems.words import BINARY, OPERATORS, Tree

Array = npt.NDArray[Any]
ComplexArray = npt.NDArray[np.complex128]

IMAGINARY_TOLERANCE = 1e-12
"""A value counts as real when its imaginary part is at most this share of it."""


def gradient(tree: Tree, point: npt.ArrayLike) -> ComplexArray:
    """Return the derivatives of one tree by all variables.

    Args:
        tree: The right-hand side.
        point: Value of each variable, real or complex, shape (variables,).

    Returns:
        Shape (variables,); all NaN where the tree is undefined at the point or overflows.
    """
    return gradients(Forest.from_trees([tree]), np.asarray(point))[0]


def gradients(forest: Forest, point: Array) -> ComplexArray:
    """Return the derivatives of trees by all variables.

    Trees that stay real are computed in real arithmetic, the others again in complex arithmetic.

    Args:
        forest: The trees; every variable is below the number of coordinates.
        point: Value of each variable, shape (variables,), or for each tree (trees, variables).

    Returns:
        Shape (trees, variables); a row is all NaN where the tree is undefined at the point or
        overflows, and may hold infinities where only a derivative does.
    """
    if np.iscomplexobj(point) and not point.imag.any():
        point = point.real
    point = np.broadcast_to(point, (len(forest), point.shape[-1]))
    rows = np.zeros((len(forest), point.shape[-1]), dtype=np.complex128)
    again = np.ones(len(forest), dtype=np.bool_)
    if not np.iscomplexobj(point):
        rows[:], again = _evaluate(forest, point, REAL)
    if again.any():
        found, undefined = _evaluate(forest.take(again), point[again], COMPLEX)
        found[undefined] = np.nan
        rows[again] = found
    return rows


def is_real(values: ComplexArray) -> npt.NDArray[np.bool_]:
    """Return which values count as real numbers, by `IMAGINARY_TOLERANCE`."""
    return np.abs(values.imag) <= IMAGINARY_TOLERANCE * np.abs(values)


def _evaluate(
    forest: Forest, point: Array, arithmetic: Arithmetic
) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Return gradients (trees, variables) and the trees with a value that is not finite."""
    order, starts = groups_of_one_kind(forest)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    first, second = (place.take(part.take(order)) for part in (forest.first, forest.second))
    kinds, payloads = forest.kinds.take(order), forest.payloads.take(order)
    trees = forest.tree_of_node.take(order)
    values: Array = np.zeros(len(order), dtype=arithmetic.dtype)
    slopes: Array = np.zeros((point.shape[-1], len(order)), dtype=arithmetic.dtype)
    with np.errstate(all="ignore"):
        for start, stop in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
            here, kind = slice(start, stop), kinds[start]
            if kind == VARIABLE:
                index = payloads[here].astype(np.int64)
                values[here] = point[trees[here], index]
                slopes[index, np.arange(start, stop)] = 1.0
            elif kind == INTEGER:
                values[here] = payloads[here]
            else:
                operands = [first[here], second[here]] if kind < len(BINARY) else [first[here]]
                values[here], slopes[:, here] = arithmetic.apply(
                    OPERATORS[kind],
                    [values.take(operand) for operand in operands],
                    # Four times as fast as an index.
                    [slopes.take(operand, axis=1) for operand in operands],
                )
    undefined = np.zeros(len(forest), dtype=np.bool_)
    undefined[trees[~np.isfinite(values)]] = True
    return slopes.take(place[forest.offsets[:-1]], axis=1).T, undefined


def groups_of_one_kind(forest: Forest) -> tuple[IntArray, IntArray]:
    """Return the nodes, operands before operators, and where each group of one kind starts."""
    deepest = int(forest.depths.max(initial=0)) + 1
    heights = np.where(forest.kinds < VARIABLE, deepest - forest.depths, 0)
    keys = heights * (INTEGER + 1) + forest.kinds
    # Small integers are sorted in linear time.
    order = np.argsort(keys.astype(np.int16) if deepest < 2000 else keys, kind="stable")
    starts = np.flatnonzero(np.diff(keys[order], prepend=np.iinfo(np.int64).min))
    return order, np.append(starts, len(order))
