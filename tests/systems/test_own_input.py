"""The ways to give a system, and moving it to a published point."""

import math
from fractions import Fraction

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from values import jacobian_of, value_of

from hf_mathseq.systems.own_input import own_system
from hf_mathseq.systems.own_shift import moved
from hf_mathseq.systems.tree_text import infix
from hf_mathseq.verdict import ProblemError

x, y, u, t = sympy.symbols("x y u t")
f, g = sympy.Function("f"), sympy.Function("g")
A = [[0, 1], [-1.5, -1]]
B = [[0], [2]]
TEXT = "x' = sin(x) - x*y/2 + u; y' = x^2 - y"
SYMBOLIC = {x: sympy.sin(x) - x * y / 2 + u, y: x**2 - y}
AT = [0.3, -0.7, 0.2]


def from_numpy(z, v):
    return np.array([np.sin(z[0]) - z[0] * z[1] / 2 + v[0], z[0] ** 2 - z[1]])


@pytest.mark.parametrize(
    ("given_system", "more"),
    [
        (TEXT, {}),
        (["x' = sin(x) - x*y/2 + u", "y' = x^2 - y"], {}),
        ({"x": "sin(x) - x*y/2 + u", "y": "x^2 - y"}, {}),
        (SYMBOLIC, {}),
        (SYMBOLIC, {"controls": [u]}),
        (
            [
                sympy.Eq(f(t).diff(t), sympy.sin(f(t)) - f(t) * g(t) / 2 + u),
                sympy.Eq(g(t).diff(t), f(t) ** 2 - g(t)),
            ],
            {"controls": ["u"]},
        ),
        (from_numpy, {"point": (0, 0, 0), "controls": ["u"]}),
    ],
)
def test_the_ways_to_give_a_system(given_system, more):
    system = own_system(given_system, **more)
    assert (len(system.states), system.controls, system.timed) == (2, ("u",), False)
    expected = [np.sin(0.3) + 0.3 * 0.7 / 2 + 0.2, 0.09 + 0.7]
    assert [value_of(tree, AT) for tree in system.equations] == pytest.approx(expected)


@pytest.mark.parametrize(
    "given_system",
    [
        (A, B),
        (np.array(A), np.array(B)),
        {"A": A, "B": np.array(B)},
        "A = [[0, 1], [-1.5, -1]], B = [[0], [2]]",
        "[[0, 1], [-1.5, -1]]; [[0], [2]]",
    ],
)
def test_the_ways_to_give_arrays(given_system):
    system = own_system(given_system)
    assert system.names == ("x1", "x2", "u1")
    assert jacobian_of(system.equations, AT) == pytest.approx(np.hstack([A, B]))
    assert own_system(np.array(A)).equations[0] == ("x1",)
    assert own_system(A).controls == ()


def test_zero_rows_and_negative_entries():
    system = own_system([[0, 0], [-1, -0.25]])
    assert system.equations == ((0,), ("-", "*", -1, "x0", "*", "/", 1, 4, "x1"))


def test_matrices_and_points_in_one_text():
    system = own_system("A = [[0, 1], [0, 0]]; B = [[0], [1]] at (1, 2)")
    assert system.point == ((1,), (2,), (0,))


def test_a_function_keeps_what_it_computes():
    matrix = np.array([[0.0, 1.0], [-2.0, -0.5]])
    assert own_system(lambda z: matrix @ z, point=(0, 0)).equations == (
        ("x1",),
        ("+", "*", -2, "x0", "*", "/", -1, 2, "x1"),
    )
    system = own_system(lambda z: [np.exp(-(z[1] ** 2)) + np.pi, 2 / z[0]], point=(1, 1))
    assert system.equations[1] == ("/", 2, "x0")
    assert value_of(system.equations[0], [1, 2]) == pytest.approx(np.exp(-4) + np.pi)


