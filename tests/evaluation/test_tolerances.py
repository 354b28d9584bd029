"""Accuracies by tolerance, beside those of an exact solver who sees the rounded problems."""

import json
import shutil

import numpy as np
import pytest

from hf_mathseq.cli import main
from hf_mathseq.evaluation.card_tolerances import tolerance_rows, tolerance_section
from hf_mathseq.evaluation.evaluate import evaluate
from hf_mathseq.evaluation.tolerances import needed_tolerances
from hf_mathseq.tasks import get_task


def eigenvalues(**options):
    return get_task("linear_algebra/eigenvalues", input_encoding="P1000", **options)


def noisy(task, rows, share):
    """Return stored answers with every coefficient changed by a share of it."""
    return [[task.output_encoding.tokens(np.array(row["result"]) * (1 + share))] for row in rows]


def test_scores_fall_with_the_tolerance_and_the_exact_solver_is_beside():
    task = eigenvalues(dimension=4)
    rows = task.generate(100, split="test").to_pylist()
    scores = needed_tolerances(task, rows, noisy(task, rows, 0.015)).scores()
    assert list(scores) == ["0.05", "0.02", "0.01", "0.005"]
    assert [by["paper"]["accuracy"] for by in scores.values()] == [1, 1, 0, 0]
    assert all(by["paper"]["exact_solver"] >= 0.97 for by in scores.values())
    assert all(by["strict"]["exact_solver"] == 1 for by in scores.values())


def test_any_hypothesis_counts():
    task = eigenvalues(dimension=3)
    rows = task.generate(4, split="test").to_pylist()
    right = [row["target"].split() for row in rows]
    hypotheses = [[["V3"], right[0]], [right[0], right[1]], [["V3"], []], [right[3], []]]
    scores = needed_tolerances(task, rows, hypotheses).scores()
    assert {by[name]["accuracy"] for by in scores.values() for name in by} == {0.75}


def test_exact_answers_look_at_the_problem_alone():
    task = eigenvalues(dimension=3)
    rows = task.generate(5).to_pylist()
    bare = [{"matrix": row["matrix"]} for row in rows]
    answers = task.exact_answers(rows)
    assert answers == task.exact_answers(bare)
    for row, answer in zip(rows, answers, strict=True):
        true = np.linalg.eigvalsh(np.array(row["matrix"]))[::-1, None]
        assert answer == task.output_encoding.tokens(true)


def test_tasks_without_tolerances_have_no_scores():
    task = get_task("integration/bwd")
    assert needed_tolerances(task, [{}], [[["x"]]]) is None
    assert tolerance_section([{"task": task.name, "split": "test", "beams": 1}]) == ""


def test_the_accuracy_is_printed_as_a_part_of_what_is_possible():
    scores = {"0.01": {"paper": {"accuracy": 0.6, "exact_solver": 0.649}}}
    assert tolerance_rows(scores) == [["1 %", "60.0 % of 64.9 %"]]
    found = {"task": "a/b", "split": "test", "beams": 4, "by_tolerance": scores}
    assert "| a/b test | 4 | 1 % | 60.0 % of 64.9 % |" in tolerance_section([found])


def test_the_ceiling_is_that_of_the_tolerance_that_the_task_asks_for():
    task = get_task("linear_algebra/inverse", dimension=5)
    rows = task.generate(200, split="test").to_pylist()
    needed = needed_tolerances(task, rows, [[[]]] * len(rows))
    scores = needed.scores()["0.05"]
    assert needed.ceiling("strict") == scores["strict"]["exact_solver"] == 1
    assert 0.85 < needed.ceiling("paper") == scores["paper"]["exact_solver"] < 0.97
    assert needed.ceiling("paper", []) == 0


@pytest.fixture
def folder(untrained, tmp_path):
    return shutil.copytree(untrained, tmp_path / "model")


def test_scores_are_stored_and_printed(folder, capsys):
    found = evaluate(folder, num_examples=5, progress=False)
    stored = json.loads(next(folder.glob("results/*/results.json")).read_text())
    assert stored["by_tolerance"] == found["by_tolerance"]
    assert stored["by_tolerance"]["0.005"]["paper"]["exact_solver"] == 1
    assert stored["criteria"]["strict"]["exact_solver"] == 1
    assert stored["by_tolerance"]["0.05"]["strict"]["accuracy"] == 0
    assert main(["evaluate", str(folder), "--num-examples", "5"]) == 0
    assert "0.0 % of 100.0 %" in capsys.readouterr().out
