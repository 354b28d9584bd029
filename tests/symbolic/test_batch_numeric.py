"""Computed together or one by one, values and derivatives are the same."""

import numpy as np
import pytest
from random_trees import random_expressions

from hf_mathseq.encodings.prefix import UNARY_FUNCTIONS
from hf_mathseq.symbolic.batch_numeric import BatchEvaluation
from hf_mathseq.symbolic.expression import read_prefix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.symbolic.nodes import X_BIT
from hf_mathseq.symbolic.numeric import values_and_derivatives

POINTS = np.array([-7.3, -2.1, -1.3, -0.7, -0.2, 0.3, 0.6, 0.9, 1.4, 2.6, 8.1])


def compare(expressions):
    batch = BatchEvaluation(expressions, [], POINTS)
    values, slopes = batch.values(expressions), batch.derivatives(expressions)
    for expr, value, slope in zip(expressions, values, slopes, strict=True):
        expected = values_and_derivatives(expr, POINTS)
        finite = np.isfinite(value) & np.isfinite(slope)
        assert np.array_equal(finite, np.isfinite(expected[0])), expr
        np.testing.assert_allclose(value[finite], expected[0][finite], rtol=1e-13)
        np.testing.assert_allclose(slope[finite], expected[1][finite], rtol=1e-12, atol=1e-13)


def test_random_expressions():
    compare([expr for expr in random_expressions(300, 3) if expr.symbols & X_BIT])


@pytest.mark.parametrize("name", UNARY_FUNCTIONS)
def test_functions_of_the_variable_and_of_hidden_infinities(name):
    inner = ["x", "mul INT+ 3 x", "inv add x INT- 1", "exp exp mul x x", "mul x sin INT+ 2"]
    compare([read_prefix([name, *words.split()]) for words in inner])


@pytest.mark.parametrize(
    "text", ["x**5", "x**(-2)", "x**(1/3)", "2**x", "x**x", "sqrt(x)", "1/x", "x**2", "atan(1/x)"]
)
def test_powers(text):
    compare([read_prefix(read_infix(text))])


def test_what_is_only_evaluated_has_no_derivative_and_shares_its_parts():
    square, sine = (read_prefix(words.split()) for words in ("pow2 x", "sin pow2 x"))
    batch = BatchEvaluation([square], [sine], POINTS)
    assert np.array_equal(batch.values([sine, square])[0], np.sin(POINTS**2))
    assert np.array_equal(batch.derivatives([square])[0], POINTS + POINTS)


@pytest.mark.parametrize("words", ["Y", "Y'", "sin y", "mul a0 x", "add x I"])
def test_what_has_no_real_value_is_not_a_number(words):
    expr = read_prefix(words.split())
    assert not np.isfinite(BatchEvaluation([expr], [], POINTS).values([expr])).any()
