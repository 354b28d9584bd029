import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.encodings.vocabulary import EOS_ID, Vocabulary

VOCABULARY = Vocabulary(["x", "sin", "INT+", "1"])
TOKENS = st.lists(st.sampled_from(VOCABULARY.tokens[3:]), max_size=5)


@given(st.lists(TOKENS, max_size=4))
def test_text_is_read_as_it_is_written(rows):
    texts = [" ".join(row) for row in rows]
    ragged = Ragged.from_text(texts, VOCABULARY)
    assert ragged.to_text(VOCABULARY).to_pylist() == texts
    assert ragged.values.tolist() == [VOCABULARY.ids[token] for row in rows for token in row]
    assert ragged.lengths.tolist() == list(map(len, rows))


def test_a_token_outside_the_vocabulary_is_an_error():
    with pytest.raises(KeyError):
        Ragged.from_text(["x cos"], VOCABULARY)


@given(st.lists(TOKENS, max_size=6), st.randoms())
def test_rows_are_reordered(rows, chooser):
    order = chooser.sample(range(len(rows)), len(rows))
    ragged = Ragged.from_text([" ".join(row) for row in rows], VOCABULARY)
    found = ragged.reordered(np.array(order, dtype=np.int64)).to_text(VOCABULARY).to_pylist()
    assert found == [" ".join(rows[i]) for i in order]


def test_rows_of_one_length_and_of_many_are_taken_and_ended_alike():
    for lengths in ([3, 3, 3], [3, 0, 5], [0, 0], []):
        values = np.arange(10, 10 + sum(lengths), dtype=np.uint16)
        rows = Ragged.from_lengths(values, lengths)
        keep = np.arange(len(lengths)) != 1
        kept = rows.take(keep)
        expected = [row.tolist() for row, k in zip(rows, keep, strict=True) if k]
        assert [row.tolist() for row in kept] == expected
        ended = kept.with_eos()
        assert [row.tolist() for row in ended] == [[*row, EOS_ID] for row in expected]
        assert kept.values.dtype == ended.values.dtype == np.uint16
