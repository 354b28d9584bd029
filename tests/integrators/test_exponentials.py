"""Rational functions of exponentials: one exponential for the variable."""

from random import Random

import pytest
from random_functions import expression

from hf_mathseq.integrators import integrate
from hf_mathseq.integrators.budget import Budget
from hf_mathseq.integrators.driver import METHODS
from hf_mathseq.integrators.exponentials import integrate_exponentials
from hf_mathseq.integrators.search import Search
from hf_mathseq.symbolic.expression import write_infix
from hf_mathseq.verification.agreement import agrees


def integral(text):
    return integrate_exponentials(expression(text), Search(METHODS, Budget()))


@pytest.mark.parametrize(
    ("integrand", "antiderivative"),
    [
        ("1/(exp(3*x) + exp(2*x))", "x - ln(1 + exp(x)) - exp(-2*x)/2 + exp(-x)"),
        ("exp(x/2)/(1 + exp(x))", "2*atan(exp(x/2))"),
        ("1/(exp(x/2) + exp(x/3))", None),
        ("cosh(x)/(2 + exp(2*x))", None),
        ("tanh(x)*exp(x)", None),
    ],
)
def test_integrals_in_terms_of_one_exponential(integrand, antiderivative):
    answer = integral(integrand)
    assert agrees(answer, expression(integrand))
    if antiderivative is not None:
        assert write_infix(answer) == write_infix(expression(antiderivative))


@pytest.mark.parametrize(
    "text",
    ["x*exp(x)", "exp(x) + exp(x**2)", "1/(1 + exp(x**2))", "sqrt(exp(x) + 1)", "x", "exp(x)/x"],
)
def test_other_functions_are_left_alone(text):
    assert integral(text) is None


@pytest.mark.parametrize("seed", range(15))
def test_random_quotients(seed):
    random = Random(seed)
    a, b, c, d = (random.randint(1, 9) for _ in range(4))
    k = random.choice(["x", "2*x", "x/3"])
    text = f"({a} + exp({k}))/(({b} + {c}*exp({k}))*({d} + exp(2*({k}))))"
    answer = integrate(expression(text))
    assert answer is not None
    assert agrees(answer, expression(text))
