"""Antiderivatives that are made of functions of the integrand."""

import pytest

import hf_mathseq
from hf_mathseq.proposers.seen_functions import of_seen_functions
from hf_mathseq.symbolic.expression import read_prefix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.verification.agreement import agrees


def expression(text):
    return read_prefix(read_infix(text))


@pytest.mark.parametrize(
    "integrand",
    [
        "cos(sin(x^2))*cos(x^2)*x",  # sin(sin(x^2))
        "(1 + tan(cosh(x))^2)*sinh(x)",  # tan(cosh(x)), the derivative in another form
        "sinh(x)/cos(cosh(x))^2",
        "exp(4 + x)*sinh(exp(4 + x)) - 3*x^2",
        "1/(sqrt(1 - x^2)*acos(x))",  # ln(acos(x))
        "(x*sin(x) + cos(x))/(sqrt(-1 + x^2/cos(x)^2)*cos(x)^2)",  # acosh(x/cos(x))
        "(cos(x) - x*sin(x))/sqrt(4 + x^2*cos(x)^2)",  # asinh(x*cos(x)/2)
        "10/cos(10*x)^2 + 4*x*(32 + 16*x^2 + 48*x)/sqrt(1 - 16*x^4*(4 + 2*x)^4)",
        "2*x^2*cos(x^2) + sin(x^2) + 1/(sqrt(1 - x^2)*acos(x))",  # a rest for the rules
        "(2 + 2*x)/asinh(x) - (1 + x)^2/(sqrt(1 + x^2)*asinh(x)^2)",  # (1 + x)^2/asinh(x)
        "x^2*(3*tan(x)*(1 + x) + x*tan(x) - x*(1 + x)*(1 + tan(x)^2))/tan(x)^2 + 2*x",
    ],
)
def test_antiderivatives(integrand):
    asked = expression(integrand)
    assert any(agrees(found, asked) for found in of_seen_functions(asked))


@pytest.mark.parametrize(
    "integrand", ["exp(x^2)", "sin(x)/x", "1/sqrt(2 + x + x^2*cos(x)^2)", "sqrt(1 - sin(x)^3)"]
)
def test_what_is_no_sum_of_seen_functions(integrand):
    asked = expression(integrand)
    assert not any(agrees(found, asked) for found in of_seen_functions(asked))


def test_the_rules_use_them():
    best = hf_mathseq.solve("sinh(cos(x)*x)*(cos(x) - x*sin(x))/2 + ln(x)", proposers="rules").best
    assert best.source == "rules"