SYSTEM_ERRORS = [
    (None, {}, "no system was given"),
    ([], {}, "no system was given"),
    ({}, {}, "no system was given"),
    (3.5j, {}, "no system was given"),
    (object(), {}, "no system was given"),
    ([[]], {}, "A must be a matrix"),
    ([[1, 2]], {}, "A has 1 rows and 2 columns; it must be square"),
    ([[1, 2], [3]], {}, "different lengths"),
    ((A, [[1]]), {}, "A has 2 rows but B has 1"),
    ([[1j]], {}, "no real number"),
    ([[float("inf")]], {}, "NaN or infinite"),
    (np.zeros((30, 30)), {}, "more than 20 rows or columns"),
    ("[[1, 2], [3", {}, "is no equation"),
    ("[[1, --2]]", {}, "not a matrix such as"),
    ({x: x + y}, {"controls": []}, "nothing is said of 'y'"),
    ({x: sympy.oo}, {}, "NaN or infinite"),
    ({x: sympy.gamma(x)}, {}, "gamma cannot be written"),
    ({x: sympy.I * x}, {}, "ImaginaryUnit cannot be written"),
    ({x: "import os"}, {}, "no SymPy expression"),
    ({"": 0}, {}, "1 to 40 printable characters"),
    ({"a\nb": 0}, {}, "1 to 40 printable characters"),
    ({sympy.Symbol("x" * 41): 0}, {}, "1 to 40 printable characters"),
    ([sympy.Eq(x, y)], {}, "of the first order"),
    (lambda z: z, {}, "needs a point"),
    (lambda z: [math.sin(z[0])], {"point": (0,)}, "has no formula"),
    (lambda z: [1.0 if z[0] > 0 else z[0]], {"point": (0,)}, "has no formula"),
    (lambda z: z[:1], {"point": (0, 0)}, "returns 1 values for 2 states"),
    (lambda z: z[7], {"point": (0, 0)}, "fails on 2 states: IndexError"),
    (lambda z: [np.arctan2(z[0], z[1]), 0], {"point": (0, 0)}, "fails on 2 states"),
]


@pytest.mark.parametrize(("bad", "more", "message"), SYSTEM_ERRORS)
def test_bad_systems_are_one_clear_line(bad, more, message):
    with pytest.raises(ProblemError, match=message) as caught:
        own_system(bad, **more)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "point", "words"),
    [
        ("x' = -3x + y/2; y' = 2 - x", (5, 7), ["+ * -3 x0 / x1 2", "- 2 x0"]),
        ("x' = sin(x) + y; y' = -y", (0, 7), ["+ sin - x0 / 1 100 x1", "* -1 x1"]),
        ("x' = x*y; y' = 1/x", (0.01, 1.01), ["* x0 + x1 1", "/ 1 x0"]),
        ("x' = cos(x)", ("pi",), ["cos + x0 - acos -1 / 1 100"]),
        ("x' = u^2 + x*t", (0,), ["+ * - x1 / 1 100 - x1 / 1 100 * - x0 / 1 100 x2"]),
    ],
)
def test_moved_systems(text, point, words):
    system = own_system(text, point=point)
    trees = moved(system.equations, system.point, Fraction(1, 100))
    assert [" ".join(map(str, tree)) for tree in trees] == words


@st.composite
def trees(draw, depth=4):
    """Right-hand sides in x0 and x1 that are defined for all real numbers."""
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from([("x0",), ("x1",), (1,), (7,), (-3,), (12,)]))
    operator = draw(st.sampled_from(["+", "-", "*", "sin", "cos", "atan", "exp"]))
    first = draw(trees(depth=depth - 1))
    if operator in ("+", "-", "*"):
        return (operator, *first, *draw(trees(depth=depth - 1)))
    return (operator, *(("sin", *first) if operator == "exp" else first))


@given(tree=trees(), x=st.floats(-2, 2), y=st.floats(-2, 2))
@settings(max_examples=150, deadline=None)
def test_systems_come_back_from_their_text(tree, x, y):
    system = own_system(["x0' = x1", f"x1' = {infix(tree)}"])
    expected = value_of(tree, [x, y])
    assert value_of(system.equations[1], [x, y]) == pytest.approx(expected, rel=1e-9, abs=1e-9)
    renamed = own_system(["θ' = φ_1", f"φ_1' = {infix(_renamed(tree))}"])
    assert renamed.equations == system.equations


def _renamed(tree):
    return tuple({"x0": "θ", "x1": "φ_1"}.get(node, node) for node in tree)


coordinate = st.fractions(min_value=-2, max_value=2, max_denominator=20)


@given(point=st.tuples(coordinate, coordinate, coordinate), published=coordinate)
@settings(max_examples=60, deadline=None)
def test_a_moved_system_has_the_same_linearisation(point, published):
    system = own_system(
        "x' = exp(x*y) - u^3*x; y' = atan(y) + 2*x + sin(u); z' = x*z + 3*u", point=0
    )
    at = {"x": point[0], "y": point[1], "z": point[2], "u": 1}
    there = system.at(at)
    trees = moved(there.equations, there.point, published)
    original = jacobian_of(system.equations, [float(v) for v in at.values()])
    assert jacobian_of(trees, [float(published)] * 4) == pytest.approx(original, rel=1e-9, abs=1e-9)


def test_a_system_that_grows_too_long():
    system = own_system("x' = x^60*sin(x^60)^30", point=("pi^30",))
    with pytest.raises(ProblemError, match="takes more than 4000 words"):
        moved(system.equations, system.point, Fraction(1, 2))


def test_a_variable_is_not_called_like_a_function():
    with pytest.raises(ProblemError, match="'sin' is a function"):
        own_system("sin' = -x + y*y; y' = sin(x) - 2*y at (0, 0)")
