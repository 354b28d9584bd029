"""Answers to textbook equations are written as textbooks write them."""

import pytest

import hf_mathseq
from hf_mathseq.proposers.ode_rules.plain_forms import MAX_WORDS, plain_form
from hf_mathseq.proposers.ode_rules.real_forms import real_form, solves
from hf_mathseq.proposers.ode_rules.undetermined import particular
from hf_mathseq.proposers.residuals import of_equation
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.equations import read_equation
from hf_mathseq.symbolic.evaluation import add
from hf_mathseq.symbolic.expression import read_prefix, write_infix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.symbolic.nodes import X


def expression(text):
    return read_prefix(read_infix(text, ("x", "a8", "a9")))


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        ("y'' + y = 0", "a8*cos(x) + a9*sin(x)"),
        ("y'' + 4*y = 0", "a8*cos(2*x) + a9*sin(2*x)"),
        ("y'' - y = 0", "a8*exp(x) + a9*exp(-x)"),
        ("y'' + 2*y' + y = 0", "a8*exp(-x) + a9*x*exp(-x)"),
        ("y'' + 4*y' + 5*y = 10", "2 + a8*cos(x)*exp(-2*x) + a9*exp(-2*x)*sin(x)"),
        ("y'' + y = x", "x + a8*cos(x) + a9*sin(x)"),
        ("y'' + 9*y = x^2", "-2/81 + x**2/9 + a8*cos(3*x) + a9*sin(3*x)"),
        ("y'' + y = sin(x)", "a8*cos(x) + a9*sin(x) - x*cos(x)/2"),
        ("x*y'' + 2*y' + x*y = 0", "a8*cos(x)/x + a9*sin(x)/x"),
        ("x^2*y'' - x*y' + y = ln(x)", "2 + a8*x + a9*x*ln(x) + ln(x)"),
        ("y' + 2*y = x", "-1/4 + x/2 + a8*exp(-2*x)"),
        ("2*y' = 5*pi + 6", "a8 + 3*x + 5*pi*x/2"),
        ("y' + y*tan(x) = 1/cos(x)", "a8*cos(x) + sin(x)"),
        ("y*y' = -x", "sqrt(a8 - x**2)"),
    ],
)
def test_answers_are_in_plain_forms(problem, text):
    answers = hf_mathseq.solve(problem, proposers="rules")
    assert (answers.best.text, len(answers)) == (text, 1)


@pytest.mark.parametrize(
    ("problem", "text"),
    [
        ("(1 + x^2)*y'' + x*y' - y = 0", "a8*x + a9*sqrt(1 + x**2)"),
        ("(1 - x^2)*y'' - x*y' + y = 0", "a8*x + a9*sqrt(1 - x**2)"),
        (
            "(1 - x^2)*y'' - 2*x*y' + 2*y = 0",
            "a8*x + a9*x*(1/x + ln(1 - x)/2 - ln(1 + x)/2)",
        ),
    ],
)
def test_answers_are_real_where_the_equation_is(problem, text):
    assert hf_mathseq.solve(problem, proposers="rules").best.text == text


@pytest.mark.parametrize("problem", ["y'' + pi*y = x", "y'' + pi*y = tan(x*sqrt(pi))"])
def test_coefficients_that_are_no_roots_of_fractions_are_not_rounded(problem):
    (answer,) = hf_mathseq.solve(problem, proposers="rules")
    assert answer.verdict.correct


@pytest.mark.parametrize(
    ("solution", "plain"),
    [
        ("exp(x)*(a8 + exp(-x)*(-1 - x))", "-1 - x + a8*exp(x)"),
        ("1/(3 - 2*a8 - x)", "1/(a8 - x)"),
        ("a8*exp(x)/(1 + a8*exp(x))", "a8*exp(x)/(1 + a8*exp(x))"),
        ("(1 + x)^2*(a8 + x)", "(1 + x)**2*(a8 + x)"),
        ("a9*cos(x)*tan(x)^2", "a9*tan(x)**2*cos(x)"),
    ],
)
def test_plain_forms(solution, plain):
    assert write_infix(plain_form(expression(solution))) == plain


def test_long_solutions_stay():
    long = add(*(expression(f"x^{n}/(x - {n} + a8)") for n in range(1, 12)))
    assert long.words > MAX_WORDS
    assert plain_form(long) is long


def test_what_has_no_such_solution():
    assert particular(lambda u: add(derivative(u), u), expression("ln(x)")) is None
    assert particular(derivative, expression("1/x")) is None
    assert particular(derivative, X) is expression("x^2/2")


def test_forms_that_are_no_solutions_are_followed_by_what_was_found():
    problem = of_equation(read_equation("y' = 1/x"), 1)
    assert solves(expression("ln(x) + a8"), problem)
    assert not solves(expression("ln(x) + a8*x/10^8"), problem)
    assert real_form(expression("ln(-x)^2 + a8"), problem) is expression("ln(-x)^2 + a8")
