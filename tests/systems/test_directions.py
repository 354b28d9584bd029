"""Small linear programs against enumeration of their corners."""

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hf_mathseq.systems.directions import maximise

numbers = st.integers(-4, 4)


def corners(rows, limits, count):
    """Feasible intersections of `count` of the conditions, those w >= 0 included."""
    planes = [(list(row), limit) for row, limit in zip(rows, limits, strict=True)]
    planes += [([int(i == j) for j in range(count)], 0) for i in range(count)]
    for chosen in itertools.combinations(planes, count):
        matrix = np.array([row for row, _ in chosen], dtype=float)
        if abs(np.linalg.det(matrix)) < 1e-9:
            continue
        w = np.linalg.solve(matrix, [limit for _, limit in chosen])
        if (w > -1e-9).all() and (np.array(rows) @ w <= np.array(limits) + 1e-9).all():
            yield w


@given(
    st.lists(numbers, min_size=2, max_size=2),
    st.lists(
        st.tuples(st.lists(numbers, min_size=2, max_size=2), st.integers(0, 5)),
        min_size=1,
        max_size=4,
    ),
)
def test_the_optimum_is_the_best_corner(goal, conditions):
    rows = [row for row, _ in conditions]
    limits = [limit for _, limit in conditions]
    # A box makes every program bounded, so that the best corner is the optimum.
    rows += [[1, 0], [0, 1]]
    limits += [7, 7]
    found = maximise(goal, rows, limits)
    best = max(float(np.dot(goal, w)) for w in corners(rows, limits, 2))
    assert float(found.value) == pytest.approx(best, abs=1e-9)
    assert sum(g * w for g, w in zip(goal, found.weights, strict=True)) == found.value
    combined = [
        sum(m * row[j] for m, row in zip(found.multipliers, rows, strict=True)) for j in range(2)
    ]
    assert min(found.multipliers) >= 0
    assert all(c >= g for c, g in zip(combined, goal, strict=True))
    assert sum(m * limit for m, limit in zip(found.multipliers, limits, strict=True)) == found.value


def test_a_goal_without_limit():
    assert maximise([1, 1], [[1, -1]], [3]) is None
    assert maximise([1], [], []) is None


def test_thirds_stay_exact():
    assert maximise([1, 1], [[2, 1], [1, 2]], [1, 1]).value == Fraction(2, 3)
