import json

import pytest

from hf_mathseq.cli import main


def test_problems_without_a_model(capsys):
    assert main(["solve", "x*cos(x)"]) == 0
    assert "rules" in capsys.readouterr().out
    assert (
        main(["solve", "[[2, 1], [1, 2]]", "--task", "linear_algebra/eigenvalues", "--json"]) == 0
    )
    assert json.loads(capsys.readouterr().out)["best"] == "3, 1"
    for problem in (["-x"], ["--", "-x"]):
        assert main(["solve", "--proposers", "rules", *problem]) == 0
        assert "-x**2/2" in capsys.readouterr().out


def test_a_problem_with_a_model_and_proposers(capsys, untrained_folder):
    import hf_mathseq

    folder = str(untrained_folder(hf_mathseq.get_task("integration/bwd")))
    assert main(["solve", folder, "cos(x)", "--beams", "1"]) == 0
    assert "source" not in capsys.readouterr().out
    assert main(["solve", folder, "cos(x)", "--beams", "1", "--proposers", "model,rules"]) == 0
    assert "rules" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["x", "--beams", "3"], "--beams is for models"),
        (["x", "--top-k", "3"], "--top-k is for models"),
        (["x", "--proposers", "rule"], "did you mean 'rules'"),
        (["x", "--proposers", "model"], "needs a model"),
        (["x", "--task", "integration/bw"], "integration/bwd"),
        (["x", "--seconds", "0"], "seconds must be"),
        (["."], "is a folder"),
        (["foo bar"], "unknown name"),
        ([], "the problem is missing"),
        (["-x", "--bems", "3"], "did you mean '--beams'"),
        ([".", "x", "--task", "integration/bwd"], "a model has its own task"),
        (["no/such/model/here", "x"], "no/such/model/here"),
    ],
)
def test_bad_calls_are_one_line(capsys, arguments, message):
    assert main(["solve", *arguments]) == 2
    shown = capsys.readouterr().err
    assert message in shown
    assert shown.count("\n") == 1
