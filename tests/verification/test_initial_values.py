"""Answers to initial-value problems: the equation, the conditions, and both in one piece."""

import pytest

import hf_mathseq
from hf_mathseq.proposers.given import check

EQUATION, CIRCLE = "y' = y, y(0) = 1", "y'' + y = 0, y(0) = 0, y'(0) = 1"


@pytest.mark.parametrize(
    ("problem", "answer", "status", "detail"),
    [
        (EQUATION, "y = e^x", "CORRECT", "meets y(0) = 1"),
        (EQUATION, "(sin(1)^2 + cos(1)^2) e^x", "CORRECT", "meets"),
        (EQUATION, "2e^x", "INCORRECT", "misses the condition y(0) = 1: y(0) is 2"),
        (EQUATION, "e^x + 1", "INCORRECT", "residual"),
        (EQUATION, "C e^x", "CORRECT", "residual"),
        (EQUATION, "(1 + 1/10^50) e^x", "INCORRECT", "near 1, but another number"),
        (EQUATION, "e^x + e^(x - 1000)", "INCORRECT", "misses"),
        (EQUATION, "(sin(1)^2 + cos(1)^2 + e^(-1000)) e^x", "INCORRECT", "another number"),
        ("y' = -0.2(y-20), y(0)=90", "20 + 70 e^(-x/5)", "CORRECT", "y(0) = 90"),
        ("y' = -0.2(y-20), y(0)=90", "20 + 999 e^(-x/5)", "INCORRECT", "y(0) is 1019"),
        (CIRCLE, "sin x", "CORRECT", "y(0) = 0 and y'(0) = 1"),
        (CIRCLE, "2 sin x", "INCORRECT", "misses the condition y'(0) = 1: y'(0) is 2"),
        (CIRCLE, "cos x", "INCORRECT", "misses the condition y(0) = 0"),
        (CIRCLE, "a8*cos(x) + a9*sin(x)", "CORRECT", "residual"),
        ("y' = sqrt(y), y(2) = 1", "x^2/4", "CORRECT", "meets"),
        ("y' = sqrt(y), y(-2) = 1", "x^2/4", "INCORRECT", "does not hold around x = -2"),
        ("y' = 1/x, y(0) = 1", "ln x", "UNDECIDED", "y(0) has no value"),
        ("y'' = 0, y(0) = 0, y'(0) = 0", "abs(x)", "UNDECIDED", "corner"),
        ("y' = 0, y(0) = 0", "sign(x)/10^9", "UNDECIDED", "jump"),
        ("y'' = 0, y(0) = 1/2, y(1) = 1/2", "abs(x - 1/2)", "UNDECIDED", "between"),
        ("y'' = 0, y(0) = 1/2, y(1) = 1/2", "1/2", "CORRECT", "meets"),
        ("y'' = 2y^3, y(-1) = -1, y(1) = 1", "1/x", "UNDECIDED", "pole"),
        ("y'' = 2y^3, y(1) = 1, y(3) = 1/3", "1/x", "CORRECT", "meets"),
    ],
)
def test_initial_value_problems(problem, answer, status, detail):
    for criterion in ("strict", "paper"):
        verdict = check(problem, answer, criterion=criterion)
        assert verdict.status == status, verdict
        assert detail in verdict.detail


def test_what_models_say_is_judged_as_a_general_solution():
    task = hf_mathseq.get_task("ode/ode1")
    row = task.problem_from(EQUATION)
    assert task.verify(row, ["exp", "x"]).status == "INCORRECT"
    assert task.verify(row, ["mul", "a8", "exp", "x"]).correct
