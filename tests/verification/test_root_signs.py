"""Which roots have signs of their own, and what is not shown by residues where one has not."""

import pytest

from hf_mathseq.symbolic.expression import read_prefix
from hf_mathseq.symbolic.fingerprints import POINTS, Fingerprints
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.symbolic.residue_functions import PRIME, is_square
from hf_mathseq.verdict import Status
from hf_mathseq.verification.antiderivative import check
from hf_mathseq.verification.root_signs import independent_roots, radicands


def expression(text):
    return read_prefix(read_infix(text, ["x", "a8", "a9"]))


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(a8 - x^2)*sqrt(a9 + x)",
        "x^2 + sin(x)",
        "x^(1/3) + exp(x/2)",
        "sqrt(x)*sqrt(2)",
        "sqrt(1 - x^2)",
        "sqrt(x + 1)*sqrt(x + 2)",
        "sqrt((x + 7)^2*(x + 12))",
        "sqrt(sin(x)) + sqrt(ln(x)) + x^(1/4)",
    ],
)
def test_roots_without_relations_are_independent(text):
    assert independent_roots(expression(text))


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(x^4 + 14*x^2 + 49)",
        "(x^4 + 14*x^2 + 49)^(1/4)",
        "sqrt(3 + 2*sqrt(2))",
        "sqrt(a8^2 + 2*a8*x + x^2)",
        "sqrt(1 - sin(x)^2)",
        "sqrt(x)*sqrt(x + 1)*sqrt(x^2 + x)",
        "sqrt(x^3 + 26*x^2 + 217*x + 588) + sqrt(x + 12)",
    ],
)
def test_roots_of_squares_are_not(text):
    assert not independent_roots(expression(text))


def test_rational_numbers_are_no_radicands():
    assert radicands(expression("sqrt(2)*x + sqrt(3)*x^(2/3)")) == []


def test_two_sides_are_looked_at_together():
    sides = expression("sqrt(x + 1)*sqrt(x + 3)"), expression("sqrt(x^2 + 4*x + 3)")
    assert all(map(independent_roots, sides))
    assert not independent_roots(*sides)


@pytest.mark.parametrize("share", ["exp(-30)", "exp(-300)"])
def test_a_near_miss_behind_the_root_of_a_square_is_incorrect(share):
    # Modulo the prime the root is -(x^2 + 7), which floats cannot tell from the real one.
    assert not any(is_square((x * x + 7) % PRIME) for x in POINTS)
    root = Fingerprints().values(expression("sqrt(x^4 + 14*x^2 + 49) + x^2 + 7"))
    assert root == (0,) * len(POINTS)
    words = read_infix(f"x + {share}*(sqrt(x^4 + 14*x^2 + 49) + x^2)")
    assert check(expression("1"), words).status is Status.INCORRECT


@pytest.mark.parametrize(
    ("integrand", "answer"),
    [
        ("(2*x + 1)/(2*sqrt(x^2 + x))", "sqrt(x)*sqrt(x + 1)"),
        ("sqrt(x^4 + 14*x^2 + 49)", "x^3/3 + 7*x"),
        ("x/|x|/sqrt(x^2 - 1)", "acosh(2*x^2 - 1)/2"),
    ],
)
def test_right_answers_with_dependent_roots_stay_correct(integrand, answer):
    assert check(expression(integrand), read_infix(answer)).status is Status.CORRECT
