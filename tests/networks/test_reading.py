import json
from pathlib import Path

import pytest
from worked_networks import cases

from hf_mathseq.networks import Network, NetworkError, examples
from hf_mathseq.networks.kgml import from_kgml
from hf_mathseq.networks.reading import read_network

CHAIN = Network(2, [(0, 1), (1, 2, 2.5), (2, 3)], ("A", "B"))
TEXT = "intake -> A; A -> B 2.5; B -> excretion"
AS_JSON = {"n": 2, "vertex_names": ["A", "B"], "edges": [[0, 1, 1], [1, 2, 2.5], [2, 3, 1]]}
MAP = cases("kgml_cases")[0]["xml"]


@pytest.mark.parametrize(
    "source",
    [
        CHAIN,
        TEXT,
        [("intake", "A"), ("A", "B", 2.5), ("B", "excretion")],
        AS_JSON,
        json.dumps(AS_JSON),
    ],
)
def test_every_form(source):
    assert read_network(source) == CHAIN


def test_examples_by_name():
    assert read_network("glycolysis") == examples()["glycolysis"]


def test_text_is_no_path_where_files_are_not_wanted(tmp_path, monkeypatch):
    (tmp_path / "A B.csv").write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    assert read_network("A B.csv") == CHAIN
    assert read_network("A B.csv", files=False, boundary="merge").names == ("A", "B.csv")


@pytest.mark.parametrize("format", ["kgml", "cobra"])
def test_no_format_opens_a_file_where_files_are_not_wanted(tmp_path, format):
    path = tmp_path / "map.xml"
    path.write_text(MAP)
    with pytest.raises(NetworkError, match="no file is read"):
        read_network(str(path), format, files=False)


def test_halves_of_characters_and_null_bytes_are_refused():
    with pytest.raises(NetworkError, match="broken XML"):
        read_network("<pathway>\ud800</pathway>")
    with pytest.raises(NetworkError, match="null byte"):
        read_network("a\0b.xml", "kgml")


def test_options_reach_the_reader():
    assert read_network("A -> B 2.5", intakes=["A"], excretions=["B"]) == CHAIN
    assert read_network("A -> B 2.5", boundary="merge").n == 2
    networkx = pytest.importorskip("networkx")
    graph = networkx.DiGraph()
    graph.add_edge("A", "B", weight=2.5)
    assert read_network(graph, boundary="merge") == CHAIN


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("chain.csv", "intake,A\nA,B,2.5\nB,excretion\n", CHAIN),
        ("chain.txt", "\ufeff# by hand\n" + TEXT, CHAIN),
        ("chain.json", json.dumps(AS_JSON), CHAIN),
        ("map.xml", MAP, from_kgml(MAP)),
        ("map.kgml", MAP, from_kgml(MAP)),
    ],
)
def test_files_by_ending(tmp_path, monkeypatch, name, content, expected):
    (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert read_network(name) == read_network(tmp_path / name) == expected
    assert read_network(MAP) == from_kgml(MAP)


def test_a_format_may_be_named(tmp_path):
    (tmp_path / "chain").write_text(TEXT)
    assert read_network(tmp_path / "chain", format="edges") == CHAIN
    with pytest.raises(NetworkError, match=r"'chain' ends like no network; allowed: \.csv"):
        read_network(tmp_path / "chain")
    with pytest.raises(NetworkError, match="unknown format 'kgm'; did you mean 'kgml'"):
        read_network(tmp_path / "chain", format="kgm")


def test_constraint_based_models(tmp_path):
    sbml, as_json = tmp_path / "model.xml", tmp_path / "model.json"
    sbml.write_text("<sbml/>")
    as_json.write_text('{"metabolites": [], "reactions": [], "genes": []}')
    for source in (sbml, as_json):
        with pytest.raises(NetworkError, match=r"cobra|positive number"):
            read_network(source)
    pytest.importorskip("cobra")
    assert read_network("textbook", format="cobra").n == 50


@pytest.mark.parametrize(
    ("source", "options", "message"),
    [
        (7, {}, "not int"),
        (b"A -> B", {}, "not bytes"),
        (None, {}, "not NoneType"),
        ("[]", {}, "an object with"),
        ("{", {}, "no JSON"),
        ('{"n": 1000000000, "edges": []}', {}, "1000000000 internal vertices is not read"),
        ("<pathway>", {}, "broken XML"),
        ("A\x00B", {}, "cannot read"),
        (
            MAP,
            {"boundary": "merge"},
            "'boundary' is no option of the format 'kgml'; allowed: multi",
        ),
        (AS_JSON, {"intakes": "A"}, "it takes none"),
    ],
)
def test_bad_sources_give_one_line(source, options, message):
    with pytest.raises(NetworkError, match=message) as refused:
        read_network(source, **options)
    assert "\n" not in str(refused.value)


def test_bad_files_give_one_line(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        read_network("none.csv")
    with pytest.raises(OSError, match="No such file"):
        read_network(Path("none.json"))
    (tmp_path / "bytes.csv").write_bytes(b"A,\xff\xfe")
    with pytest.raises(NetworkError, match="no text in UTF-8"):
        read_network(tmp_path / "bytes.csv")
    (tmp_path / "nested.json").write_text("[" * 100_000)
    with pytest.raises(NetworkError, match="no JSON"):
        read_network(tmp_path / "nested.json")


@pytest.mark.parametrize(
    ("source", "options"),
    [
        ("a\0b.txt", {}),
        ("A -> B", {"format": ["edges"]}),
        ("A -> B", {"intakes": 1, "excretions": "B"}),
        ("A -> B", {"intakes": None}),
        (5, {"format": "json"}),
    ],
)
def test_sources_and_options_of_the_wrong_kind(source, options):
    with pytest.raises(NetworkError):
        read_network(source, **options)


@pytest.mark.parametrize("name", ["glycolisis", "Glycolysis", " krebs-cycl "])
def test_a_misspelt_example_gets_a_suggestion(name):
    with pytest.raises(NetworkError, match=r"unknown network .*(did you mean|allowed: )"):
        read_network(name)


def test_one_letter_is_still_no_edge():
    with pytest.raises(NetworkError, match="cannot read 'A' as an edge"):
        read_network("A")
