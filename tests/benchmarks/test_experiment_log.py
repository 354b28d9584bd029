"""results/experiments.csv and the script that adds to it."""

import csv
import json

import experiment_log
import pytest

from hf_mathseq.training.recipe import list_recipes, load_recipe

RECIPE = "linear_algebra/transpose-laptop"


def finished(folder, steps, accuracy):
    """Make the folder of a run that has been checked twice."""
    (folder / "results").mkdir(parents=True)
    changed = {"training.max_steps": steps, "description": "mine"}
    (folder / "recipe.yaml").write_text(load_recipe(RECIPE, changed).to_yaml())
    checks = [
        {"eval_loss": 2.0, "eval_verified_accuracy": 0.0, "step": 1},
        {"loss": 1.5, "step": 2},
        {"eval_loss": 1.0, "eval_verified_accuracy": accuracy, "eval_exact_match": 0, "step": 3},
    ]
    told = {"examples_seen": 64 * steps, "steps": steps, "cpu_seconds": 90.0, "log": checks}
    (folder / "results" / "training.json").write_text(json.dumps(told))
    return str(folder)


@pytest.fixture
def log(tmp_path, monkeypatch):
    monkeypatch.setattr(experiment_log, "LOG", tmp_path / "experiments.csv")

    def rows():
        with (tmp_path / "experiments.csv").open(newline="") as file:
            return list(csv.DictReader(file))

    return rows


def test_a_run_is_logged_once_with_what_was_changed(log, tmp_path):
    first, second = finished(tmp_path / "a", 10, 0.25), finished(tmp_path / "b", 20, 0.5)
    experiment_log.main([first, RECIPE, "--name", "short"])
    experiment_log.main([second, RECIPE, "--name", "long"])
    experiment_log.main(
        [second, RECIPE, "--name", "long", "--compared-with", "short", "--remark", "longer, better"]
    )
    rows = log()
    assert [(row["name"], row["metric"], row["value"], row["baseline"]) for row in rows] == [
        ("short", "loss", "1.0", ""),
        ("short", "verified_accuracy", "0.25", ""),
        ("long", "loss", "1.0", "1.0"),
        ("long", "verified_accuracy", "0.5", "0.25"),
    ]
    assert rows[-1]["changed"] == "training.max_steps=20"
    assert (rows[-1]["examples"], rows[-1]["cpu_minutes"]) == ("1280", "1.5")
    assert rows[-1]["remark"] == "longer, better"


def test_a_comparison_with_nothing_is_refused(log, tmp_path):
    run = finished(tmp_path / "a", 10, 0.25)
    with pytest.raises(SystemExit, match="no experiment 'other'"):
        experiment_log.main([run, RECIPE, "--name", "short", "--compared-with", "other"])


def test_the_log_is_readable_and_names_recipes():
    rows = experiment_log.read_log()
    assert {row["recipe"] for row in rows} <= set(list_recipes())
    assert {row["compared_with"] for row in rows} <= {"", *(row["name"] for row in rows)}
    assert all(set(row) == set(experiment_log.COLUMNS) for row in rows)
    assert all(float(row["value"]) >= 0 for row in rows)
