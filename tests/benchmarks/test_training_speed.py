"""The script that compares our trainer with a plain loop, on a tiny model."""

import training
import training_loops

from hf_mathseq.training.recipe import load_recipe

SMALL = {
    "model.encoder_layers": 1,
    "model.encoder_width": 16,
    "model.decoder_width": 16,
    "training.batch_size": 4,
    "data.length_window": 2,
}


def test_all_loops_are_timed(monkeypatch):
    monkeypatch.setattr(training, "PEAK_SIZE", 64)
    found = training.measured("linear_algebra/eigenvalues-2x2-laptop", 2, SMALL)
    for loop in ("trainer", "bare", "plain"):
        assert found[loop]["tokens_per_second"] > 0
        assert found[loop]["share_of_peak"] >= 0
    assert found["ratio"] > 0
    assert found["cpu_of_padded_updates"].keys() == training.SETTINGS.keys()


def test_tokens_are_counted_behind_the_warm_up():
    recipe = load_recipe("linear_algebra/eigenvalues-2x2-laptop", {"training.batch_size": 2})
    example = {"input_ids": [5, 6, 1], "labels": [7, 1]}
    examples = [example] * (2 * (training_loops.WARM_UP + 2))
    assert training_loops.tokens_in(recipe, examples) == (12, 8)


def test_measured_recipes_exist():
    for name, _, overrides in training.RECIPES.values():
        load_recipe(name, overrides)
