"""Runs that begin with the weights of another model."""

import shutil

import pytest
import torch
import yaml
from safetensors.torch import load_file

from hf_mathseq.evaluation.identity import ModelError
from hf_mathseq.evaluation.loading import load_trained
from hf_mathseq.options import OptionError
from hf_mathseq.training.recipe import load_recipe
from hf_mathseq.training.run import train
from hf_mathseq.training.start import initial_model, load_start

POSITIONS = "encoder.embeddings.position_embeddings.weight"


def begun(tiny, settings):
    """The weights of a run at its first update."""
    recipe, start = load_start(load_recipe(tiny, settings))
    return initial_model(recipe, recipe.make_task(), start).state_dict()


def test_equal_sizes_give_equal_weights(whole, tiny):
    found, given = (
        begun(tiny, {"start_from.model": str(whole)}),
        load_file(whole / "model.safetensors"),
    )
    assert all(torch.equal(found[name], values) for name, values in given.items())


def test_longer_inputs_get_new_rows_behind_the_old_ones(whole, tiny):
    larger = {"options.dimension": 3}
    given = load_file(whole / "model.safetensors")[POSITIONS]
    fresh = begun(tiny, larger)[POSITIONS]
    found = begun(tiny, {**larger, "start_from.model": str(whole)})[POSITIONS]
    assert len(found) > len(given)
    assert torch.equal(found[: len(given)], given)
    assert torch.equal(found[len(given) :], fresh[len(given) :])


@pytest.mark.parametrize("architecture", ["bart", "transformer"])
def test_every_architecture_starts_from_smaller_matrices(tiny, tmp_path, architecture):
    settings = {"model.architecture": architecture, "training.max_steps": 1}
    small = train(tiny, settings, tmp_path / "small", progress=False)
    found = begun(tiny, {**settings, "options.dimension": 3, "start_from.model": str(small)})
    given = load_trained(small).model.state_dict()
    assert found.keys() == given.keys()
    assert all(torch.equal(found[name][: len(values)], values) for name, values in given.items())


def test_shorter_inputs_take_the_first_rows(whole, tiny, tmp_path):
    larger = {"options.dimension": 3, "training.max_steps": 1, "start_from.model": str(whole)}
    model = train(tiny, larger, tmp_path / "larger", progress=False)
    given = load_file(model / "model.safetensors")[POSITIONS]
    found = begun(tiny, {"start_from.model": str(model)})[POSITIONS]
    assert torch.equal(found, given[: len(found)])


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"options.output_encoding": "B1999"}, "does not read the tokens"),
        ({"model.encoder_width": 32}, "x16 in .* but .*x32 in the recipe's model"),
        ({"model.encoder_layers": 2}, "only the recipe's model has the weights"),
        ({"start_from.digest": "0" * 16}, "not 0000000000000000"),
    ],
)
def test_models_that_do_not_agree_are_refused_in_one_line(whole, tiny, settings, expected):
    with pytest.raises(OptionError, match=expected) as caught:
        begun(tiny, {"start_from.model": str(whole), **settings})
    assert "\n" not in str(caught.value)


def test_a_model_that_is_not_there_leaves_nothing(tiny, tmp_path):
    with pytest.raises(ModelError, match="no model in"):
        train(tiny, {"start_from.model": "./nowhere"}, tmp_path / "model", progress=False)
    assert not list(tmp_path.glob("model*"))


def test_the_run_notes_the_weights_and_refuses_others(whole, tiny, tmp_path):
    other = train(tiny, {"seed": 1}, tmp_path / "other", progress=False)
    moved = shutil.copytree(whole, tmp_path / "moved")
    settings = {"start_from.model": str(whole)}
    model = train(tiny, settings, tmp_path / "model", progress=False)
    noted = yaml.safe_load((model / "recipe.yaml").read_text())["start_from"]
    assert noted == {"model": str(whole), "digest": load_trained(whole).digest}
    assert train(tiny, {"start_from.model": str(moved)}, tmp_path / "model") == model
    with pytest.raises(OptionError, match="another recipe"):
        train(tiny, {"start_from.model": str(other)}, tmp_path / "model")
    with pytest.raises(OptionError, match="another recipe"):
        train(tiny, None, tmp_path / "model")
