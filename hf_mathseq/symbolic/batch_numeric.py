"""Values and derivatives of many expressions at the same real points, computed together.

`numeric.Evaluation` spends its time on calling NumPy, a call or more for every node. Here all
nodes of one depth and one operator are computed at once, with the same operations in the same
order. Where an infinite part could be hidden by what is computed from it, the result is made NaN,
so that a finite result has finite parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.nodes import HALF, MINUS_ONE, NUMBERS, TWO, Expr, X
from hf_mathseq.symbolic.numeric_backends import REAL
from hf_mathseq.symbolic.numeric_derivatives import RULES

FloatArray = npt.NDArray[np.float64]


class BatchEvaluation:
    """Values and derivatives by x, NaN where there are none; infinities are left as they are.

    Memory: two arrays of (distinct nodes, points) floats.

    Args:
        differentiated: Expressions whose derivatives are wanted.
        evaluated: Expressions whose values are wanted; parts in common are computed once.
        points: Real values of x, shape (points,).
    """

    def __init__(
        self, differentiated: Iterable[Expr], evaluated: Iterable[Expr], points: FloatArray
    ) -> None:
        groups = groups_by_depth(differentiated, evaluated)
        count = sum(map(len, groups.values()))
        self._points = points
        self._values = np.zeros((count, len(points)))
        self._slopes = np.zeros((count, len(points)))
        self._rows: dict[Expr, int] = {}
        with np.errstate(all="ignore"):
            for key, group in sorted(groups.items(), key=depth_of_group):
                here = slice(len(self._rows), len(self._rows) + len(group))
                if group[0].args:
                    self._compute(key, group, here)
                else:
                    self._leaves(group, here)
                self._rows.update(zip(group, range(here.start, here.stop), strict=True))

    def values(self, expressions: Sequence[Expr]) -> FloatArray:
        """Return values of shape (expressions, points), the expressions being among those given."""
        return self._values[[self._rows[expr] for expr in expressions]]

    def derivatives(self, expressions: Sequence[Expr]) -> FloatArray:
        """Return derivatives by x, of the same shape, of some of `differentiated`."""
        return self._slopes[[self._rows[expr] for expr in expressions]]

    def _leaves(self, group: list[Expr], here: slice) -> None:
        op = group[0].op
        if op in NUMBERS:
            self._values[here] = np.array([REAL.number(leaf.value) for leaf in group])[:, None]
        elif op in REAL.constants:
            self._values[here] = REAL.constants[op]
        else:
            for at, leaf in enumerate(group, start=here.start):
                self._values[at] = self._points if leaf is X else np.nan
                self._slopes[at] = 1.0

    def _compute(self, key: GroupKey, group: list[Expr], here: slice) -> None:
        _, kind, _, varying = key
        columns = zip(*[node.args for node in group], strict=True)
        rows = [[self._rows[arg] for arg in column] for column in columns]
        values = [self._values[column] for column in rows]
        value = VALUES[kind](*values) if kind in VALUES else function_value(kind, values[0])
        self._values[here] = value
        if any(varying):
            slopes = [self._slopes[column] for column in rows]
            if kind == "mul":
                self._slopes[here] = _product_slope(values, slopes, varying)
            elif kind in _SLOPES:
                self._slopes[here] = _SLOPES[kind](value, values, slopes)
            else:
                self._slopes[here] = _function_slope(kind, value, values[0], slopes[0])


GroupKey = tuple[int, str, int, tuple[bool, ...]]
"""Depth, operation, number of arguments; for slopes, which factors (or whether the node) vary."""


def depth_of_group(item: tuple[GroupKey, list[Expr]]) -> int:
    """Return what groups are sorted by: arguments come before what is made of them."""
    return item[0][0]


def groups_by_depth(
    differentiated: Iterable[Expr], evaluated: Iterable[Expr]
) -> dict[GroupKey, list[Expr]]:
    """Return all distinct nodes by depth, operation, arguments, and whether a slope is wanted."""
    groups: defaultdict[GroupKey, list[Expr]] = defaultdict(list)
    # The order within these sets is arbitrary; it decides about rows, not about numbers.
    found: set[Expr] = set()
    for expressions, sloping in ((differentiated, True), (evaluated, False)):
        frontier = set(expressions) - found
        while frontier:
            found |= frontier
            for node in frontier:
                kind = _power_kind(node.args[1]) if node.op == "pow" else node.op
                varying = _varying(node) if sloping else ()
                groups[node.depth, kind, len(node.args), varying].append(node)
            frontier = {arg for node in frontier for arg in node.args} - found
    return groups


def _varying(node: Expr) -> tuple[bool, ...]:
    if node.op == "mul":
        return tuple([arg.symbols != 0 for arg in node.args])
    return (node.symbols != 0,)


_SPECIAL_POWERS = {TWO: "square", HALF: "root", MINUS_ONE: "inverse"}


def _power_kind(exponent: Expr) -> str:
    special = _SPECIAL_POWERS.get(exponent)
    if special is not None:
        return special
    if exponent.op == "int" and exponent.value > 0:
        return "whole power"
    return "variable power" if exponent.symbols else "power"


def function_value(name: str, inner: FloatArray) -> FloatArray:
    """Return a function's values; NaN for what is no function, and at infinite arguments."""
    if name not in REAL.functions:
        return np.full_like(inner, np.nan)
    value: FloatArray = REAL.functions[name](inner)
    return value + 0 * inner if name in REAL.hides else value


