"""FriCAS as an integrator, where it is installed."""

import os
import shutil
import signal
import time

import pytest

from hf_mathseq.engines import fricas
from hf_mathseq.engines.fricas import FricasEngine, fricas_version
from hf_mathseq.suggestions import UserError
from hf_mathseq.symbolic.expression import read_prefix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.verification.agreement import agrees

installed = pytest.mark.skipif(shutil.which("fricas") is None, reason="FriCAS is not installed")
# Takes FriCAS 1.3.8 minutes.
ENDLESS = "sqrt(3 + 2*x + x*sqrt(x + x^2)) - x"


def expression(text):
    return read_prefix(read_infix(text))


@pytest.fixture(scope="module")
def engine():
    found = FricasEngine(cpu_seconds=10)
    yield found
    found.close()


@installed
@pytest.mark.parametrize(
    "integrand",
    ["x*cos(x)", "ln(x)/x^2", "x*sqrt(1 + x)", "tanh(x)^2", "asin(x)*sqrt(2)", "pi*exp(x/3)", "5"],
)
def test_answers_are_antiderivatives(engine, integrand):
    f = expression(integrand)
    assert agrees(engine.integrate(f), f)


@installed
@pytest.mark.parametrize(
    "integrand", ["exp(-x^2)", "sin(x)/x", "abs(x)", "1/(x^5 + x + 1)", "sin(cos(x))"]
)
def test_what_has_no_published_words_is_none(engine, integrand):
    assert engine.integrate(expression(integrand)) is None
    assert engine.integrate(expression("x")) is expression("x^2/2")


@installed
def test_an_endless_integral_is_given_up():
    engine = FricasEngine(cpu_seconds=0.3)
    engine.integrate(expression("x"))
    started = time.perf_counter()
    assert engine.integrate(expression(ENDLESS)) is None
    assert time.perf_counter() - started < 60
    assert engine.integrate(expression("x")) is expression("x^2/2")
    engine.close()


@installed
def test_a_killed_fricas_is_started_again(engine):
    engine.integrate(expression("x"))
    os.kill(engine.pid, signal.SIGKILL)
    found = [engine.integrate(expression("x")) for _ in range(2)]
    assert found[1] is expression("x^2/2")


@installed
def test_the_version_is_told():
    assert fricas_version().startswith("FriCAS 1.")


def test_a_missing_fricas_is_one_line(monkeypatch):
    monkeypatch.setattr(fricas.shutil, "which", lambda _: None)
    with pytest.raises(UserError) as caught:
        FricasEngine()
    assert "'fricas'" in str(caught.value)
    assert "\n" not in str(caught.value)
