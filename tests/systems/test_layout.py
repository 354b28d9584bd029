"""Systems and matrices as words; Jacobians without a right digit."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hf_mathseq.systems.conditioning import are_well_conditioned
from hf_mathseq.systems.duals import gradients
from hf_mathseq.systems.forest import Forest
from hf_mathseq.systems.layout import (
    count_variables,
    read_system,
    read_whole,
    system_text,
    system_trees,
    write_system,
)
from hf_mathseq.systems.matrix_words import longest_float, longest_matrix, write_matrix
from hf_mathseq.systems.random_systems import SystemLaw, draw_systems
from hf_mathseq.systems.random_trees import TreeLaw, hashed
from hf_mathseq.systems.shapes import ShapeLaw
from hf_mathseq.systems.tree_text import infix
from hf_mathseq.verdict import ProblemError

DATA = Path(__file__).parents[1] / "data" / "differential_systems"
VECTORS = json.loads((DATA / "vectors.json").read_text())


def test_published_inputs():
    (case,) = VECTORS["input_to_infix"]
    trees = read_system(case["tokens"].split())
    assert [infix(tree) for tree in trees] == ["x0 - cos(x1)", "-3*x0"]
    assert write_system(trees) == case["tokens"].split()
    assert system_trees(system_text(trees)) == trees
    assert count_variables(trees) == 2
    assert count_variables([("x4",)]) == 5


@pytest.mark.parametrize("case", VECTORS["feedback_targets"], ids=str)
def test_published_gains(case):
    assert write_matrix(case["K"], case["precision"]) == case["tokens"][3:]


@pytest.mark.parametrize("case", VECTORS["jacobian_targets"], ids=str)
def test_published_jacobians(case):
    entries = np.array([[complex(*entry) for entry in row] for row in case["jacobian"]])
    matrix = case["tokens"][: case["tokens"].index("<SPECIAL_6>")]
    assert write_matrix(entries, case["jacobian_precision"]) == matrix


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 4))
def test_longest_numbers(value, precision):
    real = write_matrix([[value, value]], precision)
    assert len(real) <= longest_matrix(1, 2, precision, real=True)
    both = write_matrix([[value + 1j * value]], precision)
    assert len(both) <= longest_matrix(1, 1, precision, real=False)


def test_the_longest_number_occurs():
    words = write_matrix([[-1e-300]], 2)
    assert len(words) == longest_float(2) + 2


@pytest.mark.parametrize(
    ("words", "value"), [("INT+ 1 2", 12), ("INT- 7", -7), ("INT- 0", 0), ("INT+ 0 0 7", 7)]
)
def test_whole_numbers(words, value):
    assert read_whole(words.split()) == value


@pytest.mark.parametrize("words", ["", "INT+", "1", "INT+ x0", "INT+ 1 x0", "FLOAT+ 1"])
def test_malformed_whole_numbers(words):
    with pytest.raises(ProblemError):
        read_whole(words.split())


def test_gradients_without_a_right_digit_are_found():
    """Few systems are noisy; another displacement of the point says the same of them."""
    law = SystemLaw(TreeLaw(), 0.01, real=False)
    shape_law = ShapeLaw(2, 3, controlled=False, fewest=(0, 8), most=(2, 8))
    keys = hashed(np.arange(1500, dtype=np.uint64), 1)
    systems = draw_systems(keys, shape_law.draw(keys), 3, law)
    systems = systems.take(systems.complete)
    good = are_well_conditioned(systems, law)
    assert 0.98 < good.mean() < 1
    point = 0.01 * (1 - 1e-13 * np.array([5, 3, 7]))
    moved = gradients(systems.forest(law.trees), point)
    here = systems.jacobians[systems.shapes.equations]
    change = np.abs(moved - here).max(axis=1) / np.abs(here).max(axis=1)
    system = np.nonzero(systems.shapes.equations)[0]
    largest = np.zeros(len(systems))
    np.maximum.at(largest, system, np.nan_to_num(change, nan=np.inf))
    assert (largest[good] > 1e-4).mean() < 0.002
    assert (largest[~good] > 1e-8).mean() > 0.9


def test_a_noisy_gradient():
    """acos has no slope at 1, but rounding makes one up."""
    tree = ("acos", "/", "exp", "ln", "x0", "x1")
    at, beside = (
        gradients(Forest.from_trees([tree]), np.array([0.01, 0.01 * factor]))[0]
        for factor in (1, 1 + 1e-13)
    )
    assert np.abs(at - beside).max() > 1e-3 * np.abs(at).max() or not np.isfinite(at).all()
