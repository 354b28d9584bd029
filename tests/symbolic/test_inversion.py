"""Solving for a constant."""

import numpy as np
import pytest

from hf_mathseq.symbolic.constant_values import constant_value
from hf_mathseq.symbolic.expression import read_prefix, symbol, write_prefix
from hf_mathseq.symbolic.inversion import solve_for
from hf_mathseq.symbolic.nodes import ZERO
from hf_mathseq.symbolic.substitution import substitute

A8, Y = symbol("a8"), symbol("y")


def solved(words, branch=0, value=Y):
    found = solve_for(A8, read_prefix(words.split()), value, lambda count: min(branch, count - 1))
    return None if found is None else " ".join(write_prefix(found))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("mul x ln div a8 x", "mul x exp mul pow x INT- 1 y"),
        ("mul a8 exp x", "mul y exp mul INT- 1 x"),
        ("sub sin add a8 x x", "add mul INT- 1 x asin add x y"),
        ("pow3 add a8 x", "add pow y div INT+ 1 INT+ 3 mul INT- 1 x"),
        ("tanh sqrt a8", "pow atanh y INT+ 2"),
        # Several places: linear after bringing the sum over one denominator.
        ("add a8 mul a8 x", "mul pow add INT+ 1 x INT- 1 y"),
        ("div add a8 x sub a8 x", "mul INT- 1 div add x mul x y sub INT+ 1 y"),
        ("add exp mul a8 x mul INT+ 2 exp mul a8 x", "div ln div y INT+ 3 x"),
    ],
)
def test_solutions(words, expected):
    assert read_prefix(solved(words).split()) is read_prefix(expected.split())


@pytest.mark.parametrize("words", ["add a8 ln a8", "mul a8 exp a8", "sign a8", "add x y"])
def test_what_is_not_solved_is_none(words):
    assert solved(words) is None


@pytest.mark.parametrize(
    ("words", "value"),
    [
        *[(words, "div INT+ 3 INT+ 4") for words in ("cos mul a8 x", "sin a8", "pow2 add a8 x")],
        *[(words, "INT+ 3") for words in ("pow4 a8", "cosh a8", "abs sub a8 x", "add a8 pow2 a8")],
    ],
)
def test_every_branch_is_a_solution(words, value):
    texts = {solved(words, branch) for branch in (0, 1)}
    assert len(texts) == 2
    point = {symbol("x"): read_prefix(["INT+", "2"]), Y: read_prefix(value.split())}
    for text in texts:
        constant = substitute(read_prefix(text.split()), point)
        back = substitute(read_prefix(words.split()), {A8: constant, **point})
        assert np.isclose(constant_value(back), constant_value(point[Y]))


def test_an_equation_with_zero_has_its_roots():
    assert solved("sub mul x a8 INT+ 3", value=ZERO) == "mul INT+ 3 pow x INT- 1"
