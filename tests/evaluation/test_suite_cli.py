import json

import pytest

from hf_mathseq.cli import main
from hf_mathseq.evaluation.suites import list_suites
from hf_mathseq.tasks import get_task


@pytest.fixture(scope="module")
def folder(untrained_folder):
    return untrained_folder(get_task("integration/bwd", max_len=12))


def test_suites_are_listed(capsys):
    assert main(["list", "--suites", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [row["suite"] for row in listed] == list_suites()
    assert all(row["about"] for row in listed)


def test_a_suite_is_evaluated_and_printed(capsys, folder, tmp_path):
    arguments = ["evaluate", str(folder), "--suite", "integration/robustness"]
    assert main([*arguments, "--num-examples", "1", "--output", str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "too long for the model" in printed
    assert "bases solved  robustness" in printed
    assert "larger integers" in printed


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no/model", "--suite", "integration/clasic"], "did you mean 'integration/classic'"),
        (["no/model", "integration/bwd", "--suite", "integration/classic"], "own problems"),
    ],
)
def test_bad_suites_are_one_line(capsys, arguments, message):
    assert main(["evaluate", *arguments]) == 2
    error = capsys.readouterr().err
    assert message in error
    assert error.count("\n") == 1
