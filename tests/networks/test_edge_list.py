import contextlib
import time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worked_networks import cases

from hf_mathseq.networks import Network, NetworkError, levels, outcome
from hf_mathseq.networks.edge_list import from_edge_list

MERGING = cases("conversion_cases")
CHAIN = Network(2, [(0, 1), (1, 2, 2.5), (2, 3, 2)], ("A", "B"))


@pytest.mark.parametrize("case", MERGING, ids=[case["id"] for case in MERGING])
def test_merged_sources_and_sinks(case):
    network = from_edge_list(case["raw_edges"], boundary="merge")
    assert network.n == case["n"]
    assert network.edges == tuple((u, v, 1) for u, v in case["edges"])
    assert outcome(network) == case["status"]
    if case["equilibrium"]:
        assert levels(network) == pytest.approx([float(Fraction(x)) for x in case["equilibrium"]])
    assert network.names[1:-1] == tuple(case["kept_vertices"])
    assert network.names[0] == (" + ".join(case["merged_sources"]) or "(no source)")
    assert network.names[-1] == (" + ".join(case["merged_sinks"]) or "(no sink)")


@pytest.mark.parametrize(
    "text",
    [
        "intake -> A\nA -> B 2.5\nB -> excretion 2",
        "intake A; A B 2.5; B excretion 2",
        "# a chain\nintake,A,1\n\nA, B, 2.5  # measured\nB,excretion,2\n",
        "source,target,weight\nintake,A,\nA,B,2.5\nB,excretion,2",
        "Source\tTarget\nintake\tA\t1\r\nA\tB\t2.5\r\nB\texcretion\t2",
        'intake → A\n"A" --> "B": 2.5\nB => excretion, 2',
    ],
)
def test_ways_to_write_a_chain(text):
    assert from_edge_list(text) == CHAIN


def test_boundaries_are_lists_or_mappings():
    pairs = [("A", "B", 2.5)]
    assert from_edge_list(pairs, intakes=["A"], excretions={"B": 2}) == CHAIN
    assert from_edge_list(pairs, intakes="A", excretions={"B": 2}) == CHAIN
    assert from_edge_list("A -> B 2.5; B -> excretion 2", intakes="A") == CHAIN


def test_names_and_numbers_as_people_write_them():
    text = """
    intake -> glucose 6-P
    glucose 6-P <-> "fructose 6-P" 1/3   # both ways
    fructose 6-P -> 1,3-bPG 1e-3
    1,3-bPG -> 5'-AMP#2 10
    5'-AMP#2 -> "vitamin 6"
    "vitamin 6" -> excretion
    """
    network = from_edge_list(text)
    vertices = ("glucose 6-P", "fructose 6-P", "1,3-bPG", "5'-AMP#2", "vitamin 6")
    assert network.names == vertices
    third = Fraction(1, 3)
    assert network.edges[:5] == ((0, 1, 1), (1, 2, third), (2, 1, third), (2, 3, 1e-3), (3, 4, 10))


@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ("intake -> A -> B -> excretion", [(0, 1), (1, 2), (2, 3)]),
        ("intake -> A 2 -> B 1/2 -> excretion 4", [(0, 1, 2), (1, 2, Fraction(1, 2)), (2, 3, 4)]),
        ("intake -> A <-> B -> excretion", [(0, 1), (1, 2), (2, 1), (2, 3)]),
        ("Intake -> A; A -> B; B -> EXCRETION", [(0, 1), (1, 2), (2, 3)]),
        ("Intake,A\nA,B\nB,Excretion", [(0, 1), (1, 2), (2, 3)]),
    ],
)
def test_chains_and_ends_in_capitals(text, edges):
    assert from_edge_list(text) == Network(2, edges, ("A", "B"))


def test_quoted_ends_are_names():
    network = from_edge_list('intake -> "Intake"; "Intake" -> excretion')
    assert network.names == ("Intake",)


@pytest.mark.parametrize(
    "line",
    [
        "A + B -> C",
        "A+B -> C",
        "A -> C + D",
        "2 A -> C",
        "A -> 1/2 C",
        "A -> C, k=2",
        "A -> C k = 2",
        "A -> C [2]",
        "A -> C (2.5)",
        "A -> C, C -> D",
    ],
)
def test_reactions_and_rates_are_no_vertices(line):
    with pytest.raises(NetworkError, match="leads from one metabolite to one other") as refused:
        from_edge_list(f"intake -> A; {line}; C -> excretion")
    assert f"cannot read {line!r}" in str(refused.value)


