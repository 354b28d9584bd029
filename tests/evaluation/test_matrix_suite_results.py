"""Evaluations of matrix suites: what is stored for each group, and what stands on the card."""

import json
import shutil

import numpy as np
import pytest

from hf_mathseq.cli import main
from hf_mathseq.evaluation.card_suites import group_rows, header
from hf_mathseq.evaluation.evaluate import evaluate
from hf_mathseq.evaluation.markdown import table
from hf_mathseq.evaluation.suites.suite import places_by_group
from hf_mathseq.evaluation.tolerances import needed_tolerances
from hf_mathseq.tasks import get_task


@pytest.fixture
def folder(untrained, tmp_path):
    return shutil.copytree(untrained, tmp_path / "model")


def test_larger_matrices_are_too_long_and_counted_by_group(folder, capsys):
    found = evaluate(folder, suite="linear_algebra/dimensions", num_examples=2, progress=False)
    groups = found["criteria"]["strict"]["by_group"]
    assert list(groups) == [f"{n}x{n}" for n in range(2, 8)]
    assert "too_long" not in groups["2x2"]
    assert all(groups[f"{n}x{n}"]["too_long"] == 2 for n in range(3, 8))
    assert found["too_long"] == 10
    by_tolerance = found["groups_by_tolerance"]["7x7"]["0.05"]
    assert by_tolerance["paper"] == {"accuracy": 0, "exact_solver": 1}
    stored = next(folder.glob("results/linear_algebra-dimensions-suite-beam1/results.json"))
    assert json.loads(stored.read_text())["groups_by_tolerance"] == found["groups_by_tolerance"]
    arguments = ["--suite", "linear_algebra/dimensions", "--num-examples", "2"]
    assert main(["evaluate", str(folder), *arguments]) == 0
    printed = capsys.readouterr().out
    assert "dimension (paper)" in printed
    assert "0.0 % of 100.0 %" in printed


def test_groups_of_noise_have_ceilings_of_their_own(folder):
    found = evaluate(folder, suite="linear_algebra/noise", num_examples=20, progress=False)
    solver = {
        group: scores["0.01"]["strict"]["exact_solver"]
        for group, scores in found["groups_by_tolerance"].items()
    }
    assert solver["0 %"] == 1
    assert solver["10 %"] < 0.2
    strict = found["criteria"]["strict"]
    ceilings = {group: scores["exact_solver"] for group, scores in strict["by_group"].items()}
    assert ceilings["0 %"] == 1
    assert ceilings["10 %"] == 0  # a transpose is right when every coefficient is
    assert strict["exact_solver"] == pytest.approx(np.mean([*ceilings.values()]))
    printed = table(header(found), group_rows(found, strict["by_group"]))
    assert "95 % interval | exact solver |" in printed
    assert "| 10 % | 20 | 0.0 % | 0.0 to 16.1 % | 0.0 % |" in printed


def test_groups_add_up_to_the_whole():
    task = get_task("linear_algebra/inverse", dimension=3)
    rows = task.generate(60, split="test").to_pylist()
    answers = [[row["target"].split()] for row in rows[1:] + rows[:1]]
    answers[:30] = [[row["target"].split()] for row in rows[:30]]
    needed = needed_tolerances(task, rows, answers)
    whole = needed.scores()["0.005"]
    parts = [needed.scores(range(start, start + 20))["0.005"] for start in (0, 20, 40)]
    for criterion in ("strict", "paper"):
        for who in ("accuracy", "exact_solver"):
            assert whole[criterion][who] == pytest.approx(
                sum(part[criterion][who] for part in parts) / 3
            )
    assert needed.scores([])["0.05"]["strict"] == {"accuracy": 0, "exact_solver": 0}
    assert places_by_group([]) == {}
