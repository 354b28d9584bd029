"""Rational functions of x and one square root: conjugates, Euler's substitutions, refusals."""

from random import Random

import pytest
from random_functions import expression

from hf_mathseq.integrators import integrate
from hf_mathseq.integrators.budget import Budget
from hf_mathseq.integrators.driver import METHODS
from hf_mathseq.integrators.radicals import integrate_radicals
from hf_mathseq.integrators.search import Search
from hf_mathseq.integrators.surds import as_surd, only_radicand
from hf_mathseq.symbolic.expression import write_infix
from hf_mathseq.verification.agreement import agrees


@pytest.mark.parametrize(
    ("text", "fixed", "factor"),
    [
        ("1/(x + sqrt(x**2 + 1))", "-x", "1"),
        ("1/(1 + sqrt(x**3 + 1))", "-1/x**3", "1/x**3"),
        ("(x + sqrt(x))**2/sqrt(x)", "2*x", "1 + x"),
        ("(2 - 3*sqrt(x))**(-2)", "(4 + 9*x)/(-4 + 9*x)**2", "12/(-4 + 9*x)**2"),
    ],
)
def test_roots_leave_the_denominator(text, fixed, factor):
    integrand = expression(text)
    surd = as_surd(integrand, only_radicand(integrand))
    assert list(map(write_infix, surd)) == [write_infix(expression(t)) for t in (fixed, factor)]


@pytest.mark.parametrize(
    "text", ["sqrt(x) + sqrt(x + 1)", "x**(1/3)", "sqrt(x)*exp(x)", "x**2", "sqrt(x)*pi**x"]
)
def test_other_functions_have_no_radicand(text):
    integrand = expression(text)
    assert only_radicand(integrand) is None
    assert integrate_radicals(integrand, Search(METHODS, Budget())) is None


@pytest.mark.parametrize(
    "text",
    [
        "1/(1 + sqrt(x**2 + 1))",
        "x**2/(1 + sqrt(x**2 + 4))**2",
        # sqrt(q) + x, (sqrt(q) - 2)/x, sqrt(q)/(x - 1) for the variable.
        "1/((x**2 + 1)*sqrt(x**2 + 2))",
        "(x + 2)/((x**2 + x + 1)*sqrt(x**2 + 1))",
        "1/((x**2 + 1)*sqrt(4 - x**2))",
        "1/(x + sqrt(2*x**2 - 5*x + 3))",
        "1/(2 + sqrt(1 - x**2))",
        "1/(1 + sqrt(x**2 + x))",
    ],
)
def test_known_integrals(text):
    answer = integrate(expression(text))
    assert agrees(answer, expression(text))


@pytest.mark.parametrize("seed", range(20))
def test_random_functions_of_a_root_with_rational_points(seed):
    random = Random(seed)
    a, b, c = random.choice([1, 4]), random.randint(-3, 3), random.randint(-3, 5)
    d, e, f = (random.randint(1, 4) for _ in range(3))
    text = f"(x + {d})/({e}*x + {f}*sqrt({a}*x**2 + {b}*x + {c}))"
    answer = integrate(expression(text))
    assert answer is not None
    assert agrees(answer, expression(text))


@pytest.mark.parametrize(
    "text", ["1/sqrt(x**3 + 1)", "1/(x**2 + sqrt(x**4 + x))", "sqrt(x**5 + 2)"]
)
def test_integrals_that_are_not_elementary_are_refused(text):
    assert integrate(expression(text)) is None