def _function_slope(
    name: str, value: FloatArray, inner: FloatArray, slope: FloatArray
) -> FloatArray:
    if name not in RULES:
        return np.full_like(inner, np.nan)
    result: FloatArray = RULES[name](inner, value, REAL.functions) * slope
    return result + 0 * value if name in REAL.hides else result


def _sum(*terms: FloatArray) -> FloatArray:
    total = terms[0] + terms[1]
    for term in terms[2:]:
        total += term
    return total


def _product(*factors: FloatArray) -> FloatArray:
    value = factors[0] * factors[1]
    for factor in factors[2:]:
        value *= factor
    return value


def _guarded_power(base: FloatArray, exponent: FloatArray) -> FloatArray:
    value: FloatArray = np.power(base, exponent)
    return value + 0 * (base + exponent)


VALUES: dict[str, Callable[..., FloatArray]] = {
    "add": _sum,
    "mul": _product,
    "square": lambda base, two: base * base,
    "root": lambda base, half: np.sqrt(base),
    "inverse": lambda base, minus_one: 1 / base + 0 * base,
    "whole power": np.power,
    "power": _guarded_power,
    "variable power": _guarded_power,
}
_Arrays = list[FloatArray]


def _product_slope(factors: _Arrays, slopes: _Arrays, varying: tuple[bool, ...]) -> FloatArray:
    """Return the slope by the product rule.

    A constant factor has no term of its own: where u is NaN, (c*u)' is still c*u'.
    """
    so_far, slope = factors[0], slopes[0]
    moved = varying[0]
    for factor, other, moves in zip(factors[1:], slopes[1:], varying[1:], strict=True):
        slope = factor * slope if moved else slope
        if moves:
            slope = slope + so_far * other if moved else so_far * other
        moved = moved or moves
        so_far = so_far * factor
    return slope


def _power_slope(value: FloatArray, args: _Arrays, slopes: _Arrays) -> FloatArray:
    base, exponent = args
    return exponent * np.power(base, exponent - 1) * slopes[0] + 0 * value


def _variable_power_slope(value: FloatArray, args: _Arrays, slopes: _Arrays) -> FloatArray:
    return value * np.log(args[0]) * slopes[1] + _power_slope(value, args, slopes)


_SLOPES: dict[str, Callable[[FloatArray, _Arrays, _Arrays], FloatArray]] = {
    "add": lambda value, terms, slopes: _sum(*slopes),
    "square": lambda value, args, slopes: (args[0] + args[0]) * slopes[0],
    "root": lambda value, args, slopes: 0.5 / value * slopes[0],
    "inverse": lambda value, args, slopes: -(value * value) * slopes[0],
    "whole power": _power_slope,
    "power": _power_slope,
    "variable power": _variable_power_slope,
}
