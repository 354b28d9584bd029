"""What is written for Maxima and Giac, and what is read of their answers; neither is needed."""

import re
import string

import pytest
from hypothesis import given, settings
from strategies import prefix_words

from hf_mathseq.engines.giac import GIAC
from hf_mathseq.engines.infix_forms import (
    read_answers,
    write_differential_equation,
    write_integrand,
)
from hf_mathseq.engines.maxima import MAXIMA
from hf_mathseq.symbolic.equations import read_equation
from hf_mathseq.symbolic.expression import ExpressionError, read_prefix, write_infix
from hf_mathseq.symbolic.infix import read_infix

HARMLESS = set(string.ascii_letters + string.digits + "()+-*/^% ,")
WORDS = prefix_words([["x"], ["pi"], ["E"], ["INT-", "7"]], ["add", "mul", "div", "pow"], 10)


def read(language, text):
    return [
        write_infix(read_prefix(words))
        for words in read_answers(text, language.read, language.constant)
    ]


@pytest.mark.parametrize("language", [MAXIMA, GIAC])
@given(words=WORDS)
@settings(max_examples=40)
def test_questions_hold_nothing_but_formulas(language, words):
    try:
        expr = read_prefix(words)
    except ExpressionError:
        return
    text = write_integrand(expr, language.written)
    assert set(text) <= HARMLESS
    assert len(text.splitlines()) == 1


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (MAXIMA, "x^2*log(x) + %pi - exp(x) + signum(x)"),
        (GIAC, "x^2*ln(x) + pi - exp(x) + sign(x)"),
    ],
)
def test_names_are_those_of_the_program(language, written):
    expr = read_prefix(read_infix("x^2*ln(x) + pi - e^x + sign(x)"))
    terms = write_integrand(expr, language.written).replace("- ", "+ -").split(" + ")
    assert sorted(terms) == sorted(written.replace("- ", "+ -").split(" + "))


def test_equations_are_written():
    equation = read_equation("x*y'' = ln(y')/y")
    assert write_differential_equation(equation, GIAC.written).replace(
        " ", ""
    ) == "x*y''-ln(y')/y=0".replace(" ", "")


@pytest.mark.parametrize(
    ("language", "printed", "answers"),
    [
        (MAXIMA, "%e^-x*log(x)+%pi", ["pi + exp(-x)*ln(x)"]),
        (MAXIMA, "[%k1*sin(x)+%k2*cos(x)]", ["a8*sin(x) + a9*cos(x)"]),
        (MAXIMA, "[%c-x,x+%c]", ["a8 - x", "a8 + x"]),
        (MAXIMA, "[]", []),
        (GIAC, "c_0*exp(x^2/2)", ["a8*exp(x**2/2)"]),
        (GIAC, "c_1*x+c_0", ["a9 + a8*x"]),
        (GIAC, "[0,atan(x)/2]", ["0", "atan(x)/2"]),
        (GIAC, "[[1,2],x]", ["x"]),
    ],
)
def test_answers_are_read(language, printed, answers):
    assert read(language, printed) == answers


@pytest.mark.parametrize("language", [MAXIMA, GIAC])
@pytest.mark.parametrize(
    "printed",
    [
        *("", "[", "]", "[]]", "[[", ",", "[,]", "false", "undef", "c_0+c_1+c_2", "%k3", "i*x"),
        "'integrate(sin(x)/x,x)",
        "integrate(sin(x)/x,x)",
        "Ei(x)",
        "bessel_j(1/3,x)",
        "y",
        "__import__('os').system('true')",
        "x" * 200_000,
        "(" * 50_000,
        "9" * 50_000,
        "[" + "x," * 2,
    ],
)
def test_what_is_no_answer(language, printed):
    assert read(language, printed) == []


def test_constants_are_those_of_the_language():
    assert read_answers("k_1*x", {}, re.compile(r"k_\d")) == [["mul", "a8", "x"]]
