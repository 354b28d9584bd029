"""Rational functions in lowest terms, and expressions read as functions of a part."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_functions import expression

from hf_mathseq.integrators.factors import monic, quotient
from hf_mathseq.integrators.multiple_angles import with_one_angle
from hf_mathseq.integrators.rational_functions import in_lowest_terms
from hf_mathseq.integrators.replacement import FunctionOf, at
from hf_mathseq.symbolic.evaluation import mul
from hf_mathseq.symbolic.expression import number, write_infix
from hf_mathseq.symbolic.numeric import evaluate

POINTS = np.linspace(-3.07, 2.93, 31)


def same_values(left, right):
    ours, theirs = evaluate(left, POINTS), evaluate(right, POINTS)
    both = np.isfinite(ours) & np.isfinite(theirs)
    return both.sum() > 5 and np.allclose(ours[both], theirs[both], rtol=1e-9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(x**2 - 1)/(x + 1)", "x - 1"),
        ("1/(x + 1/x)", "x/(x**2 + 1)"),
        ("1/(x - 1) - 1/(x + 1)", "2/((x - 1)*(x + 1))"),
        ("(x/2 + 1/3)**2", "x**2/4 + x/3 + 1/9"),
        ("sqrt(x)", None),
        ("x*exp(2)", None),
        ("(x + 1)**41", None),
    ],
)
def test_lowest_terms(text, expected):
    found = in_lowest_terms(expression(text))
    assert found is (None if expected is None else expression(expected))


FACTORS = st.sampled_from(
    ["x", "(x + 1)", "(2*x - 3)", "(x**2 + x)", "exp(x)", "sin(x)", "(x - x*ln(x))"]
)


@given(st.lists(FACTORS, min_size=1, max_size=4), st.lists(FACTORS, min_size=1, max_size=4))
def test_quotients_keep_their_value(above, below):
    top, bottom = expression("*".join(above)), expression("*".join(below))
    assert same_values(quotient(top, bottom), mul(top, expression(f"1/({'*'.join(below)})")))


def test_factors_of_sums_cancel():
    found = quotient(expression("(1 + x)*sin(2*x + x**2)"), expression("2*x + 2"))
    assert write_infix(found) == "sin(x**2 + 2*x)/2"
    assert monic(expression("3*x**2 - 6*x")) == (3, expression("x*(x - 2)"))
    terms = expression("exp(2)*sin(x)/(1 + x) + x*exp(2)*sin(x)/(1 + x)")
    assert monic(terms) == (1, expression("exp(2)*sin(x)"))


@pytest.mark.parametrize(
    ("expr", "part", "function"),
    [
        ("x**4 + sqrt(1 + x**2)", "x**2", "x**2 + sqrt(1 + x)"),
        ("exp(3*x)/(1 + exp(2*x))", "exp(x)", "x**3/(1 + x**2)"),
        ("sin(2*x**2 + 2*x + 5)", "x**2 + x", "sin(2*x + 5)"),
        ("exp(1 - x)*ln(exp(x - 1) + 2)", "exp(x - 1)", "ln(x + 2)/x"),
        ("x*exp(x)", "exp(x)", None),
        ("x**3", "x**2", None),
    ],
)
def test_functions_of_a_part(expr, part, function):
    found = FunctionOf(expression(part))(expression(expr))
    assert found is (None if function is None else expression(function))
    if found is not None:
        assert same_values(at(found, expression(part)), expression(expr))


@pytest.mark.parametrize(
    "text",
    [
        "sin(2*x) + cos(3*x)",
        "tan(x)*sin(x)",
        "cos(x/2)*tan(x/3)",
        "sinh(2*x)/exp(x)",
        "tanh(x)*exp(3*x)",
    ],
)
def test_multiple_angles_keep_their_value(text):
    rewritten = with_one_angle(expression(text))
    assert rewritten is not expression(text)
    assert same_values(rewritten, expression(text))


def test_one_angle_stays_as_it_is():
    for text in ("sin(2*x)*cos(2*x)", "tan(3*x)", "sin(x) + tan(x**2)", "sinh(x)*exp(x**2)"):
        assert with_one_angle(expression(text)) is expression(text)


def test_a_number_is_no_function():
    assert at(number(5), number(3)) is number(5)
