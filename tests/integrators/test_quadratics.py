"""Integrals over quadratics and quartics: the derivative of each form, on both sides of zero."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from random_functions import expression

from hf_mathseq.integrators.quadratics import (
    discriminant,
    even_quartic,
    inverse_of_quadratic,
    inverse_root,
    inverse_root_of_binomial,
    inverse_root_with_pole,
    value_at,
)
from hf_mathseq.symbolic.evaluation import divide, mul, power, subtract
from hf_mathseq.symbolic.nodes import MINUS_HALF, MINUS_ONE, ZERO, X, number
from hf_mathseq.symbolic.numeric import values_and_derivatives
from hf_mathseq.verification.agreement import agrees

SMALL = st.integers(-6, 6)
QUADRATICS = st.tuples(SMALL, SMALL, SMALL.filter(bool)).map(lambda c: [number(v) for v in c])


@given(QUADRATICS)
def test_reciprocals(coefficients):
    assume(discriminant(coefficients) is not ZERO)
    answer = inverse_of_quadratic(coefficients, X)
    assert agrees(answer, power(value_at(coefficients, X), MINUS_ONE))


@given(QUADRATICS)
def test_reciprocals_of_roots(coefficients):
    assume(discriminant(coefficients) is not ZERO)
    answer = inverse_root(coefficients, X)
    root = power(value_at(coefficients, X), MINUS_HALF)
    # Without an answer, the root is real nowhere.
    assert agrees(answer, root) if answer else _nowhere_real(root)


@given(QUADRATICS, SMALL)
def test_reciprocals_of_roots_with_a_pole(coefficients, pole):
    assume(discriminant(coefficients) is not ZERO)
    answer = inverse_root_with_pole(coefficients, number(pole), X)
    integrand = mul(
        power(subtract(X, number(pole)), MINUS_ONE), power(value_at(coefficients, X), MINUS_HALF)
    )
    if answer is None:
        assert value_at(coefficients, number(pole)) is ZERO
    else:
        assert agrees(answer, integrand) or _nowhere_real(integrand)


def _nowhere_real(expr):
    values, _ = values_and_derivatives(expr, np.linspace(-7.03, 7.01, 97))
    return np.isnan(values).sum() > len(values) - 5


@pytest.mark.parametrize(("middle", "last"), [(0, 1), (1, 1), (-1, 1), (0, 4), (-2, 9), (7, 16)])
def test_even_quartics(middle, last):
    quartic = expression(f"x**4 + {middle}*x**2 + {last}")
    found = even_quartic(Fraction(middle), Fraction(last), X)
    assert len(found) == 2
    for answer, numerator in found:
        assert agrees(answer, divide(value_at(numerator, X), quartic))


def test_quartics_that_do_not_split_into_such_quadratics():
    assert even_quartic(Fraction(0), Fraction(2), X) == []
    assert even_quartic(Fraction(0), Fraction(-1), X) == []
    assert even_quartic(Fraction(3), Fraction(1), X) == []


def test_constants_among_the_coefficients():
    coefficients = [expression("exp(3)"), expression("1"), expression("2")]
    answer = inverse_of_quadratic(coefficients, X)
    assert agrees(answer, expression("1/(exp(3) + x + 2*x**2)"))


@pytest.mark.parametrize("constant", [4, 3, -1, -5])
@pytest.mark.parametrize("exponent", [-3, -2, -1, 1, 2, 3])
def test_reciprocals_of_roots_of_binomials(constant, exponent):
    for sign in (1, -2):
        root = expression(f"sqrt({constant} + {sign}*x**({exponent}))")
        answer = inverse_root_of_binomial(number(constant), exponent, root)
        integrand = power(mul(X, root), MINUS_ONE)
        assert agrees(answer, integrand) or _nowhere_real(integrand)
