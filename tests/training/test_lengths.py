"""Examples longer than the model's positions are refused or left out, and counted; never cut."""

import json
import logging

import numpy as np
import pyarrow as pa
import pytest

from hf_mathseq.data.shards import generate_to
from hf_mathseq.data.virtual import VirtualDataset
from hf_mathseq.options import OptionError
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks import get_task
from hf_mathseq.training.lengths import Limits, fitting_rows
from hf_mathseq.training.recipe import load_recipe, recipe_from
from hf_mathseq.training.run import train
from hf_mathseq.training.source import training_examples
from hf_mathseq.training.tables import training_table

SIZES = {"min_dimension": 2, "max_dimension": 3, "input_encoding": "P10", "output_encoding": "P10"}
POSITIONS = 30  # a 2x2 matrix takes 23 tokens and a 3x3 one 48
VALUES = {
    "task": "linear_algebra/transpose",
    "options": SIZES,
    "model": {"positions": POSITIONS},
    "data": {"too_long": "drop"},
    "training": {"max_steps": 100, "batch_size": 8},
}
TASK = get_task("linear_algebra/transpose", **SIZES)


def examples_of(values):
    recipe = recipe_from(values)
    return training_examples(recipe, recipe.make_task())


def lengths(examples, indices):
    return [(len(examples[i]["input_ids"]), len(examples[i]["labels"])) for i in indices]


def test_drawn_examples_that_are_too_long_are_left_out():
    examples = examples_of(VALUES)
    assert max(max(pair) for pair in lengths(examples, range(800))) < POSITIONS
    (fact,) = examples.facts
    rows = TASK.id_rows("train", 0, 0)[0]
    assert fact["looked_at"] == len(rows)
    assert fact["too_long"] == int((rows.lengths > POSITIONS).sum()) > 0


def test_what_fits_comes_in_the_order_in_which_it_is_drawn():
    whole, short = (VirtualDataset(TASK, limits=limits) for limits in (None, (30, 29)))
    drawn = [whole._block(0)[row] for row in range(len(whole._block(0)))]
    fitting = [item for item in drawn if len(item["input_ids"]) <= 30]
    count = short.rows_per_block
    assert count == int(0.9 * len(fitting))
    for i in (0, 1, count - 1):
        assert np.array_equal(short[i]["input_ids"], fitting[i]["input_ids"])
    again = VirtualDataset(TASK, limits=(30, 29))
    assert np.array_equal(again[5 * count + 3]["labels"], short[5 * count + 3]["labels"])


def test_a_task_that_may_be_too_long_is_refused():
    with pytest.raises(OptionError, match="positions must be"):
        examples_of({**VALUES, "data": {"too_long": "refuse"}})
    stage = {"steps": 5, "options": {"max_dimension": 4}}
    fits = {**VALUES, "model": {"positions": 60}, "data": {}}
    with pytest.raises(OptionError, match=r"up to 83 tokens .* or data\.too_long to drop"):
        examples_of({**fits, "curriculum": [stage]})
    assert len(examples_of(fits)) == 800


def test_a_recurrent_model_has_no_limits():
    model = {"architecture": "lstm", "encoder_layers": 1, "decoder_layers": 1}
    assert max(lengths(examples_of({**VALUES, "model": model}), range(50)))[0] > POSITIONS


def test_nothing_that_fits_is_refused_in_one_line():
    with pytest.raises(UserError, match="draws no train example of at most") as caught:
        examples_of({**VALUES, "model": {"positions": 3}})
    assert "\n" not in str(caught.value)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("data")
    generate_to(TASK, path, 90, progress=False)
    return str(path)


def test_a_folder_is_counted_and_refused(folder):
    too_long = sum(n > POSITIONS for n in map(len, TASK.generate(90)["input_ids"].to_pylist()))
    with pytest.raises(OptionError, match=rf"\({too_long} of 90 examples are too long\)"):
        fitting_rows(training_table(folder, TASK), Limits(30, 29), folder, drop=False)


def test_a_folder_is_counted_and_shortened(folder, caplog):
    with caplog.at_level(logging.WARNING):
        examples = examples_of({**VALUES, "data": {"folder": folder, "too_long": "drop"}})
    (fact,) = examples.facts
    assert fact["looked_at"] == 90
    assert 0 < fact["too_long"] < 90
    assert f"of 90 examples {fact['too_long']} are longer" in caplog.text
    seen = {tuple(examples[i]["input_ids"]) for i in range(90 - fact["too_long"])}
    assert len(seen) == 90 - fact["too_long"]
    assert max(map(len, seen)) <= POSITIONS


def test_a_folder_without_a_short_example_is_refused(folder):
    with pytest.raises(OptionError, match="no example that fits"):
        fitting_rows(training_table(folder, TASK), Limits(2, 2), folder, drop=True)


def test_ids_that_the_model_does_not_have_are_refused(folder, monkeypatch):
    strange = pa.table({"input_ids": [[1, 5]], "labels": [[len(TASK.vocabulary), 1]]})
    monkeypatch.setattr("hf_mathseq.training.tables.read_shards", lambda *_: iter([strange]))
    with pytest.raises(OptionError, match=rf"the id {len(TASK.vocabulary)} in labels"):
        training_table(folder, TASK)


def test_a_model_with_few_positions_is_trained_and_checked(tiny, tmp_path):
    settings = {
        "options": SIZES,
        "model.positions": POSITIONS,
        "data.too_long": "drop",
        "evaluation.examples": 12,
    }
    path = train(tiny, settings, tmp_path / "model", progress=False)
    results = json.loads((path / "results" / "training.json").read_text())
    assert results["sources"][0]["too_long"] > 0
    assert results["last_check"]["loss"] > 0
    config = json.loads((path / "generation_config.json").read_text())
    assert config["max_length"] == POSITIONS
    assert load_recipe(path / "recipe.yaml").data.too_long == "drop"
