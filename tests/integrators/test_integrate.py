"""The driver: what it returns, that it is deterministic, and that it stops."""

import pytest

from hf_mathseq.integrators import Budget, integrate
from hf_mathseq.symbolic.expression import read_prefix, write_infix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.verification.agreement import agrees


def expression(text):
    return read_prefix(read_infix(text))


@pytest.mark.parametrize(
    ("integrand", "antiderivative"),
    [
        ("5", "5*x"),
        ("x", "x**2/2"),
        ("tan(5) + 2*sin(3*x)", "x*tan(5) - 2*cos(3*x)/3"),
        ("ln(2*x + 1)", "-x + ln(1 + 2*x)/2 + x*ln(1 + 2*x)"),
        ("x*exp(x**2)", "exp(x**2)/2"),
        ("exp(sqrt(x))/sqrt(x)", "2*exp(sqrt(x))"),
        ("cos(x)*exp(sin(x))", "exp(sin(x))"),
        ("ln(x)/x", "ln(x)**2/2"),
        ("x**2*ln(x)", "-x**3/9 + x**3*ln(x)/3"),
    ],
)
def test_answers_as_a_table_of_integrals_gives_them(integrand, antiderivative):
    answer = integrate(expression(integrand))
    assert write_infix(answer) == write_infix(expression(antiderivative))
    assert agrees(answer, expression(integrand))


def test_gives_up_when_the_budget_is_spent():
    integrand = expression("x**2*ln(x) + exp(sqrt(x))/sqrt(x)")
    budget = Budget(3)
    assert integrate(integrand, budget) is None
    assert budget.left < 0
    assert integrate(integrand) is not None
