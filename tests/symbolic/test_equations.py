"""Differential equations as people write them."""

import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_trees import random_word_lists

from hf_mathseq.symbolic.equations import equation_of, order_of, read_equation, write_equation
from hf_mathseq.symbolic.expression import prefix_text, read_prefix
from hf_mathseq.symbolic.infix import InfixError

DATA = Path(__file__).parents[1] / "data" / "symbolic"

FIRST = [
    "y'",
    "y’",
    "y′",
    "y ' ",
    "y'(x)",
    "f'(x)",
    "Y'",
    "y(x).diff(x)",
    "y.diff(x)",
    "diff(y, x)",
    "diff(f(x), x)",
    "Derivative(y(x), x)",
    "Derivative(y(x), (x, 1))",
    "dy/dx",
    "df/dx",
    "dy / dx",
    "(dy)/(dx)",
    "d/dx y",
    "d/dx (y)",
    "d/dx[y(x)]",
    r"\frac{dy}{dx}",
    r"\dfrac{\mathrm{d}y}{\mathrm{d}x}",
    r"\frac{d}{dx} y(x)",
    r"y^{\prime}",
    r"y^\prime",
    r"y^{'}\left(x\right)",
    "y^{(1)}",
    r"\dot y",
    r"\dot{y}(x)",
]
SECOND = [
    "y''",
    "y″",
    "y’’",
    "y(x).diff(x, 2)",
    "y(x).diff(x, x)",
    "y(x).diff(x).diff(x)",
    "diff(y, x, x)",
    "diff(diff(y, x), x)",
    "Derivative(f(x), (x, 2))",
    "Derivative(Derivative(f(x), x), x)",
    "d^2y/dx^2",
    "d**2 y/dx**2",
    "d²y/dx²",
    "d/dx dy/dx",
    "d/dx(dy/dx)",
    "d^2/dx^2 y",
    r"\frac{d^2 y}{dx^2}",
    r"\frac{d^{2}y}{d x^{2}}",
    r"\frac{d^2}{dx^2} y",
    r"y^{\prime\prime}",
    "y^{(2)}(x)",
    'y"',
    r"\ddot{y}",
]


@pytest.mark.parametrize("written", FIRST)
def test_first_derivatives(written):
    assert prefix_text(read_equation(written)) == "derivative f x x"
    assert read_equation(f"x*{written} + 1") is read_equation("x*y' + 1")


@pytest.mark.parametrize("written", SECOND)
def test_second_derivatives(written):
    assert prefix_text(read_equation(written)) == "derivative derivative f x x x"
    assert read_equation(f"2{written} = cos x") is read_equation("2*y'' - cos(x)")


EQUATIONS = {
    "y' = y/x + x": "add derivative f x x add mul INT- 1 x mul INT- 1 mul pow x INT- 1 f x",
    "x*y'' - y' = 0": "x*y'' - y'",
    "x y'' = y'": "x*y'' - y'",
    "xy' = 2xy": "x*y' - 2*x*y",
    "Eq(y(x).diff(x), y(x))": "y' - y",
    "Eq(x*f(x).diff(x), (f(x) + 1)*x)": "x*y' - x*(y + 1)",
    "sin y' + e^y": "sin(y') + exp(y)",
    "(y')^2 = 1 - y²": "y'^2 - 1 + y^2",
    r"\left(\frac{dy}{dx}\right)^2 = \sqrt{y}": "y'^2 - sqrt(y)",
    "y(x) = x": "y - x",
    "yy' = x": "y*y' - x",
    "xff' + 2xf = 1": "x*y*y' + 2*x*y - 1",
    "ydy/dx = x": "y*y' - x",
    "x^2dy/dx + xdiff(y, x)": "x^2*y' + x*y'",
    "sin(x)y' = y(x)sin x": "sin(x)*y' - y*sin(x)",
    r"f'' + \frac{f}{x} = 0": "y'' + y/x",
    "cos x y' + sin x y = 1": "cos(x)*y' + sin(x)*y - 1",
    "x ln x y' + y = 2 ln x": "x*ln(x)*y' + y - 2*ln(x)",
    "cos xy' = sin xy": "cos(x)*y' - sin(x*y)",
    r"\sin x\frac{dy}{dx} = \ln y y": "sin(x)*y' - ln(y)*y",
    "y' = sin 2 y": "y' - sin(2*y)",
    "y' = y(1-y)": "y' - y*(1 - y)",
    "f' = f(x)(2 - f(x))": "y' - y*(2 - y)",
    "y (1+x^2) y' = x(1+y^2)": "y*(1 + x^2)*y' - x*(1 + y^2)",
    "y'(x+1) = y": "y'*(x + 1) - y",
    "y(x+1) = y'": "y*(x + 1) - y'",
    r"y\left(y'+1\right) = x": "y*(y' + 1) - x",
    r"\frac{dy}{dx} = x^2\,y": "y' - x^2*y",
    r"y'' + 4\;y\quad = 0": "y'' + 4*y",
    r"\[ \frac{\mathrm dy}{\mathrm{d}x} = y \]": "y' - y",
    r"$\frac{\mathrm{dy}}{\mathrm{dx}} = y$": "y' - y",
    "y' = y^(2)": "y' - y^2",
    "y' + 2y = t": "y' + 2*y - x",
    "dy/dt = ty": "y' - x*y",
    "y(t).diff(t) = tsint": "y' - x*sin(x)",
    r"\frac{d^2y}{dt^2} + \tan t = e^{-t}": "y'' + tan(x) - exp(-x)",
    "(2xy+3)dx + (x^2-1)dy = 0": "2*x*y + 3 + (x^2 - 1)*y'",
    "ydy = xdx": "y*y' - x",
    r"\mathrm{d}y = 2x\,\mathrm{d}x": "y' - 2*x",
    "dy = t dt": "y' - x",
    "dx/y = dy/x": "1/y - y'/x",
    "x(dx + dy) = sin x dy": "x + (x - sin(x))*y'",
    "y(1 + x)dx = dy": "y*(1 + x) - y'",
}


