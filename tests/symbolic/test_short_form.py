import numpy as np
import pytest
from random_trees import random_expressions

from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.expression import read_prefix, write_infix, write_prefix
from hf_mathseq.symbolic.nodes import sweep
from hf_mathseq.symbolic.numeric import evaluate
from hf_mathseq.symbolic.short_form import short_form

POINTS = np.array([-2.3, -1.1, -0.37, 0.29, 0.61, 1.43, 3.7])


def shortened(text):
    return " ".join(write_prefix(short_form(read_prefix(text.split()))))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("add INT+ 1 pow2 tan x", "pow cos x INT- 2"),
        ("sub INT+ 1 pow2 tanh x", "pow cosh x INT- 2"),
        ("sub INT+ 3 mul INT+ 3 pow2 sin x", "mul INT+ 3 pow cos x INT+ 2"),
        ("sub pow2 cosh x INT+ 1", "pow sinh x INT+ 2"),
        ("add x add pow2 sin x pow2 cos x", "add INT+ 1 x"),
        ("sub pow2 cosh x pow2 sinh x", "INT+ 1"),
        ("add mul x exp x exp x", "mul add INT+ 1 x exp x"),
        (
            "add div ln x pow2 add x INT+ 1 div x pow2 add x INT+ 1",
            "mul pow add INT+ 1 x INT- 2 add x ln x",
        ),
        ("mul x add INT+ 2 inv x", "add INT+ 1 mul INT+ 2 x"),
        ("sub mul add x INT+ 1 add x INT+ 2 pow2 x", "add INT+ 2 mul INT+ 3 x"),
    ],
)
def test_forms(words, expected):
    assert shortened(words) == expected


@pytest.mark.parametrize("seed", range(3))
def test_short_forms_are_equal_and_never_longer(seed):
    shorter = 0
    for expr in random_expressions(100, 60 + seed):
        slope = derivative(expr)
        short = short_form(slope)
        before, after = len(write_prefix(slope)), len(write_prefix(short))
        assert after <= before
        shorter += after < before
        if "I" in write_prefix(short) or "I" in write_prefix(slope):
            continue
        with np.errstate(all="ignore"):
            first, second = evaluate(slope, POINTS), evaluate(short, POINTS)
        valid = np.isfinite(first) & np.isfinite(second)
        gap = np.abs(first - second)[valid] / np.maximum(1e-9, np.abs(first[valid]))
        assert (gap < 1e-6).mean() > 0.8 if valid.sum() > 2 else True, write_infix(slope)
    assert shorter > 30


def test_the_form_depends_on_the_expression_alone():
    text = "mul exp x div ln x add x sin x"
    words = write_prefix(derivative(read_prefix(text.split())))
    first = write_prefix(short_form(read_prefix(words)))
    sweep()
    assert write_prefix(short_form(read_prefix(words))) == first
