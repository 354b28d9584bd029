import numpy as np
import pytest

import hf_mathseq
from hf_mathseq.proposers.chain import Chain
from hf_mathseq.proposers.ode_rules.quadratics import of_quadratic
from hf_mathseq.proposers.ode_rules.unknowns import U, free_of, same, swapped
from hf_mathseq.proposers.table import made
from hf_mathseq.symbolic.expression import read_prefix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.symbolic.nodes import ONE, X, symbol
from hf_mathseq.symbolic.numeric import Evaluation
from hf_mathseq.symbolic.numeric_backends import REAL


def expression(text):
    return read_prefix(read_infix(text, ("x", "y", "a8")))


def solved(problem):
    """Whether the rules have a verified answer."""
    task = hf_mathseq.get_task("ode/ode2" if "''" in problem else "ode/ode1")
    found = list(Chain(task, made(["rules"])).answers(task.problem_from(problem)))
    return bool(found) and found[-1].verdict.correct


@pytest.mark.parametrize(
    "problem",
    [
        "y' = x*y",  # separable
        "y' = y*(1 - y)",
        "y' = tan(x)*tan(y)",  # by half angles
        "y' + y = x",  # linear
        "y' + y/x = y^3",  # Bernoulli
        "x*y' - 4*y = x^2*sqrt(y)",
        "2*x*y*y' = x^2 + y^2",  # homogeneous
        "x*y' = y + sqrt(x^2 + y^2)",
        "1 + y^2 + 2*x*y*y' = 0",  # exact
        "y' = (4*x + y)^2",  # of a line
        "x^2*y' = x^2*y^2 + x*y + 1",  # Riccati
        "y = x*y' + y'^2",  # Clairaut
        "y'^2 + y^2 = 1",
    ],
)
def test_first_order(problem):
    assert solved(problem)


@pytest.mark.parametrize(
    "problem",
    [
        "y'' - 3*y' + 2*y = 0",
        "y'' = 2*y*y'",  # quadratic in y with a constant
        "y'' + 2*y' + 2*y = 0",
        "y'' - 2*y' + y = exp(x)",
        "y'' + y = 1/cos(x)",
        "x^2*y'' + x*y' + 4*y = 0",
        "x*y'' + 2*y' + x*y = 0",
        "y'' = 1 + y'^2",
        "y*y'' = y'^2",
    ],
)
def test_second_order(problem):
    assert solved(problem)


@pytest.mark.parametrize(
    "problem",
    [
        "y' = x + y^2",
        "y' = sin(x*y)",
        "y'' + x*y = 0",
        "y'' = y^5 + x",
        "y' = sign(x + y) + x*y^3",  # no derivative by y
    ],
)
def test_what_textbooks_do_not_solve_has_no_answer(problem):
    assert not solved(problem)


def test_functions_are_compared_where_they_have_values():
    assert same(expression("sqrt(x)^2"), expression("x"))
    assert not same(expression("x"), expression("x + 1/10000"))
    assert not same(expression("ln(-1 - x^2)"), expression("x"))


def test_independence_is_seen_at_points():
    assert free_of(expression("(x*y + x)/(y + 1)"), U, ONE) is not None
    assert free_of(expression("x*y"), U, ONE) is None
    assert swapped(expression("x/y")) is expression("y/x")
    assert free_of(X, U, ONE) is X


@pytest.mark.parametrize(
    ("integrand", "constant", "at"),
    [
        ("1/(x^2 + a8)", 2.0, 0.7),
        ("3/(x^2 + x + a8)", 2.0, 0.7),
        ("y/(2*x^2 - x + a8)", 2.0, 0.7),
        ("1/sqrt(a8 - x^2)", 2.0, 0.7),
        ("1/sqrt(a8 + x - 3*x^2)", 5.0, 0.7),
    ],
)
def test_quadratics_with_a_constant(integrand, constant, at):
    asked = expression(integrand)
    found = of_quadratic(asked)
    points = {X: np.array([at]), symbol("a8"): constant, U: 1.5}
    run = Evaluation(REAL, points)
    assert run.derivative(found) == pytest.approx(Evaluation(REAL, points).value(asked))


@pytest.mark.parametrize("integrand", ["1/(x^3 + a8)", "1/(x + a8)", "x/(x^2 + a8)", "x^2 + a8"])
def test_what_is_no_quadratic(integrand):
    assert of_quadratic(expression(integrand)) is None
