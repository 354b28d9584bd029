"""Values of many expressions with bounds on their rounding errors, computed together.

Every value carries a bound on its distance to the true value at the (exactly taken) point: the
errors of the arguments times the size of the derivative, doubled for what is of second order, plus
what the operation itself rounds. A bound is infinite where an argument is too uncertain for that
(`UNCERTAIN`) or a singularity is too near.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from hf_mathseq.symbolic.batch_numeric import (
    VALUES,
    FloatArray,
    depth_of_group,
    function_value,
    groups_by_depth,
)
from hf_mathseq.symbolic.nodes import NUMBERS, Expr, X
from hf_mathseq.symbolic.numeric_backends import REAL
from hf_mathseq.symbolic.numeric_derivatives import RULES

ROUNDING = 2.0**-52
"""Twice the largest relative error of one addition, multiplication, division or square root."""
FUNCTION_ROUNDING = 8 * ROUNDING
"""The same for functions and powers; NumPy's are within 4 units in the last place."""
UNDERFLOW = 1e-300
"""Added to every bound: near the smallest floats errors are no longer relative."""
UNCERTAIN = 1e-4
"""Error of an argument, and of a result, beyond which first-order bounds are not relied upon."""

_Arrays = list[FloatArray]


class BatchBounds:
    """Values and error bounds at real points; NaN where there is no finite value.

    Memory: two arrays of (distinct nodes, points) floats.

    Args:
        expressions: Expressions in x; parts in common are computed once.
        points: Real values of x, shape (points,), or of several symbols.
    """

    def __init__(
        self, expressions: Sequence[Expr], points: FloatArray | Mapping[Expr, FloatArray]
    ) -> None:
        groups = groups_by_depth((), expressions)
        count = sum(map(len, groups.values()))
        self._symbols = points if isinstance(points, Mapping) else {X: points}
        shape = (count, len(self._symbols[X]))
        self._values, self._bounds = np.zeros(shape), np.zeros(shape)
        self._rows: dict[Expr, int] = {}
        with np.errstate(all="ignore"):
            for key, group in sorted(groups.items(), key=depth_of_group):
                here = slice(len(self._rows), len(self._rows) + len(group))
                if group[0].args:
                    self._compute(key[1], group, here)
                else:
                    self._leaves(group, here)
                self._rows.update(zip(group, range(here.start, here.stop), strict=True))

    def values(self, expressions: Sequence[Expr]) -> FloatArray:
        """Return values of shape (expressions, points), the expressions being among those given."""
        return self._values[[self._rows[expr] for expr in expressions]]

    def value(self, expression: Expr) -> FloatArray:
        """Return the values of one of the expressions or of their parts, shape (points,)."""
        return self._values[self._rows[expression]]

    def bound(self, expression: Expr) -> FloatArray:
        """Return the bounds that belong to `value`, of the same shape."""
        return self._bounds[self._rows[expression]]

    def bounds(self, expressions: Sequence[Expr]) -> FloatArray:
        """Return what the values differ from the true ones by at most, of the same shape."""
        return self._bounds[[self._rows[expr] for expr in expressions]]

    def _leaves(self, group: list[Expr], here: slice) -> None:
        for at, leaf in enumerate(group, start=here.start):
            if leaf in self._symbols:
                self._values[at] = self._symbols[leaf]
                continue
            constant = REAL.constants.get(leaf.op, np.nan)
            value = REAL.number(leaf.value) if leaf.op in NUMBERS else constant
            exact = leaf.op == "int" and abs(leaf.value) <= 2**53
            self._values[at] = value
            self._bounds[at] = 0.0 if exact else ROUNDING * abs(value)

    def _compute(self, kind: str, group: list[Expr], here: slice) -> None:
        columns = zip(*[node.args for node in group], strict=True)
        rows = [[self._rows[arg] for arg in column] for column in columns]
        values = [self._values[column] for column in rows]
        bounds = [self._bounds[column] for column in rows]
        if kind in VALUES:
            value = VALUES[kind](*values)
            bound = _BOUNDS[kind](value, values, bounds)
        else:
            value = function_value(kind, values[0])
            bound = _function_bound(kind, value, values[0], bounds[0])
        self._values[here], self._bounds[here] = value, bound


def _sum_bound(value: FloatArray, terms: _Arrays, bounds: _Arrays) -> FloatArray:
    return sum(bounds, np.zeros_like(value)) + len(terms) * ROUNDING * sum(map(np.abs, terms))


def _product_bound(value: FloatArray, factors: _Arrays, bounds: _Arrays) -> FloatArray:
    size, bound = np.abs(factors[0]), bounds[0]
    for factor, other in zip(factors[1:], bounds[1:], strict=True):
        bound = size * other + np.abs(factor) * bound + bound * other
        size = size * np.abs(factor)
    return bound + len(factors) * ROUNDING * size + UNDERFLOW


def _inverse_bound(value: FloatArray, args: _Arrays, bounds: _Arrays) -> FloatArray:
    return _first_order(value, args[0], bounds[0], value * value, ROUNDING)


def _root_bound(value: FloatArray, args: _Arrays, bounds: _Arrays) -> FloatArray:
    return _first_order(value, args[0], bounds[0], 0.5 / value, ROUNDING)


def _power_bound(value: FloatArray, args: _Arrays, bounds: _Arrays) -> FloatArray:
    base, exponent = args
    slope = exponent * np.power(base, exponent - 1)
    by_base = _first_order(value, base, bounds[0], slope, FUNCTION_ROUNDING)
    by_exponent = 2 * np.abs(value * np.log(np.abs(base))) * bounds[1]
    return by_base + np.where(bounds[1] > 0, by_exponent, 0.0)


def _function_bound(
    name: str, value: FloatArray, inner: FloatArray, bound: FloatArray
) -> FloatArray:
    if name not in RULES:
        return np.full_like(inner, np.inf)
    slope = RULES[name](inner, value, REAL.functions)
    return _first_order(value, inner, bound, slope, FUNCTION_ROUNDING)


def _first_order(
    value: FloatArray, inner: FloatArray, bound: FloatArray, slope: FloatArray, rounding: float
) -> FloatArray:
    passed_on = np.where(bound > 0, 2 * np.abs(slope) * bound, 0.0)
    result = passed_on + rounding * np.abs(value) + UNDERFLOW
    certain = (bound <= UNCERTAIN * np.minimum(1.0, np.abs(inner))) & (
        result <= UNCERTAIN * np.maximum(1.0, np.abs(value))
    )
    return np.where(certain, result, np.inf)


_BOUNDS: dict[str, Callable[[FloatArray, _Arrays, _Arrays], FloatArray]] = {
    "add": _sum_bound,
    "mul": _product_bound,
    "square": lambda value, args, bounds: _product_bound(value, [args[0]] * 2, [bounds[0]] * 2),
    "root": _root_bound,
    "inverse": _inverse_bound,
    "whole power": _power_bound,
    "power": _power_bound,
    "variable power": _power_bound,
}
