import itertools

import numpy as np
import pytest
from random_trees import random_expressions

from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import mul
from hf_mathseq.symbolic.expression import ExpressionError, read_prefix
from hf_mathseq.symbolic.fingerprints import (
    POINTS,
    Fingerprints,
    keys,
    over,
    product_keys,
    ratio,
    times,
)
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.symbolic.residue_functions import PRIME
from hf_mathseq.symbolic.short_form import short_form


def expression(text):
    return read_prefix(read_infix(text))


def values(text):
    return Fingerprints().values(expression(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(1 + x)**3", "1 + 3*x + 3*x**2 + x**3"),
        ("exp(x)*exp(2*x + 1)", "E*exp(3*x)"),
        ("exp(x)**(1/2)", "exp(x/2)"),
        ("sinh(x) + cosh(x)", "exp(x)"),
        ("tanh(x)*cosh(x)", "sinh(x)"),
        ("cos(x)**2 + sin(x)**2", "1"),
        ("tan(x)*cos(x)", "sin(x)"),
        ("acos(x) + asin(x)", "pi/2"),
        ("asin(-x)", "-asin(x)"),
        ("sqrt(x)*x**(1/3)", "x**(5/6)"),
        ("sqrt(2)*sqrt(x)", "sqrt(2*x)"),
        ("x**x*x", "x**(1 + x)"),
        ("sqrt(1 + x)**2", "1 + x"),
        ("sec(x)*cos(x)", "1"),
        ("asec(x)", "acos(1/x)"),
        ("csch(x)*sinh(x)", "1"),
    ],
)
def test_equal_functions_have_equal_values(one, other):
    assert values(one) == values(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("sin(x)", "sin(2*x)"), ("x", "x**2"), ("exp(x)", "exp(x**2)"), ("ln(x)", "ln(1 + x)")],
)
def test_other_functions_have_other_fingerprints(one, other):
    assert ratio(values(one)) != ratio(values(other))


def test_constant_factors_do_not_count():
    for factor in ("3", "-2/7", "sqrt(2)", "pi", "ln(5)", "exp(2)"):
        assert ratio(values(f"{factor}*x*sin(x)")) == ratio(values("x*sin(x)"))


def test_products_and_short_forms_keep_their_values_but_for_rare_signs():
    known = Fingerprints()
    kept = []
    for left, right in itertools.pairwise(random_expressions(150, seed=5, largest=8)):
        try:
            slope = derivative(left)
            found = [known.values(e) for e in (left, right, mul(left, right), slope)]
            short = known.values(short_form(slope))
        except ExpressionError:
            continue
        if all(0 not in v for v in (*found, short)):
            one, other, product, value = found
            assert set(over(product, times(one, other))) <= {1, PRIME - 1}
            kept.append(set(over(short, value)) <= {1, PRIME - 1})
    assert len(kept) > 60
    assert sum(kept) > 0.95 * len(kept)


def test_keys_of_products_are_products_of_fingerprints():
    left, right = (values(text) for text in ("x*exp(x)", "ln(x)"))
    ratios = [np.array([ratio(one)], dtype=np.uint64) for one in (left, right)]
    whole = keys(np.array(ratio(times(left, right)), dtype=np.uint64))
    assert product_keys(*ratios).tolist() == [[int(whole)]]


def test_poles_and_zeros_leave_zeros():
    known = Fingerprints()
    zero = known.values(expression("sin(x)**2 + cos(x)**2 - 1"))
    assert zero == over(zero, zero) == (0,) * len(POINTS)


@pytest.mark.parametrize("words", ["I", "f x", "mul y x"])
def test_what_has_no_value_is_refused(words):
    with pytest.raises(ExpressionError):
        Fingerprints().values(read_prefix(words.split()))