@pytest.mark.parametrize("text", EQUATIONS)
def test_equations(text):
    expected = EQUATIONS[text]
    equation = read_prefix(expected.split()) if expected[:4] == "add " else read_equation(expected)
    assert read_equation(text) is equation


@pytest.mark.parametrize(
    ("text", "order"), [("y = x", 0), ("y'^2 + y", 1), ("x*y'' - y'", 2), ("y''*y'", 2)]
)
def test_order(text, order):
    assert order_of(read_equation(text)) == order


def test_text_for_people():
    assert write_equation(read_equation("x*diff(y, x) = y - x")) == "x - y + x*y' = 0"
    assert write_equation(read_equation("d²y/dx² + y**2")) == "y**2 + y'' = 0"


REFUSALS = {
    "": "an equation is missing",
    "=": "nothing stands before",
    "= y'": "nothing stands before",
    "y' = ": "nothing stands after",
    "y' = 1 = 2": "more than one equality sign",
    "y' == 1": "more than one equality sign",
    "x = 1": "has no y",
    "y''' = 0": "at most y''",
    "y‴ = 0": "at most y''",
    "y(x).diff(x, 3)": "at most y''",
    "diff(y'', x)": "at most y''",
    "y^{(9999)}": "at most y''",
    "u' = y": "one unknown function, called y or f, is allowed, not y and u",
    "y' = u(x)": "not y and u",
    "y' = f(x)": "not y and f",
    "du/dx = u": "not y and u",
    "y(0) = 1": "taken at x only",
    "y' = y(2*x)": "position 6",
    "y' = y(x^2)": "taken at x only",
    "y' = y(-x)": "taken at x only",
    "y' = y(pi/2 + 1)": "taken at x only",
    "y'(x) = y(x - 1)": "taken at x only, as y or y(x) (position 9)",
    "d^2 y'/dx = 1": "d^2 y' /dx",
    "$y' = y": "unexpected '$' at position 1",
    r"$y' = y\]": "unexpected '$' at position 1",
    "y'(0) + y": "taken at x only",
    r"y\left(0\right)": "taken at x only",
    "dy/dt = x*y": "belongs to no derivative of y by x",
    "diff(y, t) = x": "belongs to no derivative",
    "y' = x + t": "unknown function or variable 't'",
    "diff(y, 2)": "belongs to no derivative",
    "y.diff()": "belongs to no derivative",
    "x' = y": "belongs to no derivative",
    "(x*y)' = 1": "belongs to no derivative",
    "d^2y/dx = 1": "orders 2 and 1",
    "y' = C*y": "unknown name 'C' at position 6; variables: x, y, y', y''",
    "y' = z": "unknown name 'z'",
    "y' = ∫y": "before '∫'",
    "dx/dy = x": "'dx' at position 1 belongs to no derivative of y by x",
    "x dx = 0": "M dx + N dy = 0",
    "x dx + y dy = 1": "M dx + N dy = 0",
    "dx dy = 0": "M dx + N dy = 0",
    "dx^2 + dy^2 = 0": "M dx + N dy = 0",
    "x dx + C dy": "variables: x, y, dx, dy",
    "dx/0 + dy": "no value",
    "y(2x) dx + dy = 0": "taken at x only",
    "y' + dx = 1": "'dx' at position 6",
    "y^(4) - y = 0": "equations of orders 1 and 2 only",
    "y''' - y' = 0": "orders 1 and 2 only",
    r"\dddot{y} = 0": "at most y''",
    "Eq(y', 1, 2)": "more than one",
    "y' = sqrt(-1)*y": "complex",
    "y' = 1/0": "no value",
    "y' = (1": "'(' at position 6 is never closed",
    "y' = @": "unexpected '@' at position 6",
    "y' < 1": "unexpected '<'",
    "y" * 20_000: "at most 10000",
    "y" + "'" * 9_000: "order 9000",
    "y" + "(x)" * 3_000: "taken at x only",
}


