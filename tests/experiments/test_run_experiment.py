"""Experiments at toy size, from the command line to the tables."""

import json
import signal

import pytest
import torch
import yaml
from depth import first_of
from safetensors.torch import load_file

from hf_mathseq.cli import main
from hf_mathseq.evaluation import judging
from hf_mathseq.experiments import list_experiments, load_experiment
from hf_mathseq.training.callbacks import Interrupt

LAPTOP = [name for name in list_experiments() if name.endswith("-laptop")]


def test_all_runs_are_trained_measured_and_tabulated(undisturbed):
    folder, results = undisturbed
    assert json.loads((folder / "results.json").read_text()) == results
    small, large = results["runs"]
    assert (small["label"], small["folder"], small["steps"]) == ("Small ones", "small-ones", 3)
    assert {group["examples"] for group in small["groups"].values()} == {3}
    assert {"2x2", "3x3"} <= small["groups"].keys()
    assert "2x2" not in large["groups"]
    assert small["groups"]["2x2"]["by_tolerance"]["0.05"]["paper"].keys() == {
        "accuracy",
        "exact_solver",
    }
    table = (folder / "table.md").read_text()
    assert "## Strict" in table
    assert "## Published rule, 0.5 %" in table
    assert "| Larger, from small | 192 |" in table
    assert small["groups"]["3x3"]["too_long"] == 3
    assert table.count("too long") > 0


def test_models_are_complete_and_start_where_they_should(undisturbed):
    folder, results = undisturbed
    recipe = yaml.safe_load((folder / "larger-from-small" / "recipe.yaml").read_text())
    assert recipe["start_from"]["digest"] == results["runs"][0]["weights"]
    assert "Dimensions of the matrix" in (folder / "small-ones" / "README.md").read_text()


@pytest.mark.parametrize("moment", first_of(["second run", "evaluation", "first run"]))
def test_an_interrupted_experiment_ends_with_the_same_file(
    undisturbed, toy, tmp_path, monkeypatch, moment
):
    before, expected = undisturbed
    steps, measured = Interrupt.on_step_end, judging.decode
    seen = []

    def press_ctrl_c(self, args, state, control, **rest):
        seen.append(state.global_step)
        if len(seen) == {"first run": 2, "second run": 5}.get(moment):
            signal.raise_signal(signal.SIGINT)
        steps(self, args, state, control, **rest)

    def decode_no_more(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(Interrupt, "on_step_end", press_ctrl_c)
    if moment == "evaluation":
        monkeypatch.setattr(judging, "decode", decode_no_more)
    command = ["experiment", str(toy()), "--output", str(tmp_path / "out")]
    assert main(command) == 130
    monkeypatch.setattr(Interrupt, "on_step_end", steps)
    monkeypatch.setattr(judging, "decode", measured)
    assert main(command) == 0
    found = json.loads((tmp_path / "out" / "results.json").read_text())
    assert found["runs"] == expected["runs"]
    for name in ("small-ones", "larger-from-small"):
        ours, theirs = (
            load_file(f / name / "model.safetensors") for f in (tmp_path / "out", before)
        )
        assert all(torch.equal(ours[key], theirs[key]) for key in theirs)


@pytest.mark.parametrize("name", first_of(LAPTOP))
def test_two_runs_of_every_experiment(name, toy, tmp_path, toy_settings, capsys):
    runs = load_experiment(name).vary[:2]
    if "options.dimension" in runs[1].settings:  # what the runs differ by stays
        toy_settings = [s for s in toy_settings if not s.startswith("--set=options.dimension=")]
    vary = [{"label": r.label, "settings": dict(r.settings), "start": r.start} for r in runs]
    path = tmp_path / "two.yaml"
    path.write_text(yaml.safe_dump({"like": name, "vary": vary}))
    command = ["experiment", str(path), "--output", str(tmp_path / "out"), "--json", *toy_settings]
    assert main(command) == 0
    printed = capsys.readouterr().out
    results = json.loads(printed[printed.index('{\n  "experiment"') :])
    assert [run["label"] for run in results["runs"]] == [run.label for run in runs]
    assert all(group["examples"] == 3 for r in results["runs"] for group in r["groups"].values())
    assert results == json.loads((tmp_path / "out" / "results.json").read_text())


def test_a_suite_without_problems_for_a_model_is_refused_before_training(capsys, toy, tmp_path):
    path = toy(suite="linear_algebra/eigenvalue_laws")
    assert main(["experiment", str(path), "--output", str(tmp_path / "out")]) == 2
    assert "has no problems for linear_algebra/transpose" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_experiments_are_listed(capsys):
    assert main(["experiment", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [row["experiment"] for row in listed] == list_experiments()
    assert all(row["about"] for row in listed)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["linear_algebra/nois"], "did you mean"),
        (["linear_algebra/noise-laptop", "--set=options.nois=0.1"], "did you mean 'noise'"),
        (["linear_algebra/noise-laptop", "--set=training.max_steps=x"], "takes an integer"),
    ],
)
def test_bad_commands_are_one_line_and_leave_nothing(capsys, tmp_path, arguments, message):
    assert main(["experiment", *arguments, "--output", str(tmp_path / "out")]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
    assert not (tmp_path / "out").exists()
