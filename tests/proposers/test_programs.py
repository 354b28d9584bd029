import os
import shutil
import time

import pytest

import hf_mathseq
from hf_mathseq.engines.questions import EQUATION, INTEGRAL
from hf_mathseq.engines.sympy_answers import SympyAnswers
from hf_mathseq.proposers.chain import Chain
from hf_mathseq.proposers.table import made


@pytest.fixture(scope="module")
def sympy_answers():
    answers = SympyAnswers()
    yield answers
    answers.close()


def test_sympy_integrates_and_solves(sympy_answers):
    assert sympy_answers.ask(INTEGRAL, ["cos", "x"], 10) == [["sin", "x"]]
    assert 0 < sympy_answers.used_seconds < 10
    assert sympy_answers.ask(EQUATION, ["sub", "Y'", "Y"], 10) == [["mul", "a8", "exp", "x"]]


def test_sympy_finds_nothing(sympy_answers):
    assert sympy_answers.ask(INTEGRAL, ["exp", "exp", "pow2", "x"], 10) == []
    assert sympy_answers.ask(INTEGRAL, ["add", "x"], 10) == []


def test_a_late_sympy_is_ended_and_answers_again(sympy_answers):
    hard = ["div", "ln", "add", "x", "exp", "x", "sqrt", "add", "INT+", "1", "tan", "x"]
    start = time.monotonic()
    before = sympy_answers.used_seconds
    assert sympy_answers.ask(INTEGRAL, hard, 0.2) == []
    assert sympy_answers.used_seconds == pytest.approx(before + 0.2)
    assert time.monotonic() - start < 10
    assert sympy_answers.ask(INTEGRAL, ["x"], 10) != []


def test_closing_ends_the_process():
    answers = SympyAnswers()
    answers.ask(INTEGRAL, ["x"], 10)
    pid = answers.pid
    answers.close()
    assert answers.pid is None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.parametrize(
    ("task", "problem"),
    [("integration/bwd", "x*cos(x)"), ("ode/ode1", "y' = 2*y"), ("ode/ode2", "y'' + y = 0")],
)
def test_sympy_proposes(task, problem):
    task = hf_mathseq.get_task(task)
    (sympy,) = made(["sympy"])
    *_, last = Chain(task, [sympy]).answers(task.problem_from(problem))
    sympy.close()
    assert (last.source, last.verdict.correct) == ("sympy", True)


@pytest.mark.skipif(shutil.which("fricas") is None, reason="FriCAS is not installed")
def test_fricas_proposes():
    task = hf_mathseq.get_task("integration/bwd")
    (fricas,) = made(["fricas"])
    (found,) = Chain(task, [fricas]).answers({"integrand": "x*cos(x)"})
    fricas.close()
    assert (found.source, found.verdict.correct) == ("fricas", True)
    assert not fricas.fits(hf_mathseq.get_task("ode/ode1"))
