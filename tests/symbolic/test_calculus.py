import numpy as np
import pytest
from random_trees import random_expressions

from hf_mathseq.encodings.prefix import UNARY_FUNCTIONS
from hf_mathseq.symbolic.calculus import (
    derivative,
    split_constant_factor,
    without_constant_terms,
)
from hf_mathseq.symbolic.expression import ExpressionError, read_prefix, write_infix, write_prefix
from hf_mathseq.symbolic.numeric import evaluate, values_and_derivatives

POINTS = np.array([-3.1, -1.7, -0.83, -0.31, 0.17, 0.41, 0.77, 1.31, 2.3, 4.1])


def relative_gap(first, second):
    valid = np.isfinite(first) & np.isfinite(second)
    gap = np.abs(first - second) / np.maximum(1e-9, np.abs(first) + np.abs(second))
    return gap[valid]


def words(expr):
    return " ".join(write_prefix(expr))


@pytest.mark.parametrize("name", [name for name in UNARY_FUNCTIONS if name != "sign"])
def test_every_function_against_a_difference_quotient(name):
    expr = read_prefix([name, *["add", "div", "x", "INT+", "2", "div", "pow2", "x", "INT+", "7"]])
    step = 1e-6
    quotient = (evaluate(expr, POINTS + step) - evaluate(expr, POINTS - step)) / (2 * step)
    gaps = relative_gap(quotient, evaluate(derivative(expr), POINTS))
    assert len(gaps) >= 2
    assert gaps.max() < 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_random_expressions_against_dual_numbers(seed):
    compared = 0
    for expr in random_expressions(120, 40 + seed):
        slope = derivative(expr)
        if "I" in write_prefix(slope):
            continue
        with np.errstate(all="ignore"):
            gaps = relative_gap(values_and_derivatives(expr, POINTS)[1], evaluate(slope, POINTS))
        assert (gaps < 1e-6).mean() > 0.8 if len(gaps) > 2 else True, write_infix(expr)
        compared += len(gaps)
    assert compared > 300


def test_published_forms():
    assert words(derivative(read_prefix(["acosh", "mul", "INT+", "2", "x"]))) == (
        "mul INT+ 2 pow add INT- 1 mul INT+ 4 pow x INT+ 2 div INT- 1 INT+ 2"
    )
    assert words(derivative(read_prefix(["tan", "x"]))) == "add INT+ 1 pow tan x INT+ 2"
    assert words(derivative(read_prefix(["abs", "x"]))) == "sign x"
    assert words(derivative(read_prefix(["pow", "x", "x"]))) == ("mul pow x x add INT+ 1 ln x")
    assert words(derivative(read_prefix(["f", "x"]))) == "derivative f x x"


def test_the_derivative_of_sign_is_no_function():
    with pytest.raises(ExpressionError, match="sign"):
        derivative(read_prefix(["sign", "x"]))


def test_constants_are_dropped_and_split():
    expr = read_prefix(["add", "INT+", "3", "add", "exp", "INT+", "2", "mul", "x", "sin", "x"])
    assert words(without_constant_terms(expr)) == "mul x sin x"
    product = "mul INT+ 6 mul ln INT+ 2 x"
    varying, constant = split_constant_factor(read_prefix(product.split()))
    assert (words(varying), words(constant)) == ("x", "mul INT+ 6 ln INT+ 2")
