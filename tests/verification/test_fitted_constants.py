"""Constants of integration fitted to initial conditions."""

import time
from fractions import Fraction

import numpy as np
import pytest

from hf_mathseq.symbolic.expression import read_prefix, symbol, write_infix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.symbolic.initial_conditions import read_problem
from hf_mathseq.symbolic.nodes import number
from hf_mathseq.verification.fitted_constants import NoConstantsError, fit


def fitted(problem, solution):
    equation, conditions = read_problem(problem)
    return fit(equation, read_prefix(read_infix(solution, ("x", "a8", "a9"))), conditions)


EXACT = [
    ("y' = y/x + x, y(1) = 2", "x^2 + a8*x", ["1"]),
    ("y' = y, y(1) = 2", "a8*e^x", ["2*exp(-1)"]),
    ("y' = y, y(0) = 3", "e^(x + a8)", ["ln(3)"]),
    ("y' = y^2, y(0) = 1", "1/(a8 - x)", ["1"]),
    ("y' = y^2, y(0) = 1", "-1/(x + tan(a8))", ["-pi/4"]),
    ("y' = 1/x, y(-1) = 1", "ln|x| + a8", ["1"]),
    ("y' = -x/y, y(0) = 2", "sqrt(a8 - x^2)", ["4"]),
    ("y' = 1, y(0) = 2", "x + a8 + a8^5", ["1"]),
    ("y'' + y = 0; y(0) = 1; y'(0) = 0", "a8*sin(x) + a9*cos(x)", ["0", "1"]),
    ("y'' = y; y(0) = 1; y(1) = e", "a8*e^x + a9*e^-x", ["1", "0"]),
    ("y'' = y; y(0) = 1; y'(0) = 2", "e^(a8 + x) + a9*e^-x", ["ln(3/2)", "-1/2"]),
    ("y'' = 0; y(0) = 1; y(1) = 2", "a8^3*x + a9*e^a8", ["1", "exp(-1)"]),
    ("x^2*y'' = 2*y; y(1) = 1; y'(1) = 0", "a8*x^2 + a9/x", ["1/3", "2/3"]),
]


@pytest.mark.parametrize(("problem", "solution", "values"), EXACT)
def test_constants_in_closed_form(problem, solution, values):
    found = fitted(problem, solution)
    assert found.exact
    names = [symbol(name) for name in ("a8", "a9")[: len(values)]]
    assert [write_infix(found.values[name]) for name in names] == values


@pytest.mark.parametrize(
    ("equation", "value"), [("y' = -sqrt(1 - y^2)", "pi/3"), ("y' = sqrt(1 - y^2)", "-pi/3")]
)
def test_the_branch_is_that_on_which_the_solution_holds(equation, value):
    found = fitted(f"{equation}, y(0) = 1/2", "cos(x + a8)")
    assert write_infix(found.values[symbol("a8")]) == value


def test_the_branch_may_be_narrow():
    # The sine runs through many periods within a hundredth of the point.
    found = fitted("y' = -2000*x*sqrt(1 - y^2), y(1) = 1/2", "cos(1000*x^2 + a8)")
    assert found.exact


NUMERIC = [
    ("y' = 1, y(0) = 3", "x + a8 + exp(a8)", [0.792059968430677]),
    ("y' = 1, y(0) = 1", "x + a8*exp(a8)", [0.567143290409784]),
    ("y'' = -y, y(0) = 1, y'(0) = 1", "a8*cos(x + a9)", [2**0.5, -np.pi / 4]),
]


@pytest.mark.parametrize(("problem", "solution", "values"), NUMERIC)
def test_constants_in_floating_point(problem, solution, values):
    found = fitted(problem, solution)
    assert not found.exact
    names = [symbol(name) for name in ("a8", "a9")[: len(values)]]
    got = [float(found.values[name].value) for name in names]
    assert got == pytest.approx(values, rel=1e-12)


def test_simple_numbers_are_exact_however_they_are_found():
    found = fitted("y' = 1, y(0) = 5/8", "x + a8 + a8^3")
    assert found.exact
    assert found.values[symbol("a8")] is number(Fraction(1, 2))


NONE = [
    ("y' = y, y(0) = -1", "exp(x + a8)", "no constants found for y(0) = -1"),
    ("y' = y, y(0) = 0", "exp(x + a8)", "no constants found for y(0) = 0"),
    ("y' = y^2, y(0) = 0", "1/(a8 - x)", "no constants found for y(0) = 0"),
    ("y' = -x/y, y(0) = -2", "sqrt(a8 - x^2)", "no constants found"),
    ("y' = 1/x, y(0) = 1", "ln(x) + a8", "y(0) has no value"),
    ("y' = 1/x, y(-1) = 1", "ln(x) + a8", "y(-1) has no real value"),
    ("x*y' = y, y(0) = 1", "a8*x", "y(0) is 0 whatever the constants are"),
    ("y'' = 0, y(0) = 1, y'(0) = 2", "a8 + a9", "y'(0) is 0 whatever"),
]


@pytest.mark.parametrize(("problem", "solution", "reason"), NONE)
def test_reasons_why_there_are_none(problem, solution, reason):
    with pytest.raises(NoConstantsError) as caught:
        fitted(problem, solution)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_large_solutions_are_given_up_soon():
    started = time.process_time()
    chain = "a8*x + a9"
    for name in ("sin", "exp", "cos", "atan", "exp", "sin", "tanh"):
        chain = f"{name}({chain}*x + a8)"
    with pytest.raises(NoConstantsError):
        fitted("y'' + y = 0, y(1) = 2, y'(1) = 3", chain)
    assert time.process_time() - started < 5


def test_the_same_constants_whatever_came_before():
    first = fitted(*NUMERIC[2][:2])
    fitted(*NUMERIC[0][:2])
    assert fitted(*NUMERIC[2][:2]) == first
