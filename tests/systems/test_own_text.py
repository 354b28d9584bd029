"""Systems as people type them, in published words."""

import time

import numpy as np
import pytest
from values import value_of

from hf_mathseq.systems.own_formulas import formula_tree
from hf_mathseq.systems.own_system import system_from_text
from hf_mathseq.verdict import ProblemError

OSCILLATOR = ["x1", "* -4 x0"]


def equations(system):
    return [" ".join(map(str, tree)) for tree in system.equations]


@pytest.mark.parametrize(
    "text",
    [
        "x' = v; v' = -4x",
        "x' = v, v' = -4*x",
        "x'=v\nv'=-4x\n",
        "dx/dt = v; dv/dt = -4x",
        "ẋ = v; v̇ = −4x",
        r"\dot{x} = v; \dot v = -4x",
        r"\frac{dx}{dt} = v; \frac{dv}{d t} = -4 \cdot x",
        "x'(t) = v(t); v'(t) = -4x(t)",
        "x’ = v; v′ = -4x",
        "x'' = -4x",
        "d^2x/dt^2 = -4x",
        r"\ddot{x} = -4x",
        "ẍ = -4x",
        "θ'' = -4θ",
        r"\ddot\theta = -4\theta",
        "x' = v; v' = -k x; k = 4",
        "x_1' = x_2; x_{2}' = -4x_1",
    ],
)
def test_the_ways_to_write_a_system(text):
    system = system_from_text(text.replace("-k x; k = 4", "k x; k = -4"))
    assert equations(system) == OSCILLATOR
    assert len(system.states) == 2
    assert not system.controls
    assert not system.timed


def test_names_are_kept_and_numbered():
    system = system_from_text("θ'' = -sin(θ) + u; s' = v*θ'")
    assert system.states == ("θ", "θ'", "s")
    assert system.controls == ("u", "v")
    assert equations(system) == ["x1", "+ * -1 sin x0 x3", "* x4 x1"]
    assert system.displayed == {"x0": "θ", "x1": "θ'", "x2": "s", "x3": "u", "x4": "v"}


def test_a_control_that_is_named_needs_no_guess():
    system = system_from_text("x' = -x + w*t", controls=["u", "w"])
    assert system.controls == ("u", "w")
    assert system.timed
    assert equations(system) == ["+ * -1 x0 * x2 x3"]


def test_letters_written_together_are_taken_apart():
    system = system_from_text("S' = -bSE, E' = bSE - u + uS; b = 2")
    assert system.controls == ("u",)
    assert equations(system)[0] == "* * * -1 2 x0 x1"


def test_parameters_may_come_in_any_order():
    system = system_from_text("x' = a*x; a = b/3; c = 5; b = c + 1")
    assert equations(system) == ["* / + 5 1 3 x0"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x^3", "* x * x x"),
        ("x^-2", "/ 1 * x x"),
        ("x^0", "1"),
        ("x^(1/2)", "sqrt x"),
        ("x^2.5", "* x * x sqrt x"),
        ("x^(-1/2)", "/ 1 sqrt x"),
        ("x^y", "exp * y ln x"),
        ("∛x", "exp * / 1 3 ln x"),
        ("0.5", "/ 1 2"),
        ("-7/2", "/ -7 2"),
        ("-0.25x", "* / -1 4 x"),
        ("-(1/x)", "/ -1 x"),
        ("pi", "acos -1"),
        ("e^x", "exp x"),
        ("e", "exp 1"),
        ("log(x)", "ln x"),
        ("arctan x", "atan x"),
        ("|x|", "sqrt * x x"),
        ("sin^2 x", "* sin x sin x"),
    ],
)
def test_what_formulas_become(text, words):
    tree = formula_tree(text, {"x": ("x",), "y": ("y",)})
    assert " ".join(map(str, tree)) == words


