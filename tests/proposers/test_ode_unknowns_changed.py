"""Equations that are simpler for another unknown function, and what they are brought to."""

import numpy as np
import pytest

import hf_mathseq
from hf_mathseq.proposers.chain import Chain
from hf_mathseq.proposers.ode_rules.kernels import kernels_of
from hf_mathseq.proposers.ode_rules.lowest_terms import MAX_GENERATORS, in_lowest_terms, reduced
from hf_mathseq.proposers.ode_rules.roots import joined_roots
from hf_mathseq.proposers.ode_rules.unknowns import U, on_one_branch, rational_value
from hf_mathseq.proposers.table import made
from hf_mathseq.symbolic.evaluation import add
from hf_mathseq.symbolic.expression import read_prefix, write_infix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.symbolic.nodes import X
from hf_mathseq.symbolic.numeric import Evaluation
from hf_mathseq.symbolic.numeric_backends import REAL


def expression(text):
    return read_prefix(read_infix(text, ("x", "y", "z")))


def answers(problem):
    task = hf_mathseq.get_task("ode/ode2" if "''" in problem else "ode/ode1")
    return list(Chain(task, made(["rules"])).answers(task.problem_from(problem)))


@pytest.mark.parametrize(
    "problem",
    [
        "y' = y + x*y^(7/3)",  # Bernoulli
        "3*x*y' = y + x^2*y^(-3/2)",
        "y' = exp(x)*y^2 - 2*x*exp(x)*y + x^2*exp(x) + 1",  # Riccati, by the solution x
        "y' = (y - sin(x))^2 + cos(x) + (y - sin(x))/x",
        "2*x*y' + 4*sqrt(x)*sqrt(1 - x*y^2) + y = 0",  # by x*y^2
        "x*y' + (x - y)^2*atan(x - y) + atan(x - y) = x",  # linear in the arctangent
        "x*y' = 2*x^2*sqrt(1 - (y - 1)^2) + sqrt(1 - (y - 1)^2)*asin(y - 1)",
        "-3 + x^2 + tan(x - y)^2*y' + 2*x*tan(x - y) + y' = 0",  # of a line in the tangent
    ],
)
def test_first_order(problem):
    assert answers(problem)[-1].verdict.correct


@pytest.mark.parametrize(
    "problem",
    [
        "2*y^2 + 2*x^2*y'^2 - x^2*y''*y - 4*x*y'*y = 0",  # linear in 1/y
        "y*y'' - y'^2 = 3*y^2*sin(x)",  # in ln(y)
        "y^2*y'' + y''*exp(2*x) - y^2*exp(x) - 4*y'*exp(2*x) - 2*y'^2*y + 2*y'^2*exp(x)"
        " - 2*y''*exp(x)*y + 4*y'*exp(x)*y + exp(3*x) = 0",  # in 1/(y - exp(x))
        "x^2*y'' - 8*x*y' + 20*y = 0",  # Euler
        "(x - 3)^2*y'' - 5*(x - 3)*y' + 8*y = 0",
        "(2*x - 1)^2*cos(x)*y'' + (2*x - 1)*(2*x*sin(x) - sin(x) - 4*cos(x))*y'"
        " + (8*cos(x) + 2*sin(x) - 4*x*sin(x))*y = 0",  # 2*x - 1 from the Wronskian
        "y'' + 2*tan(y)/(1 + tan(y)^2)*(1 + tan(y)^2)*y'^2 = 2*x/(1 + tan(y)^2)",  # in tan(y)
        "(1 - y^2)*y'' + y*y'^2 = 0",  # in asin(y)
        "x*y'' + 2*x*y*y'^2/(1 - y^2) = 2*y'",  # in atanh(y), an integral of logarithms
        "y'' + 2/x*y' + 9*y = 0",  # constant coefficients after a factor
        "-x^2*y'^2 + 2*tan(y)^2*ln(tan(y)) + x^2*y'^2*tan(y)^4 + x^2*tan(y)^3*y''"
        " + x^2*y''*tan(y) - 2*x*tan(y)^3*y' - 2*x*y'*tan(y) = 0",  # in ln(tan(y))
    ],
)
def test_second_order(problem):
    assert answers(problem)[-1].verdict.correct