@pytest.mark.parametrize("name", ["H+", "NAD+", "2-PG", "2A", "1,3-bPG", "A (cytosol)", "Fe2+ ion"])
def test_names_like_these_stay_names(name):
    assert from_edge_list(f"intake -> {name}; {name} -> excretion").names == (name,)


@pytest.mark.parametrize(
    "name", ["A + B", "k=2", "2 A", "A [2]", "A->B", "A;B", "A #1", "A, B", "A <-> 2"]
)
def test_quoted_names_may_hold_what_separates_others(name):
    network = Network(1, [(0, 1, 2), (1, 2)], (name,))
    assert from_edge_list(f'intake -> "{name}" 2; "{name}" -> excretion # fast') == network
    assert from_edge_list(f'intake,"{name}",2\n"{name}",excretion') == network


def test_integers_are_names_too():
    network = from_edge_list([(10, 3), (3, 7)], intakes=[10], excretions=[7])
    assert network.names == ("10", "3", "7")
    assert from_edge_list("10 -> 3; 3 -> 7", intakes=[10], excretions=[7]) == network


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "positive number of internal vertices"),
        ("A -> B", "no boundary: write 'intake -> A' and 'B -> excretion', or .*--merge"),
        ("A", "cannot read 'A' as an edge"),
        ("A -> ", "cannot read"),
        ("A,B,2,3", "cannot read"),
        ("A B C", "'C' is no coefficient"),
        ("A B 1/0", "no coefficient"),
        ("intake -> A 1/0; A -> excretion", "'1/0' is no coefficient"),
        ("intake -> A 2,5; A -> excretion", "'2,5' is no coefficient"),
        ("intake -> A -> ", "cannot read 'intake -> A ->' as an edge: write 'A -> B'"),
        ("A B " + "9" * 5000, "no coefficient"),
        ("intake -> A; A -> A; A -> excretion", "A -> A: .*loop"),
        ("intake -> A; A -> excretion; intake A 2", "intake -> A: .*twice"),
        ("intake -> A; A -> intake; A -> excretion", "A -> intake: .*enters the intake"),
        ("intake -> A; A -> excretion; excretion -> A", "excretion -> A: .*leaves the excretion"),
        ("intake -> A 0; A -> excretion", "intake -> A: .*positive"),
        ("intake -> A; A -> excretion -2", "A -> excretion: .*positive"),
        ("intake -> A nan; A -> excretion", "finite"),
        ("intake -> A 1e999; A -> excretion", "finite"),
    ],
)
def test_bad_texts_give_one_line(text, message):
    with pytest.raises(NetworkError, match=message) as refused:
        from_edge_list(text)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300


def test_bad_boundaries_give_one_line():
    edges = "glucose -> pyruvate; pyruvate -> lactate"
    for arguments, message in [
        ({"intakes": ["glucos"]}, "unknown vertex 'glucos'; did you mean 'glucose'"),
        ({"intakes": ["glucose", "glucose"]}, "twice"),
        ({"boundary": "cut"}, "unknown boundary 'cut'; allowed: merge"),
        ({"boundary": "merge", "intakes": ["glucose"]}, "give none"),
    ]:
        with pytest.raises(NetworkError, match=message):
            from_edge_list(edges, **arguments)
    with pytest.raises(NetworkError, match=r"B -> B: .*loop"):
        from_edge_list("A B; B B; B C", boundary="merge")
    with pytest.raises(NetworkError, match="two coefficients"):
        from_edge_list("A B; B T1 1; B T2 2", boundary="merge")
    with pytest.raises(NetworkError, match="an edge is"):
        from_edge_list([("A", "B", 1, 2)])
    with pytest.raises(NetworkError, match="an edge is"):
        from_edge_list([7])


@pytest.mark.parametrize(
    "text",
    ["A" + " " * 300_000 + "B", "A" + "," * 300_000, '"' * 300_001, "->" * 150_000, "#" * 300_000,
     "A\t" * 150_000, '"A ' * 100_000, "A -> " + "B " * 150_000, ";" * 300_000],
)  # fmt: skip
def test_long_texts_take_time_in_proportion(text):
    start = time.process_time()
    with pytest.raises(NetworkError):
        from_edge_list(text)
    assert time.process_time() - start < 5


@given(st.text(max_size=80) | st.lists(st.sampled_from(["A", "->", "B", ";", "2", "intake", " "])))
def test_no_text_raises_anything_else(parts):
    with contextlib.suppress(NetworkError):
        from_edge_list(parts if isinstance(parts, str) else "".join(parts))
