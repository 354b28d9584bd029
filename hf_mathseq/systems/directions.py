"""Linear programs of a few small integers, solved exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Optimum:
    """The solution of a linear program.

    Attributes:
        value: The largest value of the goal.
        weights: Where it is attained.
        multipliers: How much of each row makes up the goal; not negative.
    """

    value: Fraction
    weights: tuple[Fraction, ...]
    multipliers: tuple[Fraction, ...]


def maximise(
    goal: Sequence[int], rows: Sequence[Sequence[int]], limits: Sequence[int]
) -> Optimum | None:
    """Maximise `goal . w` for w >= 0 with `row . w <= limit` for every row.

    The simplex method with Bland's rule, which always ends; integers stay integers (Edmonds), so
    that the result is exact.

    Args:
        goal: Coefficients of the goal.
        rows: Coefficients of the conditions.
        limits: Their right-hand sides, not negative.

    Returns:
        The optimum, or None when the goal grows without end.
    """
    count, size = len(goal), len(rows)
    table = [
        [*row, *(int(i == j) for j in range(size)), limit]
        for i, (row, limit) in enumerate(zip(rows, limits, strict=True))
    ]
    costs = [-value for value in goal] + [0] * (size + 1)
    basis = list(range(count, count + size))
    scale = 1
    while (
        entering := next((j for j, cost in enumerate(costs[:-1]) if cost < 0), None)
    ) is not None:
        leaving = _leaving(table, basis, entering)
        if leaving is None:
            return None
        scale = _pivot([*table, costs], leaving, entering, scale)
        basis[leaving] = entering
    values = {j: Fraction(row[-1], scale) for row, j in zip(table, basis, strict=True)}
    return Optimum(
        value=Fraction(costs[-1], scale),
        weights=tuple(values.get(j, Fraction(0)) for j in range(count)),
        multipliers=tuple(Fraction(cost, scale) for cost in costs[count:-1]),
    )


def _leaving(table: list[list[int]], basis: list[int], entering: int) -> int | None:
    """Return the row with the smallest ratio; of equal ones, the one of the first variable."""
    best: int | None = None
    for i, row in enumerate(table):
        if row[entering] <= 0:
            continue
        if best is None:
            best = i
            continue
        difference = row[-1] * table[best][entering] - table[best][-1] * row[entering]
        if difference < 0 or (difference == 0 and basis[i] < basis[best]):
            best = i
    return best


def _pivot(table: list[list[int]], row: int, column: int, scale: int) -> int:
    """Eliminate a column in place; return the new common denominator of all rows."""
    source = table[row]
    pivot = source[column]
    for i, line in enumerate(table):
        if i != row:
            factor = line[column]
            line[:] = [
                (value * pivot - factor * other) // scale
                for value, other in zip(line, source, strict=True)
            ]
    return pivot
