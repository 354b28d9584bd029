"""Words and trees of right-hand sides, and the text that people read."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hf_mathseq.systems.tree_text import infix, read_infix_tree
from hf_mathseq.systems.words import (
    BINARY,
    UNARY,
    VARIABLES,
    legacy_vocabulary,
    read_tree,
    vocabulary_words,
    write_tree,
)
from hf_mathseq.verdict import ProblemError

DATA = Path(__file__).parents[1] / "data" / "differential_systems"

leaves = st.one_of(st.integers(-120, 120), st.sampled_from(VARIABLES)).map(lambda leaf: (leaf,))
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(UNARY), inner).map(lambda t: (t[0], *t[1])),
        st.tuples(st.sampled_from(BINARY), inner, inner).map(lambda t: (t[0], *t[1], *t[2])),
    ),
    max_leaves=12,
)


@given(trees)
def test_words_and_text_say_the_tree(tree):
    assert read_tree(write_tree(tree)) == tree
    assert read_infix_tree(infix(tree), VARIABLES) == tree


@given(st.text(alphabet="x019 +-*/()sincoexp,^", max_size=30))
def test_any_text_is_read_or_refused(text):
    try:
        tree = read_infix_tree(text, VARIABLES[:2])
    except ProblemError:
        return
    assert read_infix_tree(infix(tree), VARIABLES) == tree


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        (("+", "x0", -4), "x0 + (-4)"),
        (("*", -10, "sin", "x1"), "-10*sin(x1)"),
        (("-", "x0", "-", "x1", "x2"), "x0 - (x1 - x2)"),
        (("-", "-", "x0", "x1", "x2"), "x0 - x1 - x2"),
        (("/", "*", "x0", "x1", "/", 2, 3), "x0*x1/(2/3)"),
        (("/", "ln", "x2", "sqrt", "-", "x0", "x5"), "ln(x2)/sqrt(x0 - x5)"),
        (("-", -3, -2), "-3 - (-2)"),
    ],
)
def test_text_is_what_people_write(tree, text):
    assert infix(tree) == text
    assert read_infix_tree(text, VARIABLES) == tree


def test_published_vocabularies_and_expressions():
    vectors = json.loads((DATA / "vectors.json").read_text())
    for layout in vectors["vocabularies"]:
        pde = layout["tasks"] == "fourier_cond_init"
        assert list(legacy_vocabulary(layout["max_degree"], pde=pde)) == layout["words"]
    for case in vectors["expression_trees"]:
        tree = read_infix_tree(case["infix"].replace("+ -4", "+ (-4)"), VARIABLES)
        assert write_tree(tree) == case["tokens"]
        assert read_tree(case["tokens"]) == tree
    assert len(set(vocabulary_words())) == len(vocabulary_words())


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("+ x0", "before it is complete"),
        ("", "before it is complete"),
        ("INT+", "not followed by a digit"),
        ("INT+ x0", "not followed by a digit"),
        ("INT+ 1 2 x0", "follows a complete"),
        ("foo", "'foo' is no operator"),
        ("pi", "'pi' is no operator"),
        ("x20", "'x20' is no operator"),
        ("+ x0 " * 6000, "at most 10000"),
        ("INT+ " + "7 " * 2000, "more than 1000 digits"),
    ],
)
def test_malformed_words(words, reason):
    with pytest.raises(ProblemError, match=reason):
        read_tree(words.split())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x0 +", "before it is complete"),
        ("sin x0", "unexpected 'x0' at position 5"),
        ("(x0", "not closed"),
        ("sin(x0", "not closed"),
        ("x0)", r"unexpected '\)'"),
        ("x0 x1", "unexpected 'x1'"),
        ("x2", "variables: x0, x1"),
        ("x0 ^ 2", r"unexpected '\^'"),
        ("--3", "unexpected '-'"),
        ("-x0", "unexpected 'x0'"),
        ("1" * 1001, "more than 1000 digits"),
        ("+".join(["x0"] * 6000), "more than 10000 words"),
    ],
)
def test_malformed_text(text, reason):
    with pytest.raises(ProblemError, match=reason):
        read_infix_tree(text, VARIABLES[:2])
