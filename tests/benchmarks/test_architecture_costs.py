"""The script that compares the costs of architectures, on two updates."""

import dataclasses

import pytest
from architectures import RECIPE, VARIANTS, measure

from hf_mathseq.modeling.configuration import ARCHITECTURES, ModelOptions
from hf_mathseq.training.recipe import load_recipe


def test_every_architecture_is_compared():
    made = {ModelOptions(**options).architecture for options in VARIANTS.values()}
    assert made == set(ARCHITECTURES)


@pytest.mark.parametrize("name", ["three loops, halting", "gru"])
def test_costs_are_measured(name):
    recipe = dataclasses.replace(load_recipe(RECIPE), model=ModelOptions(**VARIANTS[name]))
    found = measure(recipe, answers=4, updates=1)
    assert found.keys() == {"parameters", "seconds_per_update", "seconds_for_answers"}
    assert all(value > 0 for value in found.values())
