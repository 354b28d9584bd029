"""Initial conditions: from what a user types to the particular solution."""

import json

import pytest

import hf_mathseq
from hf_mathseq.evaluation import decoding
from hf_mathseq.evaluation.decoding import Hypothesis
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import ProblemError


def finished(problem, answer, name="ode/ode1"):
    task = get_task(name)
    return task.finish(task.problem_from(problem), answer)


def test_conditions_are_kept_beside_the_equation():
    task = get_task("ode/ode1")
    row = task.problem_from("y' = y/x + x, y(1) = 2")
    posed = "x**2 - x*y' + y = 0"
    assert row == {"equation": "-x - y/x + y' = 0", "posed": posed, "conditions": ["y(1) = 2"]}
    assert json.loads(json.dumps(row)) == row
    without = task.problem_from("y' = y/x + x")
    assert without == {"equation": row["equation"], "posed": posed}
    assert task.encode(row) == task.encode(without)


@pytest.mark.parametrize(
    ("name", "problem", "answer", "line"),
    [
        ("ode/ode1", "y' = y/x + x, y(1) = 2", "x**2 + a8*x", "y = x + x**2 with a8 = 1"),
        (
            "ode/ode2",
            "y'' + y = 0; y(0) = 1; y'(0) = 0",
            "a8*sin(x) + a9*cos(x)",
            "y = cos(x) with a8 = 0, a9 = 1",
        ),
        (
            "ode/ode2",
            "y'' + y = 0; y(0) = 1; y'(0) = 1",
            "a8*cos(a9 + x)",
            "y = a8*cos(a9 + x) with a8 = 1.41421, a9 = -0.785398",
        ),
        ("ode/ode1", "y' = y, y(0) = -1", "exp(x + a8)", "no constants found for y(0) = -1"),
        ("ode/ode1", "y' = 1/x, y(0) = 1", "ln(x) + a8", "no constants found: y(0) has no value"),
    ],
)
def test_particular_solutions(name, problem, answer, line):
    assert finished(problem, answer, name) == line


def test_nothing_is_said_without_conditions():
    assert finished("y' = y", "a8*exp(x)") is None
    row = get_task("ode/ode1").generate(1).to_pylist()[0]
    assert get_task("ode/ode1").finish(row, row["solution"]) is None


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        ("y' = y, y'(0) = 1", "a condition on y'"),
        ("y' = y, y(0) = 1, y(1) = 2", "2 conditions"),
        ("y'' = y, y(0) = 1, y'(0) = 1", "first order"),
        ("y(0) = 1", "0 equations"),
    ],
)
def test_conditions_that_do_not_fit(problem, message):
    with pytest.raises(ProblemError, match=message) as caught:
        get_task("ode/ode1").problem_from(problem)
    assert "\n" not in str(caught.value)


def test_the_solver_shows_the_particular_solution(untrained_folder, monkeypatch):
    solver = hf_mathseq.load_solver(untrained_folder(get_task("ode/ode1")))
    answers = ["mul a8 x", "add pow x INT+ 2 mul a8 x", "add Y"]
    beam = [Hypothesis(text.split(), -float(i)) for i, text in enumerate(answers)]
    monkeypatch.setattr(decoding, "decode", lambda *_: [beam])
    found = solver("y' = y/x + x, y(1) = 2", num_beams=3)
    assert [answer.finished for answer in found] == [None, "y = x + x**2 with a8 = 1", None]
    assert str(found).splitlines()[:3] == [
        "-x - y/x + y' = 0, y(1) = 2",
        "  x**2 + a8*x",
        "  y = x + x**2 with a8 = 1",
    ]