@pytest.mark.parametrize("problem", ["y' = sin(x*y)", "y' + x*ln(y) = y"])
def test_lines_are_proposed_where_they_solve_the_equation_only(problem):
    assert not answers(problem)


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        ("(x^2 - 1)/(x - 1)", "1 + x"),
        ("(x*sqrt(y) + y)/(sqrt(y)*x + y)^2", "1/(x*sqrt(y) + y)"),
        ("(exp(2*x) - 1)/(exp(x) + 1)", "exp(x) - 1"),
        ("exp(x/2)/exp(x)", "exp(-x/2)"),
        ("(pi*sin(x) + sin(x))/(1 + pi)", "sin(x)"),
        ("x/2 + (2*x - y*x)/(2*y - 4)", "0"),
        ("y/(x^2*(1 + sin(x))^3)*(1 + sin(x))", "y/(x^2*(1 + sin(x))^2)"),
    ],
)
def test_lowest_terms(expr, expected):
    assert in_lowest_terms(expression(expr)) is expression(expected)


def test_what_is_too_large_is_not_brought_to_lowest_terms():
    many = add(*(expression(f"sin({n}*x)") for n in range(1, MAX_GENERATORS + 2)))
    assert in_lowest_terms(many) is None
    assert in_lowest_terms(expression("(1 + x + y + z)^9*(1 + sin(x))^9")) is None
    sparse = [f"(x^7*sin({n}*x)^7 + y^7*sin({n}*x)^5 + z^5)" for n in range(1, 6)]
    assert in_lowest_terms(expression("/".join(sparse))) is None
    assert in_lowest_terms(expression("1/(sin(x)^2 + cos(x)^2 - 1 + y)^13")) is None
    assert reduced(many) is many


@pytest.mark.parametrize(
    "expr", ["(x + 1/y)/(x*y + 1)^2", "(y - x)^-2 - 1/(x^2 - 2*x*y + y^2) + y", "exp(-x - 2*y)*x"]
)
def test_reduced_expressions_keep_their_values(expr):
    points = {X: np.linspace(0.1, 2.0, 7), U: np.linspace(2.5, 3.5, 7)}
    asked = expression(expr)
    values = [Evaluation(REAL, points).value(each) for each in (asked, reduced(asked))]
    assert values[0] == pytest.approx(values[1])


@pytest.mark.parametrize(
    ("product", "joined"),
    [
        ("x*y", ["x*y"]),
        ("x*sqrt(1 + x)*sqrt(1 - x)", ["x*sqrt(1 - x^2)", "x*sqrt(x^2 - 1)"]),
        ("sqrt(x - y)", ["sqrt(x - y)", "sqrt(y - x)"]),
    ],
)
def test_roots_are_joined_with_either_sign(product, joined):
    assert joined_roots(expression(product)) == [expression(each) for each in joined]


def test_functions_of_the_unknown_are_found_with_their_arguments():
    found = kernels_of(expression("x*asin(y/x) + (1 + y)^3 + sqrt(x - y) + cos(x)*y^2"))
    assert [write_infix(each) for each in found] == [
        "sqrt(x - y)",
        "asin(y/x)",
        "x - y",
        "y/x",
        "1 + y",
    ]


@pytest.mark.parametrize(
    ("expr", "value"), [("(x*y + 2*x)/(3*x*y + 6*x)", 1 / 3), ("pi", None), ("x", None)]
)
def test_rational_values(expr, value):
    found = rational_value(expression(expr))
    assert found == value if value is None else float(found) == value


def test_one_branch():
    assert on_one_branch(expression("asin(sin(x)) + acosh(cosh(y))")) is expression("x + y")
    assert on_one_branch(expression("abs(x)*sqrt(y^2)")) is expression("x*y")
    assert on_one_branch(expression("(y^3)^(1/3)")) is U
