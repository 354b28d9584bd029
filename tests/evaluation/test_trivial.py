"""Trivial answers and rules of thumb are scored by both criteria and stand on the card."""

import json
import shutil

import pytest
from depth import first_of

from hf_mathseq.cli import main
from hf_mathseq.evaluation.card import card_of
from hf_mathseq.evaluation.evaluate import evaluate
from hf_mathseq.evaluation.trivial import (
    baseline_scores,
    baseline_section,
    trivial_scores,
    trivial_section,
)
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import Status, Verdict

ANSWERS = {"zero": ["V2", "0"], "one": ["V2", "1"]}


class HalfRight:
    """Accepts "one" by the published rule for every second row, and cannot tell about the first."""

    def trivial_answers(self):
        return ANSWERS

    def baseline_answers(self, rows):
        return {"parity": [ANSWERS["one" if row["number"] % 2 else "zero"] for row in rows]}

    def verify_many(self, rows, hypotheses, *, criterion):
        return [
            Verdict(self._status(row, words, criterion), "test")
            for row, words in zip(rows, hypotheses, strict=True)
        ]

    def _status(self, row, words, criterion):
        if words == ANSWERS["zero"] or criterion == "strict":
            return Status.INCORRECT
        if row["number"] == 0:
            return Status.UNDECIDED
        return Status.CORRECT if row["number"] % 2 else Status.INCORRECT


def test_scores_by_answer_and_criterion():
    assert trivial_scores(HalfRight(), [{"number": n} for n in range(8)]) == {
        "zero": {"strict": [0.0, 0.0], "paper": [0.0, 0.0]},
        "one": {"strict": [0.0, 0.0], "paper": [0.5, 0.625]},
    }


def test_rules_of_thumb_answer_each_problem_by_itself():
    scores = baseline_scores(HalfRight(), [{"number": n} for n in range(8)])
    assert scores == {"parity": {"strict": [0.0, 0.0], "paper": [0.5, 0.5]}}


def test_tasks_without_trivial_answers_have_no_scores(task):
    assert trivial_scores(task, task.generate(3).to_pylist()) == {}
    assert trivial_section([{"task": task.name, "split": "test"}]) == ""
    assert baseline_scores(task, task.generate(3).to_pylist()) == {}
    assert baseline_section([{"task": task.name, "split": "test"}]) == ""


@pytest.fixture
def folder(untrained, tmp_path, monkeypatch, task):
    monkeypatch.setattr(type(task), "trivial_answers", lambda self: ANSWERS)
    monkeypatch.setattr(
        type(task), "baseline_answers", lambda self, rows: {"first": [ANSWERS["one"]] * len(rows)}
    )
    shutil.copytree(untrained, tmp_path / "model")
    for beams in (1, 2):
        evaluate(tmp_path / "model", num_examples=5, beams=beams, progress=False)
    return tmp_path / "model"


def test_scores_are_stored_and_stand_on_the_card_once_for_all_beams(folder):
    for path in folder.glob("results/*/results.json"):
        found = json.loads(path.read_text())
        assert set(found["trivial_answers"]) == set(ANSWERS)
        assert set(found["baselines"]) == {"first"}
    (folder / "results" / "training.json").write_text(
        json.dumps(
            {
                "example": "[[1]]",
                "parameters": 1,
                "steps": 1,
                "examples_seen": 1,
                "wall_seconds": 1,
                "cpu_seconds": 1,
                "environment": {"device": "cpu", "cores": 1},
            }
        )
    )
    card = card_of(folder)
    line = "| linear_algebra/transpose test | `zero` | 0.0 % | 0.0 % |"
    assert card.count(line) == 1
    assert card.count("| linear_algebra/transpose test | `first` |") == 1
    assert card.index("## Results") < card.index("### Trivial answers")
    assert card.index("### Trivial answers") < card.index("### Rules of thumb")


def test_the_problems_of_suites_are_told_apart():
    scores = {"rule": {"strict": [0.5, 0.5], "paper": [0.5, 0.5]}}
    section = baseline_section([{"suite": "a/b", "task": "a/c", "baselines": scores}])
    assert "| suite a/b | `rule` | 50.0 % |" in section


def test_the_command_prints_them(folder, capsys):
    assert main(["evaluate", str(folder), "--num-examples", "5"]) == 0
    printed = capsys.readouterr().out
    assert "answers that look at no problem" in printed
    assert "zero" in printed
    assert "rules of thumb" in printed


@pytest.mark.parametrize("name", first_of(["ode/ode1", "ode/ode2"]))
def test_equations_accept_zero_by_the_published_rule_only(name):
    equations = get_task(name)
    scores = trivial_scores(equations, equations.generate(30, split="test").to_pylist())
    assert scores["y = 0"]["paper"][0] > 0.1
    assert scores["y = 0"]["strict"] == [0, 0]
    assert all(found["strict"][0] <= found["paper"][0] for found in scores.values())
