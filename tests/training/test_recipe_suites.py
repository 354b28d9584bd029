"""Recipes that name suites: the finished model is measured, and the measuring goes on too."""

import json

import pytest
import yaml

from hf_mathseq.cli import main
from hf_mathseq.evaluation import judging
from hf_mathseq.suggestions import UserError
from hf_mathseq.training import run
from hf_mathseq.training.run import train

DIMENSIONS = "linear_algebra/dimensions"
SETTINGS = {"suites": DIMENSIONS, "evaluation.suite_examples": 3}
RESULTS = "results/linear_algebra-dimensions-suite-beam1/results.json"


def results(folder):
    found = json.loads((folder / RESULTS).read_text())
    del found["seconds"]
    return found


def test_a_model_is_measured_when_it_is_trained(measured):
    assert results(measured)["criteria"]["strict"]["by_group"]["2x2"]["examples"] == 3
    assert "## Dimensions of the matrix" in (measured / "README.md").read_text()
    assert yaml.safe_load((measured / "recipe.yaml").read_text())["suites"] == [DIMENSIONS]


def test_the_command_line_finds_it_measured(measured, monkeypatch):
    before = results(measured)
    monkeypatch.delattr(judging, "decode")
    command = ["evaluate", str(measured), "--suite", DIMENSIONS, "--num-examples", "3"]
    assert main(command) == 0
    assert results(measured) == before


def test_an_interrupted_measuring_goes_on(measured, tiny, tmp_path, monkeypatch):
    decode = judging.decode

    def press_ctrl_c(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(judging, "decode", press_ctrl_c)
    with pytest.raises(KeyboardInterrupt):
        train(tiny, SETTINGS, tmp_path / "model", progress=False)
    assert not (tmp_path / "model" / RESULTS).exists()
    monkeypatch.setattr(judging, "decode", decode)
    monkeypatch.setattr(run, "_run", None)
    assert results(train(tiny, SETTINGS, tmp_path / "model", progress=False)) == results(measured)


def test_a_finished_run_is_measured_on_what_is_missing(tiny, tmp_path, monkeypatch):
    model = train(tiny, None, tmp_path / "model", progress=False)
    monkeypatch.setattr(run, "_run", None)
    assert not (model / RESULTS).exists()
    train(tiny, SETTINGS, model, progress=False)
    assert (model / RESULTS).exists()


def test_a_suite_without_problems_is_refused_before_training(tiny, tmp_path):
    with pytest.raises(UserError, match="has no problems for linear_algebra/transpose"):
        train(tiny, {"suites": "linear_algebra/eigenvalue_laws"}, tmp_path / "model")
    assert not list(tmp_path.glob("model*"))