@pytest.mark.parametrize(
    "name",
    ["sinh cosh tanh coth sech csch asinh atanh", "cot sec csc acot", "acosh acoth asec acsc"],
)
def test_functions_without_a_word_have_the_right_values(name):
    import mpmath

    for function in name.split():
        at = 3.5 if function in ("acosh", "acoth", "asec", "acsc") else 0.4
        value = complex(value_of(formula_tree(f"{function}(x)", {"x": ("x0",)}), [at]))
        assert value == pytest.approx(complex(getattr(mpmath, function)(at)), rel=1e-12)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "no equation such as"),
        ("x = 3", "no equation such as"),
        ("x' = ", "is no equation such as"),
        ("hello", "is no equation such as"),
        ("x' = y = 2", "is no equation such as"),
        ("x' = x; x' = 2x", "'x' has two equations"),
        ("x' = x; x = 2", "'x' has two equations"),
        ("x + y' = 2", "is no left side"),
        ("d^2x/dt = 2", "the orders in '.*' differ"),
        ("x''''''''' = x", "order 9; at most 8"),
        ("x' = y'", "y' stands on a right-hand side"),
        ("x' = sine(x)", "unknown function 'sine'; did you mean 'sin'"),
        ("x' = sin(", "in the equation of x': a value is missing"),
        ("x' = x^99", "in the equation of x': a power of 99 is too large; at most 64"),
        ("x' = x^" + "9" * 900, "is too large"),
        ("x' = ((x^60)^60)^60", "more than 4000 words"),
        ("x' = sign(x)", "'sign' cannot be written"),
        ("x' = a*x; a = b; b = a", "'a' is not defined by numbers and other parameters"),
        ("x' = a*x; a = x", "'a' is not defined"),
        ("x' = x; y' = u; y = 1", "'y' has two equations"),
        ("x' = " + "+".join(f"u{i}" for i in range(30)), "more than 20 names have no equation"),
        ("; ".join(f"a{i}' = a{i}*t" for i in range(20)), "20 states and 0 controls; at most 20"),
        ("x' = __import__('os')", "unexpected|unknown|stands on"),
        ("x' = " + "(" * 300 + "x", "nested more than 200"),
        ("x" * 30_000, "characters; at most"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(text, message):
    with pytest.raises(ProblemError, match=message) as caught:
        system_from_text(text)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


def test_names_without_equation_are_refused_where_controls_are_given():
    with pytest.raises(ProblemError, match="nothing is said of 'y'; states: x; controls: u"):
        system_from_text("x' = y + u", controls=("u",))
    with pytest.raises(ProblemError, match="'x' has an equation of its own"):
        system_from_text("x' = y", controls=("x",))


HOSTILE = [
    "x' = " + "x+" * 5_000 + "x",
    "x'=" + "a" * 15_000,
    "x'=" + "a1" * 9_000,
    "x'=" + "a_b_" * 4_000,
    "x'=" + "+".join(f"a{i}" for i in range(3_000)),
    "; ".join(f"a{i} = a{i + 1}" for i in range(90)) + "; x'=a0",
    "; ".join(f"a{i}' = a{i + 1}" for i in range(90)) + "; x'=a0",
    "'" * 20_000,
    "d" * 20_000,
    " at " * 5_000,
    ";" * 20_000,
    "x\u0307" * 9_000,
    "\\dot" * 4_000,
    "\\frac{d" * 2_500,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_or_refused_at_once(text):
    start = time.process_time()
    with pytest.raises(ProblemError):
        system_from_text(text)
    assert time.process_time() - start < 5


ZERO, PI = "0", "acos -1"


@pytest.mark.parametrize(
    ("text", "point", "words"),
    [
        ("x' = y; y' = u at (0, pi)", None, [ZERO, PI, ZERO]),
        ("x' = y; y' = u at x = 0, y = pi, u = 1/2", None, [ZERO, PI, "/ 1 2"]),
        ("x' = y; y' = u", (0, "pi"), [ZERO, PI, ZERO]),
        ("x' = y; y' = u", "(0, pi, 0)", [ZERO, PI, ZERO]),
        ("x' = y; y' = u", {"y": "pi", "x": 0}, [ZERO, PI, ZERO]),
        ("x' = y; y' = u", np.array([0.0, 0.1]), [ZERO, "/ 1 10", ZERO]),
        ("x' = y; y' = u", 0, [ZERO] * 3),
        ("x' = y; y' = -a at (a, sqrt(a)); a = 2", None, None),
        ("a = 2; x' = y; y' = -a at (a, sqrt(a))", None, ["2", "sqrt 2"]),
    ],
)
def test_points(text, point, words):
    if words is None:
        with pytest.raises(ProblemError):
            system_from_text(text)
        return
    system = system_from_text(text)
    found = (system if point is None else system.at(point)).point
    assert [" ".join(map(str, coordinate)) for coordinate in found] == words


@pytest.mark.parametrize(
    ("point", "message"),
    [
        ((1,), "the point has 1 coordinates, not 2 or 3: x, y, u"),
        ((1, 2, 3, 4), "the point has 4 coordinates"),
        ({"x": 1}, "the point has no coordinate 'y'"),
        ({"x": 1, "y": 2, "z": 3}, "the point names 'z'"),
        ((1, 2j), "no real number"),
        ((1, None), "no real number"),
        ((1, True), "no real number"),
        ((1, float("nan")), "NaN or infinite"),
        ((1, 10**2000), "more than 1000 digits"),
        ((1, "z"), "unknown name 'z'"),
        ("(1, 2", "never closed|missing"),
        (object(), "no real number"),
    ],
)
def test_bad_points_are_one_clear_line(point, message):
    system = system_from_text("x' = y; y' = u")
    with pytest.raises(ProblemError, match=message) as caught:
        system.at(point)
    assert "\n" not in str(caught.value)
