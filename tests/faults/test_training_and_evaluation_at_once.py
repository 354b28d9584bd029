"""Two trainings of one model, two evaluations into one folder; and what refused ones leave."""

import json
import logging
import os
import signal
from importlib import import_module
from pathlib import Path

import pytest
import yaml
from fault_points import BAD_INPUT, ended, outcome, started, wait_for
from safetensors.torch import load_file

from hf_mathseq.evaluation import evaluate as evaluation
from hf_mathseq.options import OptionError
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks import get_task
from hf_mathseq.training.recipe import load_recipe
from hf_mathseq.training.run import train

SIZES = {"dimension": 2, "input_encoding": "P10"}
RECIPE = {
    "task": "linear_algebra/transpose",
    "description": "tiny",
    "options": SIZES | {"output_encoding": "P10"},
    "model": {
        f"{side}_{size}": number
        for side in ("encoder", "decoder")
        for size, number in {"layers": 1, "width": 16, "heads": 2}.items()
    },
    "training": {"max_steps": 20, "batch_size": 8, "save_every": 4, "log_every": 20},
    "evaluation": {"every": 20, "examples": 4},
}


@pytest.fixture(scope="module")
def loaded():
    """Load once, for all processes, what every training loads."""
    for name in ("arguments", "assemble", "finish"):
        import_module(f"hf_mathseq.training.{name}")


@pytest.fixture
def recipe(tmp_path):
    path = tmp_path / "tiny.yaml"
    path.write_text(yaml.safe_dump(RECIPE))
    return path


def run(recipe, output):
    train(recipe, output_dir=output, progress=False)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.usefixtures("loaded")
def test_a_second_training_of_one_model_is_refused(recipe, tmp_path):
    errors = tmp_path / "errors"
    (tmp_path / "first").mkdir()
    output = tmp_path / "first/model"
    first = started(run, recipe, output)
    wait_for(lambda: list(tmp_path.glob("first/model.checkpoints/checkpoint-*")))
    assert outcome(run, recipe, output, errors=str(errors)) == BAD_INPUT
    assert errors.read_text() == f"another process trains {output}\n"
    assert ended(first) == 0
    assert names(tmp_path / "first") == ["model"]
    run(recipe, tmp_path / "alone")
    one, other = (load_file(f / "model.safetensors") for f in (output, tmp_path / "alone"))
    assert all((one[name] == other[name]).all() for name in one)


def test_a_refused_training_leaves_nothing(recipe, tmp_path):
    folder = tmp_path / "runs"
    for overrides in ({"model.positions": 3}, {"model.positions": 3, "data.too_long": "drop"}):
        with pytest.raises((OptionError, UserError), match=r"positions|draws no"):
            train(recipe, overrides, folder / "model", progress=False)
        assert not names(folder)


@pytest.mark.parametrize("option", ["examples", "suite_examples"])
def test_checks_of_endless_samples_are_refused(recipe, option):
    with pytest.raises(OptionError, match=rf"'{option}' must be in \[.*, 100000\]"):
        load_recipe(recipe, {f"evaluation.{option}": 10**9})


@pytest.fixture(scope="module")
def model(untrained_folder):
    return str(untrained_folder(get_task("linear_algebra/transpose", **SIZES)))


def evaluate(model, output, problems=20, seed=0):
    evaluation.CHUNK = 4
    evaluation.evaluate(
        model,
        output_dir=output,
        num_examples=problems,
        seed=seed,
        num_proc=0,
        batch_size=4,
        progress=False,
    )


def evaluate_aloud(*arguments):
    logging.basicConfig(force=True)  # not the test's own handlers
    evaluate(*arguments)


def results(folder):
    found = json.loads((folder / "results.json").read_text())
    del found["seconds"]
    return found


def stored(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("seed", [0, 1])
def test_two_evaluations_wait_for_each_other(model, tmp_path, seed):
    """Equal ones share the work; of others the second one replaces the results of the first."""
    evaluate(model, tmp_path / "alone", seed=seed)
    errors = tmp_path / "errors"
    first = started(evaluate, model, tmp_path / "both")
    wait_for(lambda: list(tmp_path.glob("both/examples")))  # its first act under the lock
    os.kill(first.pid, signal.SIGSTOP)
    second = started(evaluate_aloud, model, tmp_path / "both", 20, seed, errors=str(errors))
    wait_for(lambda: errors.exists() and "waiting for it" in errors.read_text())
    os.kill(first.pid, signal.SIGCONT)
    assert [ended(first), ended(second)] == [0, 0]
    assert results(tmp_path / "both") == results(tmp_path / "alone")
    assert stored(tmp_path / "both") == stored(tmp_path / "alone")


def test_an_evaluation_goes_on_when_the_one_it_waits_for_is_killed(model, tmp_path):
    evaluate(model, tmp_path / "alone")
    killed = started(evaluate, model, tmp_path / "both", 400)
    wait_for(lambda: list(tmp_path.glob("both/examples/*.parquet")))
    waiting = started(evaluate, model, tmp_path / "both")
    killed.kill()
    assert ended(killed) == -signal.SIGKILL
    assert ended(waiting) == 0
    assert results(tmp_path / "both") == results(tmp_path / "alone")
    assert not list(Path(tmp_path).rglob("*.lock"))
