"""Words in a buffer to ids, and the fields of lines."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hf_mathseq.conversion import published_lines
from hf_mathseq.conversion.published_lines import NO_COUNT, NO_FIELDS, UNKNOWN_WORD, read_lines
from hf_mathseq.conversion.word_table import LONGEST, UNKNOWN, WordTable, padded
from hf_mathseq.encodings.vocabulary import Vocabulary
from hf_mathseq.tasks import get_task, list_tasks

WORDS = ["x", "y", "INT+", "12345678", "123456789", "12345678a", "<SPECIAL_3>", "a" * LONGEST]
VOCABULARY = Vocabulary(WORDS)
TABLE = WordTable(VOCABULARY)


def ids_of(table, words):
    lengths = np.array([len(word) for word in words])
    return table.ids(padded("".join(words).encode()), np.cumsum(lengths) - lengths, lengths)


@pytest.mark.parametrize("name", list_tasks())
def test_every_word_of_a_task_has_its_id(name):
    vocabulary = get_task(name).vocabulary
    found = ids_of(WordTable(vocabulary), vocabulary.tokens)
    assert found.tolist() == [*range(len(vocabulary))]


def test_every_word_of_the_largest_vocabulary_has_its_id():
    options = {"input_encoding": "FP15", "output_encoding": "B1999"}
    vocabulary = get_task("linear_algebra/add", **options).vocabulary
    found = ids_of(WordTable(vocabulary), vocabulary.tokens)
    assert found.tolist() == [*range(len(vocabulary))]


@given(st.lists(st.sampled_from(WORDS) | st.text("xyINT+1239a<", max_size=LONGEST + 3)))
def test_other_words_are_unknown(words):
    if words:
        expected = [VOCABULARY.ids.get(word, UNKNOWN) for word in words]
        assert ids_of(TABLE, words).tolist() == expected


def test_a_word_too_long_to_compare_is_refused():
    with pytest.raises(ValueError, match="more than 15 bytes"):
        WordTable(Vocabulary(["a" * 16]))


def read_line(line, counted):
    """What a line should be read as: a reason, or the count and both lists of ids."""
    text = "".join(c if " " <= c < "\x7f" or c in "\t\r" else "?" for c in line)
    fields = text.rstrip().replace("\r", "?").split("\t")
    if len(fields) != 2:
        return NO_FIELDS
    count, bar, problem = fields[0].partition("|") if counted else ("1", "|", fields[0])
    if " " in count or not bar or not count.isdigit() or len(count) > 18 or not int(count):
        return NO_COUNT
    sides = [[VOCABULARY.ids.get(w, UNKNOWN) for w in t.split(" ")] for t in (problem, fields[1])]
    return UNKNOWN_WORD if UNKNOWN in sides[0] + sides[1] else (int(count), *sides)


PIECES = [
    "1|",
    "07|",
    "|",
    "x",
    "x",
    "INT+",
    "<SPECIAL_3>",
    " ",
    " ",
    "\t",
    "\t",
    "\r",
    "\x00",
    "é",
]
LINES = st.lists(st.lists(st.sampled_from(PIECES), max_size=6).map("".join), min_size=1)
GOOD = st.just("2|x INT+\ty")


@given(LINES | st.lists(GOOD | st.sampled_from(["0|x\tx", "x\tx", "", "1|x y\tx  "]), min_size=1))
@pytest.mark.parametrize("counted", [True, False])
def test_lines_are_read_as_their_fields_say(counted, lines):
    block = "".join(f"{line}\n" for line in lines).encode()
    found = read_lines(block, TABLE, counted)
    expected = [read_line(line, counted) for line in lines]
    good = [line for line in expected if not isinstance(line, str)]
    assert found.malformed == {i: e for i, e in enumerate(expected) if isinstance(e, str)}
    assert found.counts.tolist() == [line[0] for line in good]
    for side, rows in ((1, found.inputs), (2, found.targets)):
        assert [rows[i].tolist() for i in range(len(rows))] == [line[side] for line in good]
        assert rows.values.dtype == VOCABULARY.id_dtype


def test_pieces_of_a_block_are_put_together(monkeypatch):
    lines = [f"{i + 1}|x{' x' * (i % 7)}\ty" if i % 5 else "bad" for i in range(100)]
    block = "".join(f"{line}\n" for line in lines).encode()
    whole = read_lines(block, TABLE)
    monkeypatch.setattr(published_lines, "_PIECE", 40)
    parts = read_lines(block, TABLE)
    assert parts.malformed == whole.malformed
    assert [*parts.malformed] == [*range(0, 100, 5)]
    assert parts.counts.tolist() == [i + 1 for i in range(100) if i % 5]
    assert parts.inputs.offsets.tolist() == whole.inputs.offsets.tolist()
