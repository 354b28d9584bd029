"""Conditions: other branches are tried, and it is said where no or many solutions meet them."""

import pytest

import hf_mathseq


def solved(problem):
    return hf_mathseq.solve(problem, proposers="rules")


@pytest.mark.parametrize(
    ("problem", "finished"),
    [
        ("y'' + y = 0, y(0) = 0, y(pi/2) = 1", "y = sin(x) with a8 = 0, a9 = 1"),
        ("y'' + y = 0, y(0) = 0, y(pi) = 0", "y = a9*sin(x) for every a9"),
        ("y'' + y = x, y(0) = 1, y(pi) = pi - 1", "y = x + a9*sin(x) + cos(x) for every a9"),
        (
            "y'' + y = 0, y(pi/4) = 0, y(5*pi/4) = 0",
            "y = a9*sin(x) - a9*cos(x) for every a9",
        ),
        ("x*y' = y, y(0) = 0", "y = a8*x for every a8"),
        ("y' = x + y, y(0) = 1", "y = -1 - x + 2*exp(x) with a8 = 2"),
        # The other branch of a root.
        ("y' = -x/y, y(3) = -4", "y = -sqrt(25 - x**2) with a8 = 25"),
        (
            "y' = (3*x^2 + 4*x + 2)/(2*(y - 1)), y(0) = -1",
            "y = 1 - sqrt(16 + 4*x**3 + 8*x + 8*x**2)/2 with a8 = 16",
        ),
        # Another family.
        ("y' = y*(1 - y), y(0) = 1", "y = 1 with a8 = 0"),
    ],
)
def test_the_best_answer_meets_the_conditions(problem, finished):
    answers = solved(problem)
    assert answers.best.finished == finished
    assert answers.best.suits
    assert f"\n  {finished}\n" in str(answers)


@pytest.mark.parametrize(
    ("problem", "finished"),
    [
        (
            "x*y' = y, y(0) = 1",
            "no solution of this family meets y(0) = 1: y(0) is 0 for all constants",
        ),
        (
            "y' = y/x + x, y(0) = 2",
            "no solution of this family meets y(0) = 2: y(0) is 0 for all constants",
        ),
        (
            "y'' + y = 0, y(0) = 0, y(pi) = 1",
            "no solution of this family meets y(0) = 0, y(pi) = 1",
        ),
        ("y' = y^2, y(0) = 0", "no constants found for y(0) = 0"),
    ],
)
def test_the_first_answer_stays_the_best_where_none_suits(problem, finished):
    answers = solved(problem)
    assert answers.best is answers[0]
    assert answers.best.finished == finished
    assert not answers.best.suits


def test_conditions_are_shown():
    first = str(solved("y' = y, y(0) = 2")).splitlines()[0]
    assert first == "-y + y' = 0, y(0) = 2"
