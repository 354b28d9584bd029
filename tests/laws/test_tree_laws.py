"""Random trees follow their laws; a law that is a little off is noticed."""

from dataclasses import replace

import numpy as np
import pytest
from laws.expressions import expression_task
from laws.fit import Finding, keys
from laws.power import Unweighted
from laws.trees import (
    MOST_SHAPES,
    coincidences,
    countable,
    drawn_shapes,
    drawn_words,
    required_leaf_rows,
    required_leaves,
    shapes,
    system_shapes,
    system_words,
    word_law,
)
from levels import CERTAIN, LEAST, SEED

from hf_mathseq.symbolic.trees import BufferedDraws, TreeSettings, count_trees
from hf_mathseq.systems.random_trees import TreeLaw
from hf_mathseq.tasks import get_task

SETTINGS = get_task("integration/bwd").config.trees


def draws(settings=SETTINGS, seed=SEED):
    return BufferedDraws(settings, np.random.default_rng(seed))


def test_listed_shapes_are_those_that_are_counted():
    for operators in range(7):
        assert len(set(shapes(operators))) == count_trees(1, operators)
    assert countable() == [1, 2, 3, 4, 5, 6]
    assert count_trees(1, 7) > MOST_SHAPES


@pytest.mark.parametrize("operators", [1, 2, 3, 4])
def test_shapes_of_expressions_are_uniform(operators):
    assert drawn_shapes("", draws(), operators, 10_000).p > LEAST


def test_shapes_that_are_not_uniform_are_noticed():
    wrong = Unweighted(SETTINGS, np.random.default_rng(SEED))
    assert drawn_shapes("", wrong, 3, 3_000).p < CERTAIN


@pytest.mark.parametrize("operators", [2, 4])
def test_shapes_of_right_hand_sides_are_uniform(operators):
    assert system_shapes(keys(np.random.default_rng(SEED), 20_000), operators).p > LEAST


def test_words_have_their_weights():
    assert all(found.p > LEAST for found in drawn_words("", draws(), SETTINGS, 10, 2_000))


@pytest.mark.parametrize(
    ("wrong", "law"),
    [
        ({"operators": dict(SETTINGS.operators) | {"sin": 5.0}}, "unary"),
        ({"operators": dict(SETTINGS.operators) | {"add": 11.0}}, "binary"),
        ({"leaf_weights": (0.73, 0.0, 0.27, 0.0)}, "leaves"),
        ({"max_int": 6}, "leaves"),
    ],
)
def test_wrong_weights_are_noticed(wrong, law):
    claimed = replace(SETTINGS, **wrong)
    found = [one for one in drawn_words("", draws(), claimed, 10, 12_000) if law in one.law]
    assert found[0].p < CERTAIN


def test_words_of_right_hand_sides_have_their_weights():
    assert all(
        found.p > LEAST
        for found in system_words(keys(np.random.default_rng(SEED), 3_000), TreeLaw())
    )
    wrong = TreeLaw(integer_probability=0.33)
    assert (
        min(found.p for found in system_words(keys(np.random.default_rng(SEED), 10_000), wrong))
        < CERTAIN
    )


def test_constants_stand_anywhere_in_solutions():
    for constants in (("a8",), ("a8", "a9")):
        rng = np.random.default_rng(SEED)
        assert all(f.p > LEAST for f in required_leaves("", SETTINGS, constants, rng, 5_000))
    rows = required_leaf_rows(SETTINGS, ("a8",), 2)
    assert rows == {(("a8",), ("x",)): pytest.approx(0.5), (("x",), ("a8",)): pytest.approx(0.5)}


def test_the_law_of_words_is_complete():
    law = word_law(SETTINGS, 2)
    assert sum(law.values()) == pytest.approx(1)
    tiny = TreeSettings({"sin": 1, "add": 1}, (1.0, 0, 0, 0))
    assert word_law(tiny, 1) == {("sin", "x"): 0.5, ("add", "x", "x"): 0.5}


@pytest.mark.slow
def test_streams_share_as_much_as_chance_makes_them_share():
    rngs = [np.random.default_rng([SEED, i]) for i in range(2)]
    assert coincidences("", SETTINGS, rngs, 4_000).p > LEAST
    same = [np.random.default_rng(SEED) for _ in range(2)]
    assert coincidences("", SETTINGS, same, 4_000).p < CERTAIN


@pytest.mark.parametrize("name", ["integration/bwd", "integration/fwd"])
def test_tasks_draw_by_their_options(name):
    found: list[Finding] = list(expression_task(name, SEED, 1))
    assert len(found) == 3
    assert all(one.p > LEAST for one in found)
