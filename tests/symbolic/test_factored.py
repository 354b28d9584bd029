"""Expressions over one denominator."""

from fractions import Fraction

import numpy as np
import pytest
from random_trees import random_expressions

from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.expression import ExpressionError, read_prefix, write_infix
from hf_mathseq.symbolic.factored import factored
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.symbolic.numeric import evaluate


def read(text):
    return read_prefix(read_infix(text))


def shown(text):
    found = factored(read(text))
    return found.coefficient, {write_infix(base): power for base, power in found.powers.items()}


@pytest.mark.parametrize(
    ("text", "coefficient", "powers"),
    [
        ("1/(x+1) + 1/(x-1)", 2, {"1 + x": -1, "-1 + x": -1, "x": 1}),
        ("sqrt(x) + 1/sqrt(x)", 1, {"x": Fraction(-1, 2), "1 + x": 1}),
        ("exp(x) + exp(-x)", 1, {"exp(x)": -1, "1 + exp(2*x)": 1}),
        ("x/(x+1) + 1/(x+1)", 1, {}),
        ("x*sin(x) - sin(x)*x^2", 1, {"x": 1, "sin(x)": 1, "1 - x": 1}),
        ("4*x/3 + 2", Fraction(2, 3), {"3 + 2*x": 1}),
    ],
)
def test_products(text, coefficient, powers):
    assert shown(text) == (coefficient, powers)


def test_a_sum_that_vanishes_is_zero():
    assert factored(read("(x+1)^2 - x^2 - 2*x - 1")).coefficient == 0


def test_sums_that_are_too_long_are_refused():
    factors = "*".join(f"(x + ln(x + {n}) + sin({n}*x))" for n in range(1, 12))
    with pytest.raises(ExpressionError, match="terms"):
        factored(read(f"1 + {factors}"))


def test_products_have_the_values_of_their_expressions():
    points = np.array([-1.7, -0.41, 0.37, 0.83, 1.9])
    looked_at = 0
    for expr in random_expressions(150, 21, largest=8):
        try:
            slope = derivative(expr)
            product = factored(slope).expression()
        except ExpressionError:
            continue
        with np.errstate(all="ignore"):
            first, second = evaluate(slope, points), evaluate(product, points)
        valid = np.isfinite(first) & np.isfinite(second)
        if valid.any():
            looked_at += 1
            np.testing.assert_allclose(second[valid], first[valid], rtol=1e-6, atol=1e-9)
    assert looked_at > 80
