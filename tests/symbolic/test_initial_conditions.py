"""Initial conditions beside a differential equation."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hf_mathseq.symbolic.equations import read_equation
from hf_mathseq.symbolic.infix import InfixError
from hf_mathseq.symbolic.initial_conditions import read_condition, read_problem

PROBLEMS = {
    "y' = y": ("y' - y", []),
    "y' = y/x + x, y(1) = 2": ("y' - y/x - x", ["y(1) = 2"]),
    "y(1) = 2, y' = y/x + x": ("y' - y/x - x", ["y(1) = 2"]),
    "y'' + y = 0; y(0) = 1; y'(0) = 0": ("y'' + y", ["y(0) = 1", "y'(0) = 0"]),
    "y'' = y\ny(0) = 0.5\ny(1) = e\n": ("y'' - y", ["y(0) = 1/2", "y(1) = E"]),
    "f' = 2f and f(-1) = sqrt(2)": ("y' - 2*y", ["y(-1) = sqrt(2)"]),
    "y'' + y with y(pi/2) = 0 and dy/dx(0) = 1": ("y'' + y", ["y(pi/2) = 0", "y'(0) = 1"]),
    "Eq(y(x).diff(x), y(x)), Eq(y(0), 1)": ("y' - y", ["y(0) = 1"]),
    "y'' = diff(y, x), y(0) = 1, y'(0) = 2": ("y'' - y'", ["y(0) = 1", "y'(0) = 2"]),
    r"\frac{dy}{dx} = y, y\left(0\right) = \frac{1}{2}": ("y' - y", ["y(0) = 1/2"]),
    "y' = y(1-y), y(0) = 1/2": ("y' - y*(1 - y)", ["y(0) = 1/2"]),
    "y(x+1) = y', y(0) = 1": ("y*(x + 1) - y'", ["y(0) = 1"]),
    r"y'' + 4\,y = 0,\quad y(0) = 1,\; y'(0) = 0": ("y'' + 4*y", ["y(0) = 1", "y'(0) = 0"]),
    "y'' = cos(t), y(0) = 0, y'(0) = 0": ("y'' - cos(x)", ["y(0) = 0", "y'(0) = 0"]),
    "y dy = x dx, y(0) = 1": ("y*y' - x", ["y(0) = 1"]),
    "y' = y, y = 1 when x = 0": ("y' - y", ["y(0) = 1"]),
    "y'' = y; y = 1 at t = 0; y' = pi/2 at t = 1": ("y'' - y", ["y(0) = 1", "y'(1) = pi/2"]),
    "$y' = y$, $y(0) = 1$": ("y' - y", ["y(0) = 1"]),
}


@pytest.mark.parametrize("text", PROBLEMS)
def test_equations_with_conditions(text):
    equation, conditions = read_problem(text)
    expected, shown = PROBLEMS[text]
    assert equation is read_equation(expected)
    assert [str(condition) for condition in conditions] == shown
    assert [read_condition(each) for each in shown] == list(conditions)


REFUSALS = {
    "": "0 equations",
    "y(0) = 1": "0 equations",
    "y' = y, y'' = y": "2 equations",
    "y' = y, y(2)": "2 equations",
    "y' = y, y(0) = 1, y(1) = 2": "2 conditions for an equation of order 1; none or 1 are read",
    "y'' = y, y(0) = 1": "1 condition for an equation of order 2; none or 2 are read",
    "y = x, y(0) = 1": "1 condition for an equation of order 0",
    "y' = y, y'(0) = 1": "a condition on y' for an equation of order 1",
    "y'' = y, y''(0) = 1, y(0) = 1": "a condition on y''",
    "y'' = y, y(0) = 1, y(0) = 2": "two conditions at the same point",
    "y' = y, y(0) = x": "a number is wanted, not 'x'",
    "y' = y, y = x when x = 0": "a number is wanted, not 'x'",
    "y' = y, y = 0 when z = 0": "more than one equality sign",
    "y' = y, y(0) = y": "a number is wanted",
    "y' = y, y(0) = y'": 'a number is wanted, not "y\'"',
    "y' = y, y(2x) = 1": "a number is wanted",
    "y' = y, y(C) = 1": "position 11",
    "y' = y, y(1/0) = 2": "division by zero",
    "y' = y, y(0) = sqrt(-1)": "complex",
    "y' = y, y(0) = ": "nothing stands after",
    "y' = y, y(0) = 1 = 2": "more than one equality sign",
    "y' = y, f(0) = 1": "one unknown function",
    "y' = y, y'''(0) = 1": "at most y''",
    "x = 1, y(0) = 1": "has no y",
}


@pytest.mark.parametrize("text", REFUSALS)
def test_refuses_in_one_line(text):
    with pytest.raises(InfixError) as caught:
        read_problem(text)
    assert REFUSALS[text] in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["y' = y", "y(0)", "x = 1", None])
def test_a_condition_has_its_form(text):
    with pytest.raises(InfixError, match=r"condition|nothing"):
        read_condition(text)


PIECES = [*"xyf'=(),;\n+*0123 ", "y(0)=1", "y'(1)=2", " and ", "y'=y", "y''+y"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_text_is_read_or_refused(pieces):
    try:
        _, conditions = read_problem("".join(pieces))
    except InfixError:
        return
    assert [read_condition(str(each)) for each in conditions] == list(conditions)
