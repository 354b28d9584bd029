import json

import pytest
from test_cli import fails_with

from hf_mathseq.cli import main
from hf_mathseq.networks import examples, from_json
from hf_mathseq.solver import Answer, Answers
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import ProblemError

EDGES = "intake -> A; A -> B 2.5; B -> excretion 2"


def test_words(capsys):
    assert main(["network", EDGES]) == 0
    words = capsys.readouterr().out
    assert "one equilibrium" in words
    assert "  A  0.4\n  B  0.5\n" in words
    assert "total intake 1, total excretion 1" in words


def test_boundaries_as_options(capsys):
    ends = ["--intake", "A=2", "--excretion", "B=1/2", "--json"]
    assert main(["network", "A -> B", *ends]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["levels"] == {"A": 2.0, "B": 4.0}
    assert main(["network", "A -> B", "--merge", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["edges"] == [[0, 1], [1, 2], [2, 3]]


def test_an_example_by_name_round_trips_as_json(capsys, tmp_path):
    assert main(["network", "glycolysis", "--json", "--sensitivities"]) == 0
    text = capsys.readouterr().out
    assert from_json(text) == examples()["glycolysis"]
    (tmp_path / "network.json").write_text(text)
    assert main(["network", str(tmp_path / "network.json"), "--json", "--sensitivities"]) == 0
    assert capsys.readouterr().out == text


def test_knock_outs(capsys):
    assert main(["network", EDGES, "--knock-outs"]) == 0
    assert "without A -> B" in capsys.readouterr().out
    assert main(["network", "glycolysis_no_export"]) == 0
    assert "no equilibrium: intake -> glucose" in capsys.readouterr().out


def test_picture(tmp_path, capsys):
    pytest.importorskip("matplotlib")
    assert main(["network", EDGES, "--picture", str(tmp_path / "network.svg")]) == 0
    assert (tmp_path / "network.svg").stat().st_size > 3_000


class Stub:
    """A solver that says what it was told to, checked by the real task."""

    def __init__(self, task, tokens):
        self.task, self.tokens = task, tokens

    def __call__(self, network):
        row = self.task.problem_from(network)
        verdict = self.task.verify(row, self.tokens)
        try:
            answer = self.task.decode(self.tokens)
        except ProblemError:
            answer = None
        text = self.task.show(answer) if answer else " ".join(self.tokens)
        return Answers(row, "", [Answer(1, self.tokens, answer, text, -0.1, verdict)])


def levels_of(*mantissas):
    levels = (f"<SPECIAL_3> FLOAT+ {m} . 0 0 10^ INT+ 0" for m in mantissas)
    return ["N1", *" ".join(levels).split()]


def asked(monkeypatch, tokens, task="metabolic_networks/levels"):
    """Let `--model stub` answer with these tokens."""
    solver = Stub(get_task(task), tokens)
    monkeypatch.setattr("hf_mathseq.cli.network_model.load_solver", lambda source: solver)
    return ["--model", "stub"]


def test_a_prediction_stands_beside_the_exact_levels(monkeypatch, capsys, tmp_path):
    pytest.importorskip("matplotlib")
    ask = asked(monkeypatch, levels_of(2, 1))
    chain = "intake -> A; A <-> B; B -> excretion"
    assert main(["network", chain, *ask, "--picture", str(tmp_path / "both.svg")]) == 0
    words = capsys.readouterr().out
    assert "model stub: CORRECT (every level is right" in words
    assert "  A  2  (exact 2)\n  B  1  (exact 1)\n" in words
    assert (tmp_path / "both.svg").stat().st_size > 10_000
    assert main(["network", chain, *ask, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)["prediction"]
    assert (said["answers"][0]["status"], said["rounding_loss"]["levels"]) == ("CORRECT", 0.0)


def test_what_the_model_cannot_read_is_rounded_and_said(monkeypatch, capsys):
    ask = asked(monkeypatch, levels_of(1, 1))
    assert main(["network", EDGES, *ask]) == 0
    words = capsys.readouterr().out
    assert "it reads rounded coefficients: off by up to 42.86%, levels by 122.22%" in words
    assert "model stub: CORRECT" in words
    assert "  A  1  (exact 1)" in words
    assert main(["network", EDGES, *asked(monkeypatch, levels_of(1))]) == 0
    assert "INVALID (1 levels instead of 2)" in capsys.readouterr().out


def test_a_model_of_another_task_is_refused(monkeypatch, capsys):
    ask = asked(monkeypatch, [], "linear_algebra/transpose")
    message = "stub is a model of linear_algebra/transpose, not of metabolic networks"
    assert message in fails_with(capsys, "network", EDGES, *ask)


def test_bad_input(capsys, tmp_path):
    laughs = tmp_path / "laughs.xml"
    laughs.write_text('<!DOCTYPE p [<!ENTITY a "ha">]><pathway>&a;</pathway>')
    for arguments, message in [
        (["A -> B"], "no boundary"),
        (["glycolisis"], "unknown network 'glycolisis'; did you mean 'glycolysis'"),
        ([EDGES, "--intake", "C"], "unknown vertex 'C'"),
        ([EDGES, "--intake", "A"], "intake -> A: the edge 0 -> 1 is there twice"),
        ([EDGES, "--format", "csv"], "unknown format 'csv'"),
        ([EDGES, "--projection", "unit"], "'projection' is no option of the format 'edges'"),
        ([EDGES, "--picture", str(tmp_path / "network.bmp")], "ending in png, svg, pdf"),
        (["none.csv"], "No such file"),
        ([str(laughs)], "declarations of its own"),
    ]:
        assert message in fails_with(capsys, "network", *arguments)
