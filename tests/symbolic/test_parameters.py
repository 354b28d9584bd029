"""Parameters are single letters that stand for any number; what was a misspelling stays one."""

import pytest

from hf_mathseq.encodings.prefix import PARAMETERS, PUBLISHED_WORDS
from hf_mathseq.suggestions import UserError
from hf_mathseq.symbolic.equations import read_equation, write_equation
from hf_mathseq.symbolic.expression import write_infix
from hf_mathseq.symbolic.facts import is_positive
from hf_mathseq.symbolic.nodes import symbol
from hf_mathseq.symbolic.parameters import parameters_of
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.integration import read_problem


@pytest.mark.parametrize(
    ("text", "read", "parameters"),
    [
        ("sin(a*x)", "sin(a*x)", "a"),
        ("sin(ax)", "sin(a*x)", "a"),
        ("ax^2 + bx + c", "c + a*x**2 + b*x", "abc"),
        ("x^n", "x**n", "n"),
        ("a^x", "a**x", "a"),
        ("e^(-kt)", "exp(-k*x)", "k"),
        ("k x(1 - x)", "k*x*(1 - x)", "k"),
        (r"\int e^{-\lambda t} dt", "exp(-λ*x)", "λ"),
        ("cos(omega x)", "cos(ω*x)", "ω"),
        ("cos(ωt)", "cos(ω*x)", "ω"),
        ("sqrt(a^2)", "a", "a"),
        ("abs(a)*x", "a*x", "a"),
        (r"\frac{a}{x}", "a/x", "a"),
        ("∫ a t^2 dt", "a*x**2", "a"),
        ("asin(x)", "asin(x)", ""),
        ("tan x", "tan(x)", ""),
    ],
)
def test_integrands(text, read, parameters):
    integrand = read_problem(text)
    assert write_infix(integrand) == read
    assert {name.value for name in parameters_of(integrand)} == set(parameters)
    assert read_problem(write_infix(integrand)) is integrand


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("y' = k*y", "-k*y + y' = 0"),
        ("y' = ky(1 - y/K)", "-k*y*(1 - y/K) + y' = 0"),
        ("L y' + R y = V", "-V + L*y' + R*y = 0"),
        ("(ax + b) dx + c y dy = 0", "b + a*x + c*y'*y = 0"),
        ("y' + at = 0", "a*x + y' = 0"),
    ],
)
def test_equations(text, read):
    equation = read_equation(text)
    assert write_equation(equation) == read
    assert read_equation(read) is equation


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("sen x", "unknown function or variable 'sen'"),
        ("max(x, 1)", "unknown function or variable 'max'"),
        ("a(x)", "unknown function or variable 'a'"),
        ("gamma(x)", "unknown name 'gamma'"),
        ("C*x", "unknown name 'C'"),
        ("a8*x", "unknown function or variable 'a'"),
        ("x t", "unknown function or variable 't'"),
        ("∫ x da", "unknown name 'da'"),
        ("abx", "unknown function or variable 'abx'"),
        ("g x", "'g'"),
        ("W(2x)", "unknown name 'W'"),
        ("D(x^2)", "unknown name 'D'"),
        ("e^ax", r"'\^ax' at position 2 has two readings; write \^\(ax\) or \^a\*x"),
        ("e^-kt + x^2nx", "two readings"),
        ("u^2", "no x in the integrand, where u is a constant"),
        ("sin θ", "no x in the integrand"),
        ("x(a + b + c + k + l + m + n + p + q)", "9 parameters.*at most 8"),
    ],
)
def test_what_is_none(text, said):
    with pytest.raises(UserError, match=said):
        get_task("integration/bwd").problem_from(text)


def test_a_constant_needs_its_differential():
    assert get_task("integration/bwd").problem_from("∫ k dx")["integrand"] == "k"


@pytest.mark.parametrize("text", ["y' = F(y)", "y' = p(y)", "y' = k(x) y", "y' = e^kx"])
def test_no_functions_in_equations(text):
    with pytest.raises(UserError):
        read_equation(text)


def test_no_published_word_is_a_parameter():
    assert not {*PARAMETERS} & {*PUBLISHED_WORDS}


@pytest.mark.parametrize("name", PARAMETERS)
def test_parameters_are_positive(name):
    assert is_positive(symbol(name))


@pytest.mark.parametrize(
    ("task", "problem", "names"),
    [
        ("integration/bwd", "sin(bx)/a", ["a", "b"]),
        ("integration/bwd", "sin x", []),
        ("ode/ode1", "y' = ky, y(0) = A", ["k", "A"]),
        ("ode/ode2", "y'' = y", []),
    ],
)
def test_tasks_name_them(task, problem, names):
    task = get_task(task)
    assert task.parameters(task.problem_from(problem)) == names


@pytest.mark.parametrize("tokens", [["sin", "a"], ["mul", "k", "x"]])
def test_words_of_models_have_none(tokens):
    with pytest.raises(UserError, match="may use x and no other symbol"):
        get_task("integration/bwd").problem_from(tokens=tokens)
