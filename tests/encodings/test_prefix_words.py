import json
from pathlib import Path

import pytest

from hf_mathseq.encodings.integers import MAX_DIGITS, read_integer, write_integer
from hf_mathseq.encodings.prefix import (
    ARITY,
    EXPRESSION_WORDS,
    PUBLISHED_WORDS,
    clean,
    count_operators,
    unclean,
)

VECTORS = json.loads((Path(__file__).parents[1] / "data" / "symbolic" / "vectors.json").read_text())


def test_words_have_the_published_order():
    assert list(PUBLISHED_WORDS) == VECTORS["vocab"]
    assert len(EXPRESSION_WORDS) == 81
    assert list(PUBLISHED_WORDS[10:]) == list(EXPRESSION_WORDS)


@pytest.mark.parametrize("case", VECTORS["integers"], ids=lambda case: str(case["value"]))
def test_integers(case):
    assert write_integer(case["value"]) == case["tokens"]
    assert read_integer(case["tokens"], 0) == (case["value"], len(case["tokens"]))


def test_a_sign_without_digits_is_zero_and_digits_are_bounded():
    assert read_integer(["INT-"], 0) == (0, 1)
    assert read_integer(["INT+", "0", "0", "7", "x"], 0) == (7, 4)
    before = ["add", "x"]
    longest = ["INT+"] + ["9"] * MAX_DIGITS
    assert read_integer(before + longest, 2) == (10**MAX_DIGITS - 1, MAX_DIGITS + 3)
    with pytest.raises(ValueError, match="digits"):
        read_integer([*longest, "9"], 0)


@pytest.mark.parametrize("case", VECTORS["clean"], ids=lambda case: " ".join(case["clean"]))
def test_shorthand_of_the_unknown_function(case):
    assert clean(case["prefix"]) == case["clean"]
    assert unclean(case["clean"]) == case["unclean"]


def test_operators_are_counted_and_have_an_arity():
    assert count_operators(["add", "mul", "x", "sin", "x", "INT+", "1"]) == 3
    assert sum(arity == 2 for arity in ARITY.values()) == 8
    assert ARITY["h"] == 3
    assert len(ARITY) == 44
