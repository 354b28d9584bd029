"""Derivatives of right-hand sides that depend on time, as Taylor coefficients in time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.systems.dual_rules import COMPLEX, REAL, Arithmetic, Array
from hf_mathseq.systems.duals import ComplexArray, groups_of_one_kind
from hf_mathseq.systems.forest import INTEGER, VARIABLE, Forest, IntArray
from hf_mathseq.systems.jets import finite, function, product, quotient
from hf_mathseq.systems.words import BINARY, OPERATORS


@dataclass(frozen=True)
class Clock:
    """Where trees are expanded.

    Attributes:
        variables: Index of the time variable of each tree, shape (trees,).
        times: The times.
        orders: Number of Taylor coefficients.
    """

    variables: IntArray
    times: Sequence[Any]
    orders: int

    def take(self, trees: IntArray, orders: int) -> Clock:
        """Return the clock of some of the trees."""
        return Clock(self.variables[trees], self.times, orders)


def time_gradients(forest: Forest, value: float, variables: int, clock: Clock) -> ComplexArray:
    """Return the Taylor coefficients in time of the derivatives of trees by their variables.

    Args:
        forest: The trees.
        value: Value of every variable but time.
        variables: Number of variables by which is differentiated, from the first one.
        clock: Where.

    Returns:
        Shape (trees, times, orders, variables); NaN where a tree is undefined or overflows.
    """
    times = len(clock.times)
    rows = np.zeros((len(forest), times, clock.orders, variables), dtype=np.complex128)
    timed = _shows_time(forest, clock.variables)
    for chosen, orders in ((np.flatnonzero(timed), clock.orders), (np.flatnonzero(~timed), 1)):
        if not len(chosen):
            continue
        now = clock.take(chosen, orders)
        found, undefined = evaluated(forest.take(chosen), value, variables, now, REAL)
        again = np.flatnonzero(undefined.any(axis=0))
        rows[chosen, :, :orders] = found.transpose(3, 1, 0, 2)
        if len(again):
            now = clock.take(chosen[again], orders)
            found, undefined = evaluated(forest.take(chosen[again]), value, variables, now, COMPLEX)
            found = np.where(undefined[None, :, None], np.nan, found)
            rows[chosen[again], :, :orders] = found.transpose(3, 1, 0, 2)
    return rows


def _shows_time(forest: Forest, variables: IntArray) -> npt.NDArray[np.bool_]:
    trees = forest.tree_of_node
    clocks = (forest.kinds == VARIABLE) & (forest.payloads == variables[trees])
    shown = np.zeros(len(forest), dtype=np.bool_)
    shown[trees[clocks]] = True
    return shown


def evaluated(
    forest: Forest, value: Any, variables: int, clock: Clock, arithmetic: Arithmetic
) -> tuple[Array, npt.NDArray[np.bool_]]:
    """Return derivatives in one kind of numbers; see `time_gradients`.

    Returns:
        Shape (orders, times, variables, trees), and where a tree is undefined, shape (times,
        trees).
    """
    order, starts = groups_of_one_kind(forest)
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    first, second = place[forest.first[order]], place[forest.second[order]]
    kinds, payloads = forest.kinds[order], forest.payloads[order]
    ticking = payloads == clock.variables[forest.tree_of_node[order]]
    times = len(clock.times)
    values: Array = np.zeros((clock.orders, times, len(order)), dtype=arithmetic.dtype)
    slopes: Array = np.zeros((clock.orders, times, variables, len(order)), dtype=arithmetic.dtype)
    with np.errstate(all="ignore"):
        for start, stop in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
            here, kind = slice(start, stop), kinds[start]
            if kind == VARIABLE:
                _put_variables(values, slopes, start, payloads[here], ticking[here], value, clock)
            elif kind == INTEGER:
                values[0, :, here] = payloads[here]
            else:
                operands = [first[here], second[here]] if kind < len(BINARY) else [first[here]]
                values[:, :, here], slopes[..., here] = _applied(
                    OPERATORS[kind],
                    [values[..., operand] for operand in operands],
                    [slopes[..., operand] for operand in operands],
                    arithmetic,
                )
    undefined = np.zeros((times, len(forest)), dtype=np.bool_)
    trees = forest.tree_of_node[order]
    for time, at in zip(*np.nonzero(~finite(values[0])), strict=True):
        undefined[time, trees[at]] = True
    return slopes[..., place[forest.offsets[:-1]]], undefined


def _put_variables(
    values: Array,
    slopes: Array,
    start: int,
    indices: npt.NDArray[np.float64],
    ticking: npt.NDArray[np.bool_],
    value: Any,
    clock: Clock,
) -> None:
    nodes = start + np.arange(len(indices))
    clocks, others = nodes[ticking], nodes[~ticking]
    values[0, :, others] = value
    slopes[0, :, indices[~ticking].astype(np.int64), others] = 1
    values[0, :, clocks] = clock.times
    values[1:2, :, clocks] = 1


def _applied(
    name: str, values: list[Array], slopes: list[Array], arithmetic: Arithmetic
) -> tuple[Array, Array]:
    """Return an operator's value (orders, times, nodes) and derivatives.

    Derivatives have the shape (orders, times, variables, nodes).
    """
    if len(values) == 1:
        value, factor = function(name, values[0], arithmetic)
        return value, product(factor[:, :, None], slopes[0])
    (left, right), (left_slope, right_slope) = values, slopes
    if name == "+":
        return left + right, left_slope + right_slope
    if name == "-":
        return left - right + 0.0, left_slope - right_slope + 0.0
    if name == "*":
        moved = product(right[:, :, None], left_slope) + product(left[:, :, None], right_slope)
        return product(left, right), moved
    value = quotient(left, right, arithmetic)
    one = np.zeros_like(right)
    one[0] = 1
    inverse = quotient(one, right, arithmetic)
    rest = left_slope - product(value[:, :, None], right_slope)
    return value, product(inverse[:, :, None], rest)
