"""Wrong solutions of differential equations are mended, and what cannot be is left alone."""

import numpy as np
import pytest

import hf_mathseq
from hf_mathseq.proposers import residuals
from hf_mathseq.proposers.chain import Chain
from hf_mathseq.proposers.table import made
from hf_mathseq.symbolic.equations import read_equation
from hf_mathseq.symbolic.expression import read_prefix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.symbolic.nodes import symbol

FIRST, SECOND = (hf_mathseq.get_task(f"ode/ode{order}") for order in (1, 2))


def mended(task, equation, wrong):
    row = task.problem_from(equation)
    words = [task.encode({**row, "solution": each})[1] for each in wrong]
    found = list(Chain(task, made(["repair"])).answers(row, words))
    return bool(found) and found[-1].verdict.correct


@pytest.mark.parametrize(
    ("task", "equation", "wrong"),
    [
        (FIRST, "y' = 2*y", "a8*exp(3*x)"),
        (FIRST, "x*y' = y + x^2", "x*(a8 + 2*x)"),
        (FIRST, "y' = y^2", "2/(a8 - x)"),
        (FIRST, "y' = y*cos(3*x)", "a8*exp(sin(2*x)/3)"),
        (SECOND, "y'' + 4*y = 0", "a8*sin(3*x) + a9*cos(2*x)"),
    ],
)
def test_near_misses_are_mended(task, equation, wrong):
    assert mended(task, equation, [wrong])


def test_what_is_no_near_miss_is_left_alone():
    assert not mended(FIRST, "y' = sin(y) + x", ["a8*exp(x)", "2*x"])


def test_malformed_answers_are_left_alone():
    row = FIRST.problem_from("y' = y")
    chain = Chain(FIRST, made(["repair"]))
    assert list(chain.answers(row, [["add", "x"], [], ["Y'"], ["a9"]])) == []


def test_residuals_of_equations():
    answer = read_prefix(read_infix("a8*exp(a0*x)", ("x", "a0", "a8")))
    residual = residuals.of_equation(read_equation("y' = 2*y"), 1)(answer, [symbol("a0")])
    assert np.abs(residual(np.array([2.0]))).max() < 1e-12
    assert np.abs(residual(np.array([3.0]))).max() > 0.1
