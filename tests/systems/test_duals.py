"""Gradients by dual numbers: the published program's decisions, and calculus."""

import csv
from pathlib import Path

import numpy as np
import pytest

from hf_mathseq.systems.duals import gradient, gradients, is_real
from hf_mathseq.systems.forest import Forest
from hf_mathseq.systems.words import OPERATORS, read_tree

DATA = Path(__file__).parents[1] / "data" / "differential_systems"


def published_cases():
    with (DATA / "gradients.tsv").open() as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def outcome_of(case):
    """Return what the generator says of a tree, and the gradient."""
    states, controls = int(case["states"]), int(case["controls"])
    tree = read_tree(case["tokens"].split())
    found = gradient(tree, np.full(states + controls, float(case["point"])))
    if not np.isfinite(found).all():
        return "not finite", found
    if controls and not is_real(found).all():
        return "not real", found
    return ("accepted" if found[:states].any() else "zero"), found


SAME = {
    "accepted": {"accepted"},
    "raises TypeError": {"not real", "not finite"},
    "constant": {"zero", "not finite"},
    "zero gradient": {"zero"},
    "infinite gradient": {"not finite"},
    "infinite or nan expression": {"not finite"},
    "nan gradient": {"not finite"},
}


def test_published_decisions_and_gradients():
    """One tree is 0/0 in floating point, one has no side of a cut, one is a hidden constant."""
    cases = published_cases()
    decided, agreeing, accepted = 0, 0, 0
    for case in cases:
        outcome, found = outcome_of(case)
        decided += outcome in SAME[case["outcome"]]
        if outcome == case["outcome"] == "accepted":
            expected = np.array([complex(value) for value in case["gradient"].split()])
            accepted += 1
            agreeing += np.abs(found - expected).max() <= 1e-6 * np.abs(expected).max()
    assert (len(cases), decided) == (219, 216)
    assert (accepted, agreeing) == (136, 135)


def test_a_forest_agrees_with_its_trees():
    trees = [read_tree(case["tokens"].split()) for case in published_cases()]
    forest = Forest.from_trees(trees)
    assert forest.trees() == trees
    together = gradients(forest, np.full(10, 0.3))
    for tree, row in zip(trees, together, strict=True):
        np.testing.assert_array_equal(gradient(tree, np.full(10, 0.3)), row)
    some = np.array([5, 2, 2, 100])
    np.testing.assert_array_equal(gradients(forest.take(some), np.full(10, 0.3)), together[some])
    assert forest.take(some).trees() == [trees[i] for i in some]


@pytest.mark.parametrize("name", OPERATORS)
@pytest.mark.parametrize("point", [0.4, 1.7, -2.3, 0.3 + 0.2j])
def test_slopes_are_limits(name, point):
    tree = (name, "x0", "*", 2, "x1") if name in "+-*/" else (name, "*", "x0", "x1")
    at = np.array([point, 0.7 + 0.1j])
    step = 1e-6
    found = gradient(tree, at)
    for i in range(2):
        shifted = [np.where(np.arange(2) == i, at + h, at) for h in (step, -step)]
        values = [gradient(("*", "x2", *tree), np.append(p, 0))[2] for p in shifted]
        assert found[i] == pytest.approx((values[0] - values[1]) / (2 * step), rel=1e-6)


def value(text, x0):
    """Return the value of a function at x0, as the slope of its product with a variable."""
    return gradient(read_tree(f"* x1 {text}".split()), [x0, 0])[1]


@pytest.mark.parametrize(
    ("text", "x0", "expected"),
    [
        ("sqrt x0", -4, 2j),
        ("ln x0", -1, np.pi * 1j),
        ("asin x0", 2, np.pi / 2 - 1.3169578969248166j),
        ("acos x0", 2, 1.3169578969248166j),
        ("asin x0", -2, -np.pi / 2 + 1.3169578969248166j),
        ("acos x0", -2, np.pi - 1.3169578969248166j),
        ("sqrt - INT+ 0 x0", 4, 2j),
        ("atan sqrt - INT+ 0 x0", 4, np.pi / 2 + 0.5493061443340549j),
        ("atan - INT+ 0 sqrt - INT+ 0 x0", 4, -np.pi / 2 - 0.5493061443340549j),
        ("sqrt * INT- 1 + x0 * sqrt INT- 1 - x0 x0", 4, 2j),
    ],
)
def test_branches(text, x0, expected):
    assert value(text, x0) == pytest.approx(expected, rel=1e-15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+ x0 acos INT+ 1", [1, 0]),
        ("* x0 ln / x1 x1", [0, 0]),
        ("* x1 - x0 x0", [0, 0]),
        ("/ INT+ 1 - x0 x0", [np.nan, np.nan]),
        ("atan / x1 - x0 x0", [np.nan, np.nan]),
        ("* x0 exp exp exp INT+ 9", [np.nan, np.nan]),
        ("+ x0 / x1 exp exp exp INT+ 9", [np.nan, np.nan]),
    ],
)
def test_zero_slopes_and_undefined_parts(text, expected):
    """acos has no finite slope at 1, but the slope of a constant stays 0."""
    np.testing.assert_array_equal(gradient(read_tree(text.split()), [0.5, 0.5]), expected)


def test_an_infinite_slope_is_not_hidden():
    found = gradient(("sqrt", "-", "x0", "x1"), [0.5, 0.5])
    assert not np.isfinite(found).any()


def test_long_chains_need_no_recursion():
    tree = read_tree(["sin"] * 3000 + ["x0"])
    assert abs(gradient(tree, [0.5])[0]) < 1
    assert np.isnan(gradient(("*", "x0", 10**400), [0.5])[0])
