"""Random systems: sizes, redrawing, and independence of what is drawn together."""

import numpy as np
import pytest

from hf_mathseq.systems.balance import wanted_classes
from hf_mathseq.systems.duals import gradients, is_real
from hf_mathseq.systems.random_systems import SystemLaw, draw_systems, empty_systems
from hf_mathseq.systems.random_trees import TreeLaw, hashed
from hf_mathseq.systems.selection import first_accepted
from hf_mathseq.systems.shapes import ShapeLaw

AUTONOMOUS = ShapeLaw(2, 5, controlled=False, fewest=(0, 3), most=(2, 2))
CONTROLLED = ShapeLaw(3, 6, controlled=True, fewest=(1, 0), most=(2, 2))


def keys(count):
    return hashed(np.arange(count, dtype=np.uint64), 7)


def law(point, real):
    return SystemLaw(TreeLaw(), point, real)


@pytest.mark.parametrize("shape_law", [AUTONOMOUS, CONTROLLED])
def test_sizes_are_uniform_on_their_ranges(shape_law):
    shapes = shape_law.draw(keys(12_000))
    low, high = shape_law.min_degree, shape_law.max_degree
    counts = np.bincount(shapes.degrees)[low:]
    assert len(counts) == high - low + 1
    assert abs(counts - 3000).max() < 5 * np.sqrt(3000)
    for n in range(low, high + 1):
        members = shapes.degrees == n
        controls = np.bincount(shapes.controls[members])
        expected = range(1, n // 2 + 1) if shape_law.controlled else [0]
        assert list(np.flatnonzero(controls)) == list(expected)
        variables = (n + shapes.controls[members])[:, None]
        operators = shapes.operators[members][:, :n]
        assert (operators >= shape_law.fewest[0] * variables + shape_law.fewest[1]).all()
        assert (operators <= shape_law.most[0] * variables + shape_law.most[1]).all()
        assert operators.max() == shape_law.max_operators(int(variables.max()))


@pytest.mark.parametrize(
    ("shape_law", "point", "real"), [(AUTONOMOUS, 0.01, False), (CONTROLLED, 0.5, True)]
)
def test_complete_systems_are_what_is_wanted(shape_law, point, real):
    shapes = shape_law.draw(keys(80))
    systems = draw_systems(keys(80), shapes, shape_law.max_variables, law(point, real))
    assert systems.complete.mean() > 0.5
    systems = systems.take(systems.complete)
    rows = gradients(systems.forest(TreeLaw()), np.full(shape_law.max_variables, point))
    np.testing.assert_array_equal(rows, systems.jacobians[systems.shapes.equations])
    assert np.isfinite(rows).all()
    assert not real or is_real(rows).all()
    for i, jacobian in enumerate(systems.jacobians):
        n, p = systems.shapes.degrees[i], systems.shapes.controls[i]
        assert jacobian[:n, :n].any(axis=1).all()
        assert jacobian[:, : n + p].any(axis=0).all()
        assert not jacobian[n:].any()
        assert not jacobian[:, n + p :].any()


def test_a_system_depends_on_its_key_alone():
    shapes = CONTROLLED.draw(keys(60))
    together = draw_systems(keys(60), shapes, 9, law(0.9, real=True))
    some = np.arange(5, 60, 11)
    apart = draw_systems(keys(60)[some], shapes.take(some), 9, law(0.9, real=True))
    np.testing.assert_array_equal(apart.tree_keys, together.tree_keys[some])
    np.testing.assert_array_equal(apart.jacobians, together.jacobians[some])


def test_equations_that_are_never_accepted_are_given_up():
    constants = SystemLaw(TreeLaw(integer_probability=1.0), 0.5, real=False)
    shapes = AUTONOMOUS.draw(keys(3))
    assert not draw_systems(keys(3), shapes, 5, constants).complete.any()


@pytest.mark.parametrize("expected", [None, np.full(40, 7), np.arange(40) + 1])
def test_the_first_accepted_attempt_wins(expected):
    """Attempt `place` succeeds at place `place`, and every later one; place 39 has no chance."""
    shapes = AUTONOMOUS.draw(keys(40))
    places = empty_systems(shapes, 5)

    def draw(at, attempts):
        systems = empty_systems(shapes.take(at), 5)
        systems.complete[:] = attempts >= at
        systems.tree_keys[:, 0] = attempts
        return systems

    def accepted(systems, at):
        return at < 39

    filled, counts = first_accepted(places, draw, accepted, 100, expected)
    assert filled.tolist() == [True] * 39 + [False]
    assert counts.tolist() == [*range(1, 40), 100]
    assert places.tree_keys[:39, 0].tolist() == list(range(39))


def test_classes_have_their_shares():
    groups = np.arange(101) % 3
    for share in (0.0, 0.2, 0.5, 1.0):
        wanted = wanted_classes(groups, share)
        for group in range(3):
            members = wanted[groups == group]
            assert abs(members.sum() - share * len(members)) < 1
