"""The arithmetic behind the recipes for half an hour of one GPU."""

import dataclasses

import pytest
from recipe_times import PEAK, SHARES, operations, sample, update_seconds, weights

from hf_mathseq.modeling.build import build_model
from hf_mathseq.training.compute import expected_compute
from hf_mathseq.training.recipe import load_recipe

NAME = "linear_algebra/transpose-laptop"  # all of its sequences have one length


def test_mean_lengths_are_those_of_the_training_examples():
    task = load_recipe(NAME).make_task()
    assert task.max_lengths == (sample(task).inputs, sample(task).targets)


def test_operations_are_those_of_matrices_and_attention():
    recipe = load_recipe(NAME)
    task = recipe.make_task()
    inputs, targets = task.max_lengths
    matrices = expected_compute(recipe)
    width, layers = recipe.model.encoder_width, recipe.model.encoder_layers
    seen = layers * width * (inputs**2 + targets * (inputs + targets))
    expected = matrices.operations / matrices.examples + 12 * seen
    assert operations(recipe, task, inputs, targets) == pytest.approx(expected)


def test_wide_models_use_more_of_the_peak():
    recipe = load_recipe(NAME, {"training.batch_size": 100})
    for width, share in SHARES.items():
        sizes = dataclasses.replace(recipe.model, encoder_width=width, decoder_width=width)
        arithmetic, _ = update_seconds(dataclasses.replace(recipe, model=sizes), 1e9)
        assert arithmetic == pytest.approx(1e11 / share / PEAK)


def test_weights_are_counted_without_making_them():
    recipe = load_recipe(NAME)
    task = recipe.make_task()
    model = build_model(task, recipe.model)
    assert weights(recipe, task) == sum(weight.numel() for weight in model.parameters())
