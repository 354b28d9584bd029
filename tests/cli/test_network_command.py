import json

import pytest
from test_cli import fails_with

from hf_mathseq.cli import main
from hf_mathseq.networks import examples, from_json

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


def test_bad_input(capsys, tmp_path):
    laughs = tmp_path / "laughs.xml"
    laughs.write_text('<!DOCTYPE p [<!ENTITY a "ha">]><pathway>&a;</pathway>')
    for arguments, message in [
        (["A -> B"], "no boundary"),
        (["glycolisis"], "cannot read 'glycolisis' as an edge"),
        ([EDGES, "--intake", "C"], "unknown vertex 'C'"),
        ([EDGES, "--intake", "A"], "intake -> A: the edge 0 -> 1 is there twice"),
        ([EDGES, "--format", "csv"], "unknown format 'csv'"),
        ([EDGES, "--projection", "unit"], "'projection' is no option of the format 'edges'"),
        ([EDGES, "--picture", str(tmp_path / "network.bmp")], "ending in png, svg, pdf"),
        (["none.csv"], "No such file"),
        ([str(laughs)], "declarations of its own"),
    ]:
        assert message in fails_with(capsys, "network", *arguments)
