"""SymPy as an integrator: the published rule, the same answer whatever came before, in time."""

import os
import signal
import time

import pytest

from hf_mathseq.engines import sympy_rule
from hf_mathseq.engines.sympy import SympyEngine
from hf_mathseq.engines.sympy_rule import answer_in_fork, published_rule
from hf_mathseq.processes import worker
from hf_mathseq.suggestions import UserError
from hf_mathseq.symbolic.expression import read_prefix, write_infix, write_prefix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.verification.agreement import agrees

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")

ENDLESS = ["pow", "INT+", "9", "pow", "INT+", "9", "pow", "INT+", "9", "INT+", "9"]


def expression(text):
    return read_prefix(read_infix(text))


@pytest.fixture(scope="module")
def engine():
    found = SympyEngine()
    yield found
    found.close()


@pytest.mark.parametrize(
    ("integrand", "answer"),
    [
        ("x*cos(x)", "x*sin(x) + cos(x)"),
        ("1/x", "ln(x)"),
        ("x*exp(x)", "(-1 + x)*exp(x)"),
        ("3", "3*x"),
    ],
)
def test_answers_are_sympys_in_normal_form(engine, integrand, answer):
    found = engine.integrate(expression(integrand))
    assert found is expression(answer)
    assert agrees(found, expression(integrand))


@pytest.mark.parametrize(
    "integrand",
    ["exp(-x^2)", "sin(x)/x", "sqrt(x + sin(x))", "exp(x)/x", "sin(x^2)", "x^x"],
)
def test_what_has_no_published_words_is_none(engine, integrand):
    assert engine.integrate(expression(integrand)) is None


def test_the_steps_decide_and_nothing_else(engine):
    integrand = expression("x^2*exp(x)")
    assert engine.integrate(integrand) is not None
    hasty = SympyEngine(steps=1_000)
    assert hasty.integrate(integrand) is None
    assert hasty.integrate(expression("x")) is None
    hasty.close()


def fewest_steps(words):
    """Return about how many steps an integral needs, by halving."""
    low, high = 0, 200_000
    while high - low > 50:
        middle = (low + high) // 2
        job = {"integrand": words, "steps": middle, "cpu_seconds": 30}
        found = answer_in_fork(job)["antiderivative"]
        low, high = (low, middle) if found else (middle, high)
    return high


@pytest.mark.slow
def test_earlier_integrals_change_no_step():
    published_rule(["exp", "x"])
    words = write_prefix(expression("x^2*cos(x)"))
    before = fewest_steps(words)
    answer_in_fork({"integrand": ["tan", "x"], "steps": 10**7, "cpu_seconds": 30})
    assert fewest_steps(words) == before


def test_a_new_engine_answers_alike(engine):
    integrands = [expression(text) for text in ("x*tan(x)^2", "ln(x)^2/x^2", "x*asin(x)")]
    here = [write_infix(engine.integrate(f)) for f in integrands]
    other = SympyEngine()
    there = [write_infix(other.integrate(f)) for f in reversed(integrands)]
    other.close()
    assert here == there[::-1]


def test_a_number_that_never_ends_is_given_up():
    started = time.perf_counter()
    job = {"integrand": ENDLESS, "steps": 10**12, "cpu_seconds": 0.3}
    assert answer_in_fork(job) == {"antiderivative": None}
    assert time.perf_counter() - started < 60


def test_words_that_are_no_expression_give_nothing():
    job = {"integrand": ["add", "x"], "steps": 10**6, "cpu_seconds": 10}
    assert answer_in_fork(job) == {"antiderivative": None}


def test_a_killed_worker_is_replaced(engine):
    engine.integrate(expression("x"))
    os.kill(engine.pid, signal.SIGKILL)
    assert engine.integrate(expression("x")) is expression("x^2/2")


def test_a_killed_integration_is_not_taken_for_none(monkeypatch):
    monkeypatch.setattr(sympy_rule, "published_rule", lambda words: os.kill(os.getpid(), 9))
    job = {"integrand": ["x"], "steps": 10**6, "cpu_seconds": 10}
    assert answer_in_fork(job) == {"ended": "SIGKILL"}


def test_the_clock_decides_nothing(monkeypatch):
    """A worker that cannot start in time stops the run; it rejects no integrand."""
    monkeypatch.setattr(worker, "START_SECONDS", 0.01)
    hasty = SympyEngine()
    with pytest.raises(UserError, match="3 times in turn"):
        hasty.integrate(expression("x"))
    hasty.close()


def test_a_system_that_cannot_fork_is_told_so(monkeypatch):
    monkeypatch.delattr(os, "fork")
    with pytest.raises(UserError, match="Linux or macOS"):
        SympyEngine()
