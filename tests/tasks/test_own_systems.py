"""Own systems as problems of the tasks, and what is said behind verified answers."""

import time

import numpy as np
import pytest

from hf_mathseq.systems.own_input import own_system
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import ProblemError

PENDULUM = "θ'' = -sin(θ) - θ'/2"
CRANE = "x' = y; y' = z - x; z' = sin(x) + u at (0, 0, 0)"


@pytest.fixture(scope="module")
def stability():
    return get_task("differential_systems/stability")


@pytest.mark.parametrize(("point", "answer"), [((0, 0), "0"), (("pi", 0), "1"), ("(pi, 0)", "1")])
def test_the_point_is_the_users(stability, point, answer):
    row = stability.problem_from(PENDULUM, point=point)
    assert row["point"] == 0.01
    assert row["names"] == ["θ", "θ'"]
    assert stability.verify(row, ["INT+", answer]).correct
    assert not stability.verify(row, ["INT+", "01"[answer == "0"]]).correct
    assert stability.problem_from(f"{PENDULUM} at {point}".replace("'pi'", "pi")) == row


def test_without_a_point_the_equations_stand_as_they_are(stability):
    assert stability.problem_from("x' = sin(x) - x*y; y' = x^2 - y")["system"] == [
        "sin(x0) - x0*x1",
        "x0*x0 - x1",
    ]


def test_other_ways_to_give_a_system(stability):
    expected = stability.problem_from("x1' = x2; x2' = -2x1 - 3x2")
    assert stability.problem_from(np.array([[0, 1], [-2, -3]])) == expected
    control = get_task("differential_systems/controllability")
    pair = (np.eye(3, k=1), np.eye(3)[:, 2:])
    assert control.problem_from(pair)["system"] == ["x1", "x2", "x3"]
    given = own_system("x' = u*v; y' = x + u; z' = y*x", point=(1, 1, 0, 1, 1), controls="v, u")
    row = control.problem_from(given)
    assert row["names"] == ["x", "y", "z", "v", "u"]
    assert row["controls"] == 2


def test_controls_are_the_users():
    task = get_task("differential_systems/controllability")
    row = task.problem_from("x' = v; y' = x + u; z' = y - z", controls=("u", "v"))
    assert row["system"] == ["x4", "x0 + x3", "x1 - x2"]
    with pytest.raises(ProblemError, match="nothing is said of 'v'"):
        task.problem_from("x' = v; y' = x + u; z' = y - z", controls=("u",))


def test_time_is_read_where_the_task_has_it(stability):
    with pytest.raises(ProblemError, match="systems without time; t occurs"):
        stability.problem_from("x' = t*y; y' = -x")


@pytest.mark.parametrize(
    ("name", "system", "answer", "line"),
    [
        ("stability", f"{PENDULUM} at (pi, 0)", True, "eigenvalues 0.780776, -1.28078; speed"),
        ("convergence_speed", "x' = -x; y' = x - 2y", 1.0, "eigenvalues -1, -2; speed 1"),
        ("controllability", CRANE, True, "controllable: they reach every direction"),
        ("controllability", "x' = u-x; y' = u-y; z' = x-z", False, "not influenced: x - y"),
        ("feedback_gain", "x''' = u", [[-1, -3, -3]], "u = -1.41421 x - 4.24264 x' - 4.24264 x''"),
        ("feedback_gain", CRANE, [], "controllable"),
    ],
)
def test_lines_behind_answers(name, system, answer, line):
    task = get_task(f"differential_systems/{name}")
    assert line in task.finish(task.problem_from(system), answer)


def test_rows_of_the_data_have_lines_too():
    task = get_task("differential_systems/feedback_gain")
    for row in task.generate(5).to_pylist():
        assert "with largest real part -" in task.finish(row, row["gain"])


@pytest.mark.parametrize(
    ("name", "system", "message"),
    [
        ("stability", "x' = ln(x - 1/100)", "no gradient at the point"),
        ("stability", "x' = ln(x) at (0)", "no gradient at the point"),
        ("stability", "x' = x + u", "systems without controls"),
        ("stability", "x' = x at (1, 2)", "the point has 2 coordinates, not 1: x"),
        ("stability", "x' = x^1000", "is too large; at most 64"),
        ("stability", [[1, 2]], "must be square"),
        ("stability", [[1j]], "no real number"),
        ("controllability", "x' = x; y' = y", "needs a control"),
        ("controllability", "x' = sqrt(x)*u; y' = x at (-1, 0)", "is not real at the point"),
        ("feedback_gain", "x' = x + u; y' = foo(x)", "unknown function 'foo'"),
    ],
)
def test_bad_systems_are_one_clear_line(name, system, message):
    task = get_task(f"differential_systems/{name}")
    with pytest.raises(ProblemError, match=message) as caught:
        task.problem_from(system)
    assert "\n" not in str(caught.value)


HOSTILE = {
    "code": "x' = __import__('os').system('true')",
    "attribute": "x' = x.__class__",
    "tower": "x' = 9**9**9**9",
    "tower in the point": "x' = x^2 at (9**9**9**9)",
    "parentheses": "x' = " + "(" * 9_000 + "x" + ")" * 9_000,
    "a megabyte": "x' = " + "x+" * 500_000 + "x",
    "many equations": ";".join(f"x{i}' = x{i}" for i in range(99)),
    "doubling parameters": ";".join(f"a{i} = a{i + 1}*a{i + 1}" for i in range(60))
    + "; a60 = 2; x' = a0*x",
    "deep powers": "x' = (((x^50)^50)^50)^50",
    "imaginary": "x' = sqrt(-x^2 - 1)*I",
    "empty": "  ;; \n ",
    "matrix": "A = [[1, 1e999], [0, 1]]",
    "brackets": "[" * 9_000,
}


@pytest.mark.parametrize("problem", HOSTILE.values(), ids=HOSTILE)
def test_hostile_systems_are_refused_at_once(stability, problem):
    start = time.process_time()
    with pytest.raises(ProblemError) as caught:
        stability.problem_from(problem)
    assert time.process_time() - start < 10
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 500
