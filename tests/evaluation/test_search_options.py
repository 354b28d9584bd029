import json

import pytest

from hf_mathseq.cli import main
from hf_mathseq.evaluation.decoding import Decoding
from hf_mathseq.evaluation.sampling import Sampling
from hf_mathseq.evaluation.search_options import chosen_decoding
from hf_mathseq.solver import load_solver
from hf_mathseq.suggestions import UserError

MATRIX = "[[1, 2], [3, 4]]"


def test_beams_or_samples():
    assert chosen_decoding(None) == Decoding(1, 1)
    assert chosen_decoding(None, default_beams=10) == Decoding(10, 10)
    assert chosen_decoding(5, num_return_sequences=2) == Decoding(5, 2)
    sampling = Sampling(0.5, top_k=3, seed=4)
    assert chosen_decoding(None, 7, temperature=0.5, top_k=3, seed=4) == Decoding(
        1, 7, sampling=sampling
    )


def test_what_does_not_go_together():
    with pytest.raises(UserError, match="give sample or beams"):
        chosen_decoding(2, 3)
    with pytest.raises(UserError, match="there is no temperature or top_k"):
        chosen_decoding(2, temperature=1.0, top_k=4)


def test_a_solver_samples(untrained):
    solver = load_solver(untrained)
    found = solver(MATRIX, sample=4, seed=1)
    assert len(found) == 4
    assert [a.tokens for a in solver(MATRIX, sample=4, seed=1)] == [a.tokens for a in found]
    assert [a.tokens for a in solver(MATRIX, sample=4, seed=2)] != [a.tokens for a in found]


def test_the_command_line_samples(untrained, tmp_path, capsys):
    command = ["evaluate", str(untrained), "--num-examples", "3", "--output", str(tmp_path)]
    assert main([*command, "--sample", "2", "--top-k", "5", "--num-proc", "0"]) == 0
    assert "2 sampled answer(s) each" in capsys.readouterr().out
    settings = json.loads((tmp_path / "settings.json").read_text())
    assert settings["sampling"] == {"temperature": 1.0, "top_k": 5, "top_p": 1.0, "seed": 0}
    assert main(["solve", str(untrained), MATRIX, "--sample", "2", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["answers"]) == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--temperature", "2"], "there is no temperature"),
        (["--sample", "2", "--temperature", "0"], "temperature must be a positive number"),
        (["--sample", "2", "--top-p", "2"], "top_p must be in"),
        (["--sample", "2", "--beams", "3"], "give sample or beams"),
        (["--num-proc", "-1"], "num_proc must be 0"),
        (["--batch-size", "-1"], "batch_size must be 0"),
        (["--precision", "fp61"], "unknown precision"),
    ],
)
def test_bad_values_are_one_line(untrained, options, message, capsys):
    assert main(["evaluate", str(untrained), "--num-examples", "2", *options]) == 2
    error = capsys.readouterr().err
    assert message in error.splitlines()[-1]
