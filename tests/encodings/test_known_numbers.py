"""Answers are read alike whether their numbers were seen before or not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hf_mathseq.encodings import known_numbers
from hf_mathseq.encodings.arrays import MalformedMatrix, MatrixEncoding
from hf_mathseq.encodings.floats import FLOAT_ENCODINGS, float_encoding

ENCODINGS = {name: MatrixEncoding(float_encoding(name)) for name in FLOAT_ENCODINGS}


class OneByOne(MatrixEncoding):
    """Reads without memory."""

    def __init__(self, numbers):
        super().__init__(numbers)
        self._known.read = lambda tokens, start: None


def outcome(encoding, tokens, complete):
    try:
        return encoding.read(tokens, complete=complete)
    except MalformedMatrix as error:
        return str(error)


@settings(deadline=None)
@given(
    st.sampled_from(FLOAT_ENCODINGS),
    st.lists(st.sampled_from([0.0, 1.5, -2.25, 3e7, -4e-5, 1e-98]), min_size=4, max_size=4),
    st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), max_size=3),
    st.booleans(),
)
def test_changed_sequences_are_read_as_one_by_one(name, values, swaps, complete):
    encoding = ENCODINGS[name]
    bounded = [x if abs(x) < encoding.numbers.limit else 1.0 for x in values]
    tokens = encoding.tokens([bounded[:2], bounded[2:]])
    for one, other in swaps:
        one, other = one % len(tokens), other % len(tokens)
        tokens[one], tokens[other] = tokens[other], tokens[one]
    plain = OneByOne(encoding.numbers)
    for _ in range(2):
        assert outcome(encoding, tokens, complete) == outcome(plain, tokens, complete)


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(known_numbers, "MOST_NUMBERS", 10)
    encoding = MatrixEncoding(float_encoding("P1000"))
    for size in range(100, 200):
        assert encoding.read(encoding.tokens([[size]])) == [[size]]
    assert len(encoding._known._values) <= 10


@pytest.mark.parametrize("name", FLOAT_ENCODINGS)
def test_numbers_of_full_length_are_remembered(name):
    encoding = MatrixEncoding(float_encoding(name))
    tokens = encoding.tokens([[1.25, -3.5]])
    assert encoding.read(tokens) == [[1.25, -3.5]]
    assert len(encoding._known._values) == 2
    assert encoding.read(tokens, complete=True) == [[1.25, -3.5]]
