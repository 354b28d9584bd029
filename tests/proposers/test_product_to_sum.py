import pytest

import hf_mathseq
from hf_mathseq.proposers.product_to_sum import as_sum
from hf_mathseq.symbolic.expression import read_prefix, write_infix
from hf_mathseq.symbolic.infix import read_infix


def expression(text):
    return read_prefix(read_infix(text, ("x",)))


@pytest.mark.parametrize(
    ("integrand", "text"),
    [
        ("sin(4*x)*cos(5*x)", "cos(x)/2 - cos(9*x)/18"),
        ("cos(2*x)*cos(3*x)", "sin(x)/2 + sin(5*x)/10"),
        ("sin(3*x)*sin(5*x)", "-sin(8*x)/16 + sin(2*x)/4"),
        ("1 + 2*sin(x + 1)*cos(x)", "x - cos(1 + 2*x)/2 + x*sin(1)"),
        ("sin(x)*cos(x)", "-cos(x)**2/2"),
    ],
)
def test_integrals_are_those_of_textbooks(integrand, text):
    assert hf_mathseq.solve(integrand, proposers="rules").best.text == text


@pytest.mark.parametrize(
    "text", ["sin(x)", "sin(x)*cos(x)", "sin(x)^2*cos(2*x)*sin(3*x)", "x*exp(x)", "sin(x)*exp(x)"]
)
def test_other_products_stay(text):
    assert as_sum(expression(text)) is None


def test_other_factors_and_terms_are_kept():
    assert write_infix(as_sum(expression("x*sin(2*x)*cos(x) + x"))) == write_infix(
        expression("x + x*sin(x)/2 + x*sin(3*x)/2")
    )
