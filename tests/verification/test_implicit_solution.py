"""Implicit solutions F(x, y) = C: right ones, wrong ones, and what is none."""

import pytest

from hf_mathseq.proposers.given import check
from hf_mathseq.symbolic.equations import read_equation
from hf_mathseq.symbolic.expression import ExpressionError
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import Status
from hf_mathseq.verification.implicit_solution import check_relation, read_relation


@pytest.mark.parametrize(
    ("equation", "answer"),
    [
        ("2xy + (x^2 + cos y) y' = 0", "x^2 y + sin y = C"),
        ("y' = -x/y", "x^2 + y^2 = C"),
        ("y' = -x/y", "y^2 = C - x^2"),
        ("y' = -x/y", "sqrt(x^2 + y^2) = C"),
        ("y' = y", "ln|y| = x + C"),
        ("y' = y", "ln y = x + ln C"),
        ("y' = y", "x = ln(Cy)"),
        ("y' = y/x", "x = Cy"),
        ("y' = sqrt(y)", "2 sqrt(y) = x + C"),
        ("y' = sqrt(1 - y^2)", "asin y = x + C"),
        ("y' = (x + y)/(x - y)", "atan(y/x) = ln(sqrt(x^2 + y^2)) + C"),
        ("y' = ky(1 - y/K)", "y/(K - y) = C e^(kt)"),
        ("y' = -x/y, y(3) = 4", "x^2 + y^2 = 25"),
        ("y' = -x/y, y(3) = 4", "x^2 + y^2 = C"),
        ("y' = ky, y(0) = A", "ln(y/A) = kx"),
        ("y' = y^2 - 1", "ln|(y - 1)/(y + 1)| = 2x + C"),
        ("y' = -x/y", "x^2 + y(x)^2 = r^2"),
        ("y' = ky", "ln|y(t)| = kt + C"),
        ("y' = 2y", "x(y) = ln(y)/2 + C"),
        ("y' = y(1 - y), y(0) = 3/4", "y/(1 - y) = 3 e^x"),
        ("y' = y, y(0) = 2", "y^2 = 4e^(2x)"),
        ("y' = y/x, y(1) = 2", "y - 2x = 0"),
        ("y' = -y/x, y(1) = 2", "x = 2/y"),
        ("y' = y^2, y(0) = 1", "y(1 - x) = 1"),
    ],
)
def test_right_ones(equation, answer):
    assert check(equation, answer).status is Status.CORRECT


@pytest.mark.parametrize(
    ("equation", "answer"),
    [
        ("y' = -x/y", "x^2 - y^2 = C"),
        ("y' = y", "ln y = Cx"),
        ("y' = y", "y e^(-x) + x sin(y) = C"),
        ("y' = y", "y e^(-x) + x/10^9 = C"),
        ("y' = y/x", "y/x + abs(y - 10^5) = C"),
        ("y' = y", "y e^(-x) + sign(y - 10)*x = C"),
        ("y' = 0", "sin(y)^2 + cos(y)^2 = C"),
        ("y' = 0", "x + 0*y = C"),
        ("y' = y", "y e^(-x) + ln(-1 - x^2) = C"),
        ("y' = y", "y e^(-x) + sin(37 pi y) x = C"),
        ("y' = -x/y, y(3) = 4", "x^2 + y^2 = 26"),
        ("y' = -x/y, y(3) = 4", "x^2 + y^2 = 25 + 1/10^30"),
        ("y' = ky, y(0) = A", "ln(y/A) = x"),
        ("y' = -y/x, y(0) = 5", "xy = 0"),
        ("y' = -y/x, y(0) = A", "xy = 0"),
        ("y' = y/x, y(0) = 1", "x/y = 0"),
        ("y' = -x/y, y(0) = 0", "x^2 + y^2 = 0"),
        ("y' = -x/y, y(5) = 0", "x^2 + y^2 = 25"),
        ("y' = -x/y, y(0) = 6000", "x^2 + 10^6 asin(sin(y/1000))^2 = 10^6 asin(sin(6))^2"),
        ("y' = -x/y", "x^2 + 10^6 asin(sin(y/1000))^2 = C"),
        ("y' = -x/y", "x^2 + y^2 + (|y - 5000 + sin x| + y - 5000 + sin x) y = C"),
        ("y' = -x/y", "x^2 + y^2 + (|y| - y) ((x-3)^2 + (y+4)^2) exp(exp(exp(7+x^2-y))) = C"),
        ("y' = y", "y e^(-x) + (|y - 10^9| + y - 10^9) x = C"),
        ("y' = -x/y", "(x^2 + y^2 - C)(y - 5) = 0"),
        ("y' = y/x", "(y - Cx)(y - x^2) = 0"),
        ("y' = -x/y", "x^2 + y^2 = -C^2"),
        ("y' = -x/y", "x^2 + y^2 + e^C = 0"),
        ("y' = cos x", "x = sin x + C"),
    ],
)
def test_wrong_ones_are_not_verified(equation, answer):
    assert check(equation, answer).status is not Status.CORRECT


@pytest.mark.parametrize(
    ("problem", "answer", "said"),
    [
        ("y' = y", "x + y = 3", "one constant is wanted"),
        ("y' = y", "C1 y = C2 e^x", "one constant is wanted"),
        ("y' = y", "y = C y", "an expression in x and y"),
        ("y' = y", "y + e^y + C + e^C = x", "cannot be solved for its constant"),
        ("y'' = y", "y^2 = C1 e^x + C2", "first order only"),
        ("y' = y", "y = x = C", "more than one equality sign"),
        ("y' = y", "x + y", "unknown name 'y'"),
        ("y' = -x/y", "(x^2 + y^2 - C)(y - 5) = 0", "the factor -5 + y is without the constant"),
    ],
)
def test_malformed_ones_say_what_is_wanted(problem, answer, said):
    verdict = check(problem, answer)
    assert verdict.status is Status.INVALID
    assert said in verdict.detail


@pytest.mark.parametrize("words", ["x", "a8", "add Y a8", "Y'", "derivative Y x", "t", "I", "f Y"])
def test_words_of_no_relation(words):
    with pytest.raises(ExpressionError):
        read_relation(words.split())


@pytest.mark.parametrize("criterion", ["strict", "paper"])
def test_words_of_models_are_judged_alike(criterion):
    task = get_task("ode/ode1")
    row = task.problem_from("y' = -x/y")
    tokens = ["add", "pow", "x", "INT+", "2", "pow", "Y", "INT+", "2"]
    assert task.verify(row, tokens, criterion=criterion).correct
    assert task.decode(tokens) == "x**2 + y**2 = a8"
    assert task.encode({**row, "solution": "x**2 + y**2 = a8"})[1] == tokens
    assert (
        not get_task("ode/ode2")
        .verify(get_task("ode/ode2").problem_from("y'' = y"), tokens)
        .correct
    )


def test_one_side_is_said():
    verdict = check_relation(read_equation("y' = y"), read_relation(["sub", "ln", "Y", "x"]))
    assert verdict.correct
    only = check("y' = abs(y)", "y e^(-x) = C")
    assert only.status is Status.INCORRECT
    assert "another slope for y < 0" in only.detail
