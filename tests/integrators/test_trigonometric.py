"""Rational functions of sines and cosines by the tangent of the angle."""

from random import Random

import pytest
from random_functions import expression

from hf_mathseq.integrators import integrate
from hf_mathseq.integrators.budget import Budget
from hf_mathseq.integrators.driver import METHODS
from hf_mathseq.integrators.search import Search
from hf_mathseq.integrators.trigonometric import integrate_trigonometric
from hf_mathseq.symbolic.expression import write_infix
from hf_mathseq.verification.agreement import agrees


def integral(text):
    return integrate_trigonometric(expression(text), Search(METHODS, Budget()))


@pytest.mark.parametrize(
    ("integrand", "antiderivative"),
    [
        ("1/(sin(x)**2 + 2)", "sqrt(6)*atan(sqrt(6)*tan(x)/2)/6"),
        ("sin(x)**2/(1 + cos(x)**2)", "-x + sqrt(2)*atan(sqrt(2)*tan(x)/2)"),
        (
            "1/(sin(6*x)*cos(6*x) + 1)",
            "sqrt(3)*atan(sqrt(3)/3 + 2*sqrt(3)*tan(6*x)/3)/9",
        ),
        ("1/(cos(x)**4 + sin(x)**4)", None),
        ("tan(x)**2/(1 + sin(x)**2)", None),
        ("1/(sinh(x)**2 + 2)", None),
        ("1/(2 + tanh(3*x)**2)", None),
    ],
)
def test_integrals_in_terms_of_the_tangent(integrand, antiderivative):
    answer = integral(integrand)
    assert agrees(answer, expression(integrand))
    if antiderivative is not None:
        assert write_infix(answer) == write_infix(expression(antiderivative))


@pytest.mark.parametrize("text", ["1/(2 + sin(x))", "x*tan(x)", "sin(x**2)**2", "x", "tan(ln(x))"])
def test_other_functions_are_left_alone(text):
    assert integral(text) is None


@pytest.mark.parametrize("seed", range(15))
def test_random_quadratic_forms(seed):
    random = Random(seed)
    a, b, c, d = (random.randint(1, 9) for _ in range(4))
    text = f"({a} + sin({b}*x)**2)/({c} + {d}*sin({b}*x)*cos({b}*x) + {c + d}*cos({b}*x)**2)"
    answer = integrate(expression(text))
    assert answer is not None
    assert agrees(answer, expression(text))