@pytest.mark.parametrize("text", REFUSALS, ids=lambda text: repr(text[:20]))
def test_refuses_in_one_line(text):
    started = time.process_time()
    with pytest.raises(InfixError) as caught:
        read_equation(text)
    assert time.process_time() - started < 5
    assert REFUSALS[text] in str(caught.value)
    assert "\n" not in str(caught.value)
    assert not set("ẏÿ") & set(str(caught.value))


@pytest.mark.parametrize("value", [None, 3, b"y'", ["y'"]])
def test_refuses_what_is_not_text(value):
    with pytest.raises(InfixError, match="an equation is text"):
        read_equation(value)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("add a8 Y'", "not 'a8'"),
        ("add y Y'", "not 'y'"),
        ("add f INT+ 2 Y'", r"not 'f\(2\)'"),
        ("g x Y", "not 'g"),
        ("derivative mul x Y x", "not 'Derivative"),
        ("derivative Y'' x", "not 'Derivative"),
        ("sin x", "no y"),
        ("mul INT+ 0 Y", "no y"),
        ("add Y", "incomplete"),
        ("mul Y I", "complex"),
        ("div Y INT+ 0", "no value"),
        ("", "incomplete"),
    ],
)
def test_words_that_are_no_equation(words, reason):
    with pytest.raises(InfixError, match=reason):
        equation_of(words.split())


PIECES = [*"xyf'=()+-*/^,.²0123 {}[]", "dy/dx", "diff(", "Derivative(", "\\frac{", "Eq(", "y(x)"]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30))
def test_any_text_is_read_or_refused(pieces):
    try:
        equation = read_equation("".join(pieces))
    except InfixError:
        return
    assert read_equation(write_equation(equation)) is equation


@pytest.mark.parametrize("count", [1_000, 9_000])
@pytest.mark.parametrize("piece", [" ", "y ", "dy ", "y' ", "diff(", "d/dx", "\\frac{d", "y(x"])
def test_long_texts_are_read_or_refused_soon(piece, count):
    started = time.process_time()
    with pytest.raises(InfixError):
        read_equation("y" + piece * (count // len(piece)) + "@")
    assert time.process_time() - started < 10


def test_random_equations_survive_writing():
    unknown = ["Y", "Y'", "Y''", "x"]
    rng = np.random.default_rng(7)
    kept = 0
    for drawn in random_word_lists(400, seed=8, largest=11):
        words = [unknown[rng.integers(4)] if word == "x" else word for word in drawn]
        try:
            equation = equation_of(words)
        except InfixError:
            continue
        kept += 1
        assert read_equation(write_equation(equation)) is equation, write_equation(equation)
    assert kept > 200


@pytest.mark.parametrize("order", [1, 2])
def test_published_equations_survive_writing(order):
    lines = (DATA / f"ode{order}.counts").read_text().splitlines()
    for line in lines:
        words = line.partition("|")[2].partition("\t")[0].split()
        equation = read_prefix(words)
        assert order_of(equation) == order
        assert read_equation(write_equation(equation)) is equation, write_equation(equation)
    assert len(lines) >= 50
