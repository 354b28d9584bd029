"""Verdicts on problems with parameters: right for all values that are drawn, wrong for one."""

import pytest

from hf_mathseq.proposers.given import check
from hf_mathseq.symbolic.nodes import number, symbol
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import Status, Verdict
from hf_mathseq.verification.over_parameters import DRAWN, over_parameters

A, K = symbol("a"), symbol("k")


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        ("sin(ax)", "-cos(ax)/a + C"),
        ("sin(ax)", "-cos(ax)/a + k"),
        ("x^n", "x^(n+1)/(n+1)"),
        ("e^(-kt)", "-e^(-kt)/k"),
        ("1/(x^2 + a^2)", "atan(x/a)/a"),
        ("1/sqrt(a^2 - x^2)", "asin(x/a)"),
        ("1/(x^2 - a^2)", "ln(abs((x-a)/(x+a)))/(2a)"),
        ("cos(ωt)", "sin(ωt)/ω"),
        ("1/(ax^2 + bx + c)", "2*atan((2ax + b)/sqrt(4ac - b^2))/sqrt(4ac - b^2)"),
        ("abs(x - a)", "(x - a)*abs(x - a)/2"),
        ("y' = ky", "y = C e^(kx)"),
        ("y' = ky", "y = A e^(kx)"),
        ("y' = ky, y(0) = A", "A e^(kx)"),
        ("y'' + w^2 y = 0", "A cos(wx) + B sin(wx)"),
        ("y'' + 2by' + w^2 y = 0", "e^(-bx) (A cos(sqrt(w^2 - b^2) x) + B sin(sqrt(w^2 - b^2) x))"),
        ("y' = y, y(0) = A", "A e^x"),
        ("y' = y, y(a) = 1", "e^(x - a)"),
    ],
)
def test_right_answers(problem, answer):
    assert check(problem, answer).status is Status.CORRECT


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        ("sin(ax)", "-cos(ax)"),
        ("sin(kx)", "-cos(kx)/k + kx"),
        ("sin(ax)", "-cos(ax)/a + x(a - 1)"),
        ("sin(ax)", "-cos(ax)/a + x*(asin(sin(a/20)) - a/20)"),
        ("x^n", "x^(n+1)/n"),
        ("y' = ky", "y = e^(kx)"),
        ("y' = ky", "y = C e^x"),
        ("y' = ky, y(0) = A", "k e^(kx)"),
        ("y' = y, y(a) = 1", "e^(x + a)"),
    ],
)
def test_wrong_answers(problem, answer):
    assert check(problem, answer).status is Status.INCORRECT


def test_signs_of_parameters_are_not_tried_out():
    verdict = check("sin(ax)", "-cos(ax)/a + x*(1 + sign(a - 10^9))")
    assert verdict.status is Status.UNDECIDED
    assert "sign" in verdict.detail


@pytest.mark.parametrize(("problem", "tokens"), [("x", ["a"]), ("sin(ax)", ["mul", "b", "x"])])
def test_parameters_of_nobody_are_malformed(problem, tokens):
    task = get_task("integration/bwd")
    verdict = task.verify(task.problem_from(problem), tokens)
    assert verdict.status is Status.INVALID
    assert "does not belong" in verdict.detail


@pytest.mark.parametrize("criterion", ["strict", "paper"])
def test_each_criterion_is_asked(criterion):
    task = get_task("ode/ode1")
    row = task.problem_from("y' = ky")
    zero = task.verify(row, ["INT+", "0"], criterion=criterion)
    assert zero.correct is (criterion == "paper")
    both = task.verify_by_criterion([row], [["INT+", "0"]])
    assert both[criterion] == [zero]


def judged(status):
    return lambda problem, answer: Verdict(status, "numeric", 0.0, "said")


def test_every_parameter_is_tried_small_and_large():
    seen = []

    def judge(problem, answer):
        seen.append([float(part.value) for part in problem])
        return Verdict(Status.CORRECT, "numeric")

    assert over_parameters([A, K], A, judge).correct
    assert len(seen) == len({tuple(values) for values in seen}) == DRAWN + 4
    for values in zip(*seen, strict=True):
        assert min(values) < 0.05 < 30 < max(values)


def test_values_depend_on_the_answer():
    def values(answer):
        seen = []
        over_parameters([A], answer, lambda problem, _: seen.append(problem[0]) or UNDECIDED)
        return seen

    assert values(A) != values(number(1))


UNDECIDED = Verdict(Status.UNDECIDED, "numeric")


def test_what_is_never_decided_is_given_up_early():
    seen = []
    verdict = over_parameters([A], A, lambda problem, _: seen.append(problem) or UNDECIDED)
    assert verdict.status is Status.UNDECIDED
    assert len(seen) == 2
