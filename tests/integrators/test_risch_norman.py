"""The Risch-Norman method alone: classical integrals, and what it refuses."""

import pytest
from random_functions import expression

from hf_mathseq.integrators.budget import Budget, BudgetSpent
from hf_mathseq.integrators.risch_norman import integrate_by_risch_norman
from hf_mathseq.integrators.search import Search
from hf_mathseq.symbolic.expression import write_infix
from hf_mathseq.verification.agreement import agrees


def by_risch_norman(text, steps=400):
    return integrate_by_risch_norman(expression(text), Search((), Budget(steps)))


@pytest.mark.parametrize(
    ("integrand", "antiderivative"),
    [
        ("x*exp(x)", "exp(x)*(x - 1)"),
        ("x**2*ln(x + 1)", "-x/3 - x**3/9 + ln(1 + x)/3 + x**2/6 + x**3*ln(1 + x)/3"),
        ("x*asin(x)", "-asin(x)/4 + x**2*asin(x)/2 + x*sqrt(1 - x**2)/4"),
        ("sin(x)**3", "-cos(x) + cos(x)**3/3"),
        ("1/sin(x)", "-ln(1 + cos(x)) + ln(sin(x))"),
        ("x*tan(x)**2", "-x**2/2 + x*tan(x) + ln(cos(x))"),
        ("exp(x)/(1 + exp(x))", "ln(1 + exp(x))"),
        ("exp(x)*sin(x)", "exp(x)*(sin(x)/2 - cos(x)/2)"),
        ("ln(x)**2", "x*ln(x)**2 - 2*x*ln(x) + 2*x"),
        ("1/(x*ln(x))", "ln(ln(x))"),
        ("2**x*x", "2**x*(x/ln(2) - 1/ln(2)**2)"),
        ("exp(x)*(1/x - 1/x**2)", "exp(x)/x"),
        ("sin(ln(x))", "x*sin(ln(x))/2 - x*cos(ln(x))/2"),
        ("exp(sqrt(x))", "exp(sqrt(x))*(2*sqrt(x) - 2)"),
        ("x/(1 + x**2)**2", "-1/(2*(1 + x**2))"),
        ("tanh(x)", "ln(cosh(x))"),
        (
            "x**2*sin(x/12345)",
            "-12345*x**2*cos(x/12345) + 304798050*x*sin(x/12345) + 3762731927250*cos(x/12345)",
        ),
    ],
)
def test_classical_integrals(integrand, antiderivative):
    answer = by_risch_norman(integrand)
    assert write_infix(answer) == write_infix(expression(antiderivative))


@pytest.mark.parametrize(
    "integrand",
    [
        *("x**3*exp(x)*cos(2*x)", "sin(x)**2*cos(x)**3", "x*sinh(x)*cosh(2*x)", "tan(x)**4"),
        *("x/cos(x)**2", "ln(x)/(1 + ln(x))**2/x", "x**2*atan(x)", "acosh(x)**2", "x*atanh(x)"),
        *("exp(x)*(tan(x) + tan(x)**2 + 1)", "sqrt(x)*ln(x)**2"),
        *("cos(x)*ln(sin(x))", "exp(asin(x))", "x**x*(ln(x) + 1)", "exp(2*x)/(1 + exp(x))**3"),
    ],
)
def test_the_derivative_is_the_integrand(integrand):
    answer = by_risch_norman(integrand)
    assert agrees(answer, expression(integrand))


def test_few_terms_of_high_degree():
    """The bounds allow hundreds of terms; those near the integrand's are enough."""
    answer = by_risch_norman("x**9*asin(x)**10 + x**10*asin(x)**9/sqrt(1 - x**2)")
    assert answer is expression("x**10*asin(x)**10/10")


@pytest.mark.parametrize(
    "integrand",
    ["exp(x**2)", "exp(x)/x", "sin(x)/x", "1/ln(x)", "x**x", "sqrt(x)*tan(x)", "abs(x)*exp(x)"],
)
def test_refuses_what_has_no_elementary_antiderivative(integrand):
    assert by_risch_norman(integrand) is None


def test_spends_steps_before_a_system_is_solved():
    with pytest.raises(BudgetSpent):
        by_risch_norman("x**3*exp(x)*cos(2*x)", steps=2)
