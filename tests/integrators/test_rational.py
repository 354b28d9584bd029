"""Rational functions: by cases of the theory, at random, and what is left alone."""

from random import Random

import pytest
from random_functions import expression

from hf_mathseq.integrators.budget import Budget, BudgetSpent
from hf_mathseq.integrators.rational import integrate_rational
from hf_mathseq.integrators.search import Search
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.expression import write_infix
from hf_mathseq.verification.agreement import agrees


def integral(text, steps=400):
    return Search((integrate_rational,), Budget(steps)).integrate(expression(text))


@pytest.mark.parametrize(
    ("integrand", "antiderivative"),
    [
        ("(x**2 + 1)/(2*x + 1)", "5*ln(1 + 2*x)/8 - x/4 + x**2/4"),
        ("1/(x**2*(x + 1)**2)", "-2*ln(x) + 2*ln(1 + x) + (-1 - 2*x)/(x*(1 + x))"),
        ("(x**3 + 5)/(3*x**2 + 2)**2", None),
        ("2*x/(x**2 - 1)", "ln(x**2 - 1)"),
        ("(3*x**2 + 1)/(x**3 + x + 1)", "ln(1 + x + x**3)"),
        ("(5*x**4 + 1)/(x**5 + x + 3)**2", "-1/(3 + x + x**5)"),
        ("1/(x**2 - 2)**3", None),
        # Residues in a quadratic field.
        ("(2*x + 1)/((x**2 + x)**2 + 1)", "atan(x + x**2)"),
        ("(2*x + 1)/((x**2 + x)**2 - 2)", None),
        ("(1 - x**2)/(x**4 + x**3 + 3*x**2 + x + 1)", None),
        ("(x**2 + 1)/(x**4 + 3*x**2 + 1)", None),
        # Real factors with roots.
        ("(2*x**2 - x + 3)/(x**3 - 2)", None),
        ("1/((x + 1)**3 + 2)", None),
        ("1/(x**4 + 2)", None),
        ("(x**3 - x + 2)/(x**4 - 2*x**2 - 1)", None),
        ("(x**3 + 2*x)/(x**4 + x**3 + x**2 + x + 1)", None),
        ("(x**2 + x + 5)/(x**4 + x**2 + 2)", None),
        ("(x**3 + 2*x + 1)/(x**4 + 4*x**3 + 8*x**2 + 8*x + 6)", None),
        ("(x + 2)/(x**5 + 1)", None),
    ],
)
def test_known_cases(integrand, antiderivative):
    answer = integral(integrand)
    assert agrees(answer, expression(integrand))
    if antiderivative is not None:
        assert write_infix(answer) == write_infix(expression(antiderivative))


def random_polynomial(random, degree):
    terms = [f"{random.randint(-6, 6)}*x**{i}" for i in range(degree)]
    return " + ".join([*terms, f"{random.randint(1, 4)}*x**{degree}"])


@pytest.mark.parametrize("seed", range(60))
def test_random_denominators_of_small_factors(seed):
    random = Random(seed)
    factors = [
        f"({random_polynomial(random, random.randint(1, 2))})**{random.randint(1, 2)}"
        for _ in range(random.randint(1, 3))
    ]
    text = f"({random_polynomial(random, random.randint(0, 6))})/({'*'.join(factors)})"
    assert agrees(integral(text), expression(text))


@pytest.mark.parametrize("seed", range(20))
def test_derivatives_of_arctangents_and_logarithms_of_quotients(seed):
    random = Random(seed)
    above, below = (random_polynomial(random, random.randint(1, 3)) for _ in range(2))
    integrand = derivative(expression(f"atan(({above})/({below})) + 3*ln({above})"))
    answer = Search((integrate_rational,), Budget()).integrate(integrand)
    assert answer is not None
    assert agrees(answer, integrand)


@pytest.mark.parametrize(
    "integrand",
    ["1/(x**3 + x + 1)", "x/(x**5 + x + 3)", "exp(x)/x", "sqrt(x)", "1/(x + pi)", "x**2 + x**50"],
)
def test_other_integrands_are_refused(integrand):
    assert integral(integrand) is None


def test_large_degrees_and_coefficients_are_refused():
    assert integral("1/(x**31 + 1)") is None
    assert integral(f"1/(x**2 + {2**200 + 1})") is None


def test_steps_are_counted():
    with pytest.raises(BudgetSpent):
        integral("1/((x + 1)*(x + 2)*(x + 3))", steps=3)
