"""Networks and levels in words, exactly as the worked examples have them."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worked_networks import IDS, WORKED, cases

from hf_mathseq.encodings.decimals import EncodingError
from hf_mathseq.encodings.levels import LevelsEncoding, read_class, written_levels
from hf_mathseq.encodings.networks import (
    INTEGERS,
    UNIT,
    VERTEX_WORDS,
    WEIGHT_FORMS,
    WEIGHT_WORDS,
    MalformedNetwork,
    NetworkEncoding,
    legacy_network_vocabulary,
    network_vocabulary,
)
from hf_mathseq.encodings.ragged import Ragged


def encoding(form):
    return NetworkEncoding(network_vocabulary(form), form)


def answers(precision):
    return LevelsEncoding(network_vocabulary(), precision)


@pytest.mark.parametrize("case", WORKED, ids=IDS)
def test_worked_networks_have_their_words(case):
    form = VERTEX_WORDS if case["weighted"] else UNIT
    words = case["input_tokens"].split()
    assert encoding(form).tokens(case["n"], case["edges"]) == words
    n, edges = encoding(form).read(words)
    assert n == case["n"]
    assert sorted(map(list, edges)) == case["edges"]


@pytest.mark.parametrize("case", WORKED, ids=IDS)
@pytest.mark.parametrize("precision", [2, 4])
def test_worked_levels_have_their_words(case, precision):
    words = case["target_tokens"][f"levels_p{precision}"].split()
    levels = None
    if case["label"]:
        exact = [float(Fraction(level)) for level in case["equilibrium"]]
        levels = written_levels(exact, precision).tolist()
        assert levels == pytest.approx(exact, rel=10.0**-precision)
    assert answers(precision).tokens(levels) == words
    assert answers(precision).read(words) == levels


def test_a_solvers_last_bits_do_not_flip_ties():
    for tie, written in ((1 / 32, 0.0312), (0.1125, 0.113), (2.675, 2.67)):
        noisy = tie * (1 + np.arange(-4, 5) * 2.0**-52)
        assert set(written_levels(noisy, 2)) == {written}


@pytest.mark.parametrize("case", cases("float_cases"))
def test_worked_numbers_have_their_words(case):
    for precision in (2, 4):
        words = answers(precision).tokens([float(case["value"])])[2:]
        assert " ".join(words) == case[f"p{precision}"]


networks = st.lists(
    st.tuples(st.integers(0, 998), st.integers(1, 999), st.integers(1, 99)), max_size=30
).map(sorted)


@given(st.integers(1, 998), networks, st.sampled_from(WEIGHT_FORMS))
@settings(deadline=None)
def test_weighted_networks_come_back(n, edges, form):
    words = encoding(form).tokens(n, edges)
    assert encoding(form).read(words) == (n, edges)
    assert len(words) <= encoding(form).length(len(edges))


def test_coefficients_have_three_forms():
    written = {form: encoding(form).tokens(1, [(0, 1, 37), (1, 2, 5)]) for form in WEIGHT_FORMS}
    assert written[VERTEX_WORDS] == ["N1", "N0", "N1", "N37", "N1", "N2", "N5"]
    assert written[INTEGERS] == ["N1", "N0", "N1", "INT+", "3", "7", "N1", "N2", "INT+", "5"]
    assert written[WEIGHT_WORDS] == ["N1", "N0", "N1", "W37", "N1", "N2", "W5"]


@pytest.mark.parametrize(
    ("form", "n", "edge"),
    [
        (UNIT, 999, (0, 1, 1)),
        (UNIT, 2, (0, 1, 2)),
        (VERTEX_WORDS, 2, (0, 1, 100)),
        (INTEGERS, 2, (0, 1, 1.5)),
        (WEIGHT_WORDS, 2, (0, 1, 0)),
        (WEIGHT_WORDS, 2, (0, 1, float("nan"))),
    ],
)
def test_what_has_no_words_is_refused(form, n, edge):
    with pytest.raises(EncodingError) as caught:
        encoding(form).tokens(n, [edge])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (UNIT, ""),
        (UNIT, "N2 N0"),
        (UNIT, "N2 N0 7"),
        (UNIT, "N2 N0 N1000"),
        (UNIT, "W2 N0 N1"),
        (VERTEX_WORDS, "N2 N0 N1"),
        (INTEGERS, "N2 N0 N1 N5"),
        (INTEGERS, "N2 N0 N1 INT- 5"),
        (INTEGERS, "N2 N0 N1 INT+"),
        (INTEGERS, "N2 N0 N1 INT+ 1 2 3"),
        (WEIGHT_WORDS, "N2 N0 N1 N5"),
    ],
)
def test_what_is_no_network_is_malformed(form, words):
    with pytest.raises(MalformedNetwork):
        encoding(form).read(words.split())


@pytest.mark.parametrize(
    "words",
    [
        "",
        "N1",
        "N2",
        "N0 N0",
        "N1 FLOAT+ 1 . 0 0 10^ INT+ 0",
        "N1 <SPECIAL_3>",
        "N1 <SPECIAL_3> 1 . 0 0 10^ INT+ 0",
        "N1 <SPECIAL_3> FLOAT+ 1 . 0 0",
        "N1 <SPECIAL_3> FLOAT+ 1 . 0 10^ INT+ 0",
        "N1 <SPECIAL_3> FLOAT+ 1 0 . 0 0 10^ INT+ 0",
        "N1 <SPECIAL_3> FLOAT+ 1 . 0 0 10^ INT+ 9 9 9",
        "N1 <SPECIAL_3> FLOAT+ 1 . 0 0 10^ INT+ 0 N3",
        "N1 <SPECIAL_3> FLOAT+ 1 . 0 0 10^ INT+ 0 <SPECIAL_3>",
    ],
)
def test_what_is_no_answer_is_malformed(words):
    with pytest.raises(MalformedNetwork):
        answers(2).read(words.split())


@given(
    st.lists(st.one_of(st.none(), st.lists(st.floats(0, 1e300), min_size=1, max_size=5))),
    st.integers(1, 9),
)
@settings(deadline=None)
def test_many_answers_are_written_as_each_of_them(rows, precision):
    rows = [row and written_levels(row, precision).tolist() for row in rows]
    values = np.array([level for row in rows for level in row or ()], dtype=np.float64)
    batch = Ragged.from_lengths(values, [len(row or ()) for row in rows])
    exists = np.array([row is not None for row in rows], dtype=np.bool_)
    texts = answers(precision).ids(exists, batch).to_text(network_vocabulary()).to_pylist()
    assert [text.split() for text in texts] == [answers(precision).tokens(row) for row in rows]
    assert [answers(precision).read(text.split()) for text in texts] == rows


def test_classes():
    assert read_class(["N1"])
    assert not read_class(["N0"])
    for words in ([], ["N2"], ["N1", "N1"]):
        with pytest.raises(MalformedNetwork):
            read_class(words)


def test_vocabularies():
    assert len(legacy_network_vocabulary()) == 1031
    legacy = legacy_network_vocabulary(WEIGHT_WORDS)
    assert len(legacy) == 1132
    assert (legacy[:2], legacy[31], legacy[-1]) == (("<s>", "</s>"), "N0", "W100")
    assert set(network_vocabulary(WEIGHT_WORDS).tokens[3:]) <= set(legacy)
    assert network_vocabulary().tokens[-1] == "N999"
