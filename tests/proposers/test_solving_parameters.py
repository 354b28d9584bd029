"""Problems with parameters are solved without a model."""

import pytest

import hf_mathseq
from hf_mathseq.proposers.chain import Chain
from hf_mathseq.proposers.proposer import Proposer
from hf_mathseq.suggestions import UserError
from hf_mathseq.tasks import get_task


@pytest.mark.parametrize(
    ("problem", "best"),
    [
        ("sin(ax)", "-cos(a*x)/a"),
        ("x^n", "x**(1 + n)/(1 + n)"),
        ("a^x", "a**x/ln(a)"),
        ("e^(-kt)", "-exp(-k*x)/k"),
        ("1/(x^2 + a^2)", "atan(x/a)/a"),
        ("1/sqrt(a^2 - x^2)", "asin(x/a)"),
        ("sqrt(a^2 - x^2)", "x*sqrt(a**2 - x**2)/2 + a**2*asin(x/a)/2"),
        ("sqrt(ax + b)", "2*(b + a*x)**(3/2)/(3*a)"),
        ("e^(ax) sin(bx)", None),
        ("1/(ax^2 + bx + c)", None),
        ("abs(x - a)", None),
        ("ln(x^2 + a^2)", None),
        ("y' = ky", "a8*exp(k*x)"),
        ("x y' = n y", "a8*x**n"),
        ("y' + py = q", "a8*exp(-p*x) + q/p"),
        ("y' = ky(1 - y/K)", None),
        ("y'' + w^2 y = 0", "a8*cos(w*x) + a9*sin(w*x)"),
        ("y'' - k^2 y = 0", "a8*exp(k*x) + a9*exp(-k*x)"),
        ("y'' + 2by' + w^2 y = 0", None),
    ],
)
def test_rules_answer(problem, best):
    found = hf_mathseq.solve(problem, proposers="rules").best
    assert found is not None
    assert best is None or found.text == best
    assert " from " in found.verdict.detail


@pytest.mark.parametrize(
    ("problem", "finished"),
    [
        ("y' = ky, y(0) = A", "y = A*exp(k*x) with a8 = A"),
        ("y' = y, y(0) = A", "y = A*exp(x) with a8 = A"),
        ("y' = k(T - y), y(0) = A", "y = T + exp(-k*x)*(A - T) with a8 = A - T"),
        (
            "y'' + w^2 y = 0, y(0) = A, y'(0) = B",
            "y = A*cos(w*x) + B*sin(w*x)/w with a8 = A, a9 = B/w",
        ),
    ],
)
def test_conditions_have_them_too(problem, finished):
    assert hf_mathseq.solve(problem, proposers="rules").best.finished == finished


@pytest.mark.parametrize(("value", "met"), [("2", True), ("k", False)])
def test_numbers_are_not_fitted_to_parameters(value, met):
    """The constant of x + a8 + exp(a8) has no closed form, and a number would suit one k only."""
    task = get_task("ode/ode1")
    row = task.problem_from(f"y' = 1, y(0) = {value}")
    assert task.suits(row, "x + a8 + exp(a8)") is met


class Unaware(Proposer):
    """Answers everything, and knows no parameters."""

    name = "unaware"
    summary = "1"

    def fits(self, task):
        return True

    def propose(self, problem):
        yield ["INT+", "1"]


@pytest.mark.parametrize(("problem", "asked"), [("∫ a dx", 0), ("x", 1)])
def test_only_those_who_know_them_are_asked(problem, asked):
    task = get_task("integration/bwd")
    assert len(list(Chain(task, [Unaware()]).answers(task.problem_from(problem)))) == asked


def test_models_are_not_asked():
    solver = hf_mathseq.load_solver("model_cards/integration-bwd-laptop")
    with pytest.raises(UserError, match="models know no parameters such as a"):
        solver("sin(ax)")
    both = hf_mathseq.load_solver("model_cards/integration-bwd-laptop", proposers="model,rules")
    assert both("sin(ax)").best.source == "rules"
