import json

import pytest
from test_cli import fails_with

from hf_mathseq.cli import main

SYSTEM = "x' = sin(x) - x*y + u; y' = x^2 - y"


def test_words_and_json(capsys):
    assert main(["analyse", SYSTEM]) == 0
    words = capsys.readouterr().out
    assert "unstable: eigenvalue +1" in words
    assert "not influenced: y" in words
    assert main(["analyse", SYSTEM, "--point", "x = 0, y = 0", "--controls", "u", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["eigenvalues"] == [[1.0, 0.0], [-1.0, 0.0]]
    assert report["stability"] == "unstable"
    assert (report["rank"], report["uncontrollable"]) == (1, [[0.0, 1.0]])
    assert report["gain"] == [[pytest.approx(-2.41421), 0.0]]


def test_matrices(capsys):
    assert main(["analyse", "A = [[0, 1], [2, 0]], B = [[0], [1]]"]) == 0
    assert "u1 = " in capsys.readouterr().out


def test_picture(tmp_path, capsys):
    pytest.importorskip("matplotlib")
    assert main(["analyse", SYSTEM, "--picture", str(tmp_path / "plane.svg")]) == 0
    assert (tmp_path / "plane.svg").stat().st_size > 10_000


def test_bad_input(capsys, tmp_path):
    assert "no equation" in fails_with(capsys, "analyse", "x")
    assert "depends on time" in fails_with(capsys, "analyse", "x' = t")
    assert "nothing is said of 'u'" in fails_with(capsys, "analyse", SYSTEM, "--controls", "")
    assert "coordinates, not 2 or 3" in fails_with(capsys, "analyse", SYSTEM, "--point", "1")
    missing = str(tmp_path / "no" / "such.png")
    assert "no" in fails_with(capsys, "analyse", SYSTEM, "--picture", missing)


def test_search(capsys):
    assert main(["analyse", "x' = y - x; y' = x*(3 - y)", "--point", "2", "--search"]) == 2
    capsys.readouterr()
    assert main(["analyse", "x' = y - x; y' = x*(3 - y)", "--point", "(2, 2)", "--search"]) == 0
    assert "at x = 3, y = 3" in capsys.readouterr().out
