"""Verdicts on problems with parameters: right for all values that are drawn, wrong for one."""

import pytest

from hf_mathseq.proposers.given import check
from hf_mathseq.symbolic.evaluation import negative, power, subtract
from hf_mathseq.symbolic.nodes import HALF, ONE, number, symbol
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
        ("tan(ax)", "-ln|cos(ax)|/a"),
        ("y'' + w^2 y = 0", "A cos(wx - φ)"),
        ("y' = ry(1 - y/K), y(0) = A", "y/(K - y) = A/(K - A) e^(rx)"),
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


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        ("sin(ax)", "-cos(ax)/a + x*(1 + sign(a - 10^9))"),
        ("∫ a dx", "a x + (asin(sin(a)) - a) x exp(exp(1000(a-8/5)))"),
        ("∫ a dx", "10^8 asin(sin(a/10^8)) x"),
        ("∫ (2000 - a) dx", "x sqrt(a^2 - 4000a + 4000000)"),
        ("∫ |1000 - a| dx", "(1000 - a)x"),
        ("∫ |5 - a b/(a + b)| dx", "(5 - a b/(a + b)) x"),
        ("∫ atan(tan(a/10^8)) dx", "ax/10^8"),
        ("-a cos x", "a|a - 5000 + sin x|"),
        ("|sin(x) + 1000 - a|", "(1000 - a) x - cos x"),
        ("y' = |a - 1000| y", "C e^((1000 - a)x)"),
        ("y' = ky, y(0) = A", "10^8 asin(sin(A/10^8)) e^(kx)"),
        ("y' = ky, y(0) = A", "ln y = kx + ln(254101967/200000000)"),
        ("y' = -x/y, y(0) = A", "x^2 + y^2 = (254101967/200000000)^2"),
    ],
)
def test_answers_for_some_values_only_are_not_verified(problem, answer):
    """Beyond the values that are drawn, between them, or at the ones that proposers use."""
    assert check(problem, answer).status is not Status.CORRECT


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


def test_every_parameter_is_tried_small_and_large():
    seen = []

    def judge(problem, answer):
        seen.append([float(part.value) for part in problem])
        return Verdict(Status.CORRECT, "numeric")

    assert over_parameters([A, K], A, judge).correct
    assert len(seen) == len({tuple(values) for values in seen}) == DRAWN + 4 + 3
    for values in zip(*seen, strict=True):
        assert min(values) < 0.05 < 30 < max(values)
    assert min(map(max, seen)) < 0.05
    assert max(map(min, seen)) > 1e4


def values_for(answer, judge=None):
    seen = []

    def recording(problem, answer):
        seen.append(problem[0])
        return (judge or (lambda _: Verdict(Status.CORRECT, "numeric")))(len(seen))

    return over_parameters([A], answer, recording), seen


def test_values_depend_on_the_answer():
    assert values_for(A)[1] != values_for(number(1))[1]


def test_one_value_that_is_not_decided_is_enough():
    """Else an answer could be wrong wherever it takes too many digits."""
    undecided = Verdict(Status.UNDECIDED, "numeric", None, "more digits")
    correct = Verdict(Status.CORRECT, "numeric")
    verdict, seen = values_for(A, lambda count: undecided if count == 3 else correct)
    assert verdict.status is Status.UNDECIDED
    assert "more digits" in verdict.detail
    assert len(seen) == 3


def test_values_without_real_ones_of_the_answer_are_left_out():
    root = power(subtract(ONE, A), HALF)
    verdict, seen = values_for(root)
    assert verdict.correct
    assert 0 < len(seen) < DRAWN + 3
    assert "real for" in verdict.detail
    assert not values_for(power(negative(A), HALF))[0].correct
