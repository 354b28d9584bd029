"""Programs that print formulas: a fake one for what goes wrong, and those that are installed."""

import dataclasses
import os
import re
import shutil
import signal
import sys
import tempfile
import time

import pytest

from hf_mathseq.engines.giac import GIAC
from hf_mathseq.engines.infix_program import InfixProgram, Language
from hf_mathseq.engines.maxima import MAXIMA
from hf_mathseq.engines.questions import EQUATION, INTEGRAL
from hf_mathseq.processes import time_limit
from hf_mathseq.symbolic.equations import order_of, read_equation
from hf_mathseq.symbolic.evaluation import add
from hf_mathseq.symbolic.expression import read_prefix, write_infix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.verification.agreement import agrees
from hf_mathseq.verification.ode_solution import check

# Answers what its questions ask for: lines are "integral EXPR", "mark N" or anything else.
FAKE = """
import os, sys, time
for line in sys.stdin:
    what, _, rest = line.strip().partition(" ")
    if what == "mark": print(f"end {rest}.", flush=True)
    elif rest == "x": print("warning"); print("answer x^2/2 ")
    elif rest == "sin(x)": print("answer [cos(x),-cos(x)]")
    elif rest == "exp(x)": sys.exit(1)
    elif rest == "cos(x)":
        while True: pass
    elif rest == "tan(x)": time.sleep(60)
    elif rest == "ln(x)":
        while True: print("answer x", flush=True)
    elif rest == "sqrt(x)":
        while True: sys.stdout.write("x" * 10**6)
    elif rest == "abs(x)": sys.stdout.buffer.write(bytes(range(256)) + b"\\nanswer \\xff\\n")
    elif rest == "asin(x)": print("answer", int("SECRET" not in os.environ))
    elif rest == "acos(x)": open("session.tex", "w").close(); print("answer x")
    elif rest == "atan(x)": x = "x" * (8 << 30); print("answer x")
"""
PROGRAMS = [MAXIMA, GIAC]


def installed(language):
    name = language.command[0]
    return pytest.param(
        language,
        marks=pytest.mark.skipif(shutil.which(name) is None, reason=f"{name} is not installed"),
        id=name,
    )


def expression(text):
    return read_prefix(read_infix(text))


@pytest.fixture
def fake(monkeypatch):
    monkeypatch.setattr(time_limit, "WALL_SECONDS", 1.0)
    language = Language(
        command=(sys.executable, "-c", FAKE),
        preparation="ready\n",
        mark="mark {}\n",
        integral="integral {}\n",
        equation="equation {}\n",
        constant=re.compile(r"c_\d"),
    )
    program = InfixProgram(language)
    yield program
    program.close()


def answers(program, text, seconds=5.0):
    return [
        write_infix(read_prefix(words))
        for words in program.ask(INTEGRAL, expression(text), seconds)
    ]


def test_answers_of_one_program_in_turn(fake):
    assert answers(fake, "x") == ["x**2/2"]
    pid = fake.pid
    assert answers(fake, "sin(x)") == ["cos(x)", "-cos(x)"]
    assert answers(fake, "sinh(x)") == []
    assert fake.pid == pid


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("exp(x)", 5.0), ("cos(x)", 0.2), ("tan(x)", 0.2), ("ln(x)", 5.0), ("sqrt(x)", 5.0)],
    ids=["death", "processor time", "the clock", "many lines", "an endless line"],
)
def test_what_ends_a_program(fake, asked, seconds):
    start = time.monotonic()
    assert answers(fake, asked, seconds) == []
    assert fake.pid is None
    assert time.monotonic() - start < 10
    assert answers(fake, "x") == ["x**2/2"]


def test_the_time_of_answers_is_known(fake):
    answers(fake, "x")
    assert 0 <= fake.used_seconds < 0.1
    answers(fake, "cos(x)", 0.2)
    assert 0.2 <= fake.used_seconds < 0.3


def test_garbage_is_no_answer(fake):
    answers(fake, "x")
    pid = fake.pid
    assert answers(fake, "abs(x)") == []
    assert fake.pid == pid
    assert answers(fake, "x") == ["x**2/2"]


def test_a_program_does_not_see_the_environment(fake, monkeypatch):
    monkeypatch.setenv("SECRET", "1")
    assert answers(fake, "asin(x)") == ["1"]


def test_what_a_program_writes_is_removed_with_it(fake, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert answers(fake, "acos(x)") == ["x"]
    assert [path.name for path in tmp_path.rglob("*.tex")] == ["session.tex"]
    fake.close()
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux")
def test_memory_is_limited(fake):
    assert answers(fake, "atan(x)") == []
    assert answers(fake, "x") == ["x**2/2"]


def test_questions_that_no_pipe_holds_are_not_asked(fake):
    long = add(*(expression(f"sin({n}*x)") for n in range(1, 4000)))
    assert fake.ask(INTEGRAL, long, 5.0) == []
    assert fake.pid is None


def test_a_program_that_does_not_start(fake):
    missing = InfixProgram(dataclasses.replace(fake._language, command=("no-such-program",)))
    assert answers(missing, "x") == []
    assert missing.pid is None


@pytest.fixture(scope="module", params=[installed(language) for language in PROGRAMS])
def program(request):
    found = InfixProgram(request.param)
    yield found
    found.close()


@pytest.mark.parametrize(
    "integrand", ["x*cos(x)", "ln(x)/x^2", "x*sqrt(1 + x)", "tanh(x)^2", "pi*exp(x/3)", "sec(x)"]
)
def test_integrals(program, integrand):
    f = expression(integrand)
    (words,) = program.ask(INTEGRAL, f, 10)
    assert agrees(read_prefix(words), f)


@pytest.mark.parametrize("integrand", ["sin(x)/x", "exp(exp(x))", "x^x"])
def test_integrals_without_published_words(program, integrand):
    assert program.ask(INTEGRAL, expression(integrand), 10) == []
    assert answers(program, "x") == ["x**2/2"]


@pytest.mark.parametrize("equation", ["y' = 2*x*y", "y'' + y = x", "x*y' + y = x^2"])
def test_equations(program, equation):
    asked = read_equation(equation)
    (words,) = program.ask(EQUATION, asked, 10)
    assert check(asked, words, order_of(asked)).correct


@pytest.mark.parametrize("equation", ["y' = cos(x + y)*ln(y)", "y'' = sin(y)*y' + x"])
def test_equations_without_an_answer(program, equation):
    program.ask(EQUATION, read_equation(equation), 0.5)
    assert answers(program, "x") == ["x**2/2"]


def test_a_killed_program_is_started_again(program):
    answers(program, "x")
    os.kill(program.pid, signal.SIGKILL)
    found = [answers(program, "x") for _ in range(2)]
    assert found[1] == ["x**2/2"]
