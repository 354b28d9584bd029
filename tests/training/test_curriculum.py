"""Easier data first."""

import numpy as np
import pytest

import hf_mathseq
from hf_mathseq.data.virtual import VirtualDataset
from hf_mathseq.options import OptionError
from hf_mathseq.training.datasets import Consecutive
from hf_mathseq.training.recipe import Recipe, recipe_from
from hf_mathseq.training.source import training_examples

STAGE = {"steps": 3, "options": {"coefficients": "gaussian"}}
VALUES = {
    "task": "linear_algebra/transpose",
    "options": {"dimension": 2},
    "training": {"max_steps": 8, "batch_size": 4},
    "curriculum": [STAGE, {"steps": 2, "options": {"max_coefficient": 1}}],
}


def same(one, other):
    return all(np.array_equal(one[name], other[name]) for name in ("input_ids", "labels"))


def test_stages_come_first_and_each_begins_at_its_own_first_example():
    recipe = recipe_from(VALUES)
    examples = training_examples(recipe, recipe.make_task())
    assert len(examples) == 32
    options = [{"coefficients": "gaussian"}, {"max_coefficient": 1}, {}]
    for start, own in zip((0, 12, 20), options, strict=True):
        task = hf_mathseq.get_task("linear_algebra/transpose", dimension=2, **own)
        drawn = VirtualDataset(task, "train", 0, 8)
        assert all(same(examples[start + i], drawn[i]) for i in range(8))
    assert not same(examples[0], examples[20])


def test_order_of_access_does_not_matter():
    examples = Consecutive([[1, 2], [3], [4, 5, 6]])
    assert [examples[i] for i in (5, 0, 2, 3, 1, 4)] == [6, 1, 3, 4, 2, 5]


def test_a_recipe_without_a_curriculum_draws_as_before():
    recipe = recipe_from({**VALUES, "curriculum": None})
    assert recipe == recipe_from({k: v for k, v in VALUES.items() if k != "curriculum"})
    examples = training_examples(recipe, recipe.make_task())
    drawn = VirtualDataset(recipe.make_task(), "train", 0, 32)
    assert all(same(examples[i], drawn[i]) for i in range(32))


def test_a_written_recipe_is_read_again():
    recipe = recipe_from(VALUES)
    assert recipe_from(recipe.as_dict()) == recipe
    assert isinstance(recipe, Recipe)


@pytest.mark.parametrize(
    ("curriculum", "message"),
    [
        ("easy", "a list of stages"),
        ([3], "takes a mapping"),
        ([{"stps": 3}], "did you mean 'steps'"),
        ([{"steps": 0}], "a positive integer"),
        ([{"steps": True}], "a positive integer"),
        ([{"steps": 8}], "take all updates"),
        ([{"steps": 1, "options": {"dimensoin": 3}}], "did you mean 'dimension'"),
        ([{"steps": 1, "options": {"input_encoding": "P10"}}], "other tokens"),
    ],
)
def test_bad_stages_are_refused(curriculum, message):
    with pytest.raises(OptionError, match=message):
        recipe_from({**VALUES, "curriculum": curriculum})


def test_a_folder_has_no_stages(tmp_path):
    with pytest.raises(OptionError, match="on the fly"):
        recipe_from({**VALUES, "data": {"folder": str(tmp_path)}})
