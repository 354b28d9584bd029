"""Rules answer with ln|u| where ln(u) would be real on a part of the line only."""

import pytest

import hf_mathseq
from hf_mathseq.proposers.absolute_logarithms import on_both_sides
from hf_mathseq.tasks.integration import read_problem


@pytest.mark.parametrize(
    ("integrand", "answer"),
    [
        ("1/x", "ln(abs(x))"),
        ("tan(x)", "-ln(abs(cos(x)))"),
        ("1/(x^2 - 1)", "ln(abs(-1 + x))/2 - ln(abs(1 + x))/2"),
        ("1/(x^2 - a^2)", "(-ln(abs(a + x)) + ln(abs(a - x)))/(2*a)"),
        ("1/(x*ln(x))", "ln(abs(ln(x)))"),
        ("ln(x)/x", "ln(x)**2/2"),
        ("2x/(x^2 + 1)", "ln(1 + x**2)"),
        ("ln(x)", "-x + x*ln(x)"),
    ],
)
def test_textbook_forms(integrand, answer):
    best = hf_mathseq.solve(integrand, proposers="rules").best
    assert best.text == answer
    assert best.verdict.correct


@pytest.mark.parametrize(
    ("antiderivative", "integrand"),
    [("ln(x)", "1/x + ln(x)"), ("ln(1 + x^2)", "2x/(1 + x^2)")],
)
def test_nothing_is_changed_without_need(antiderivative, integrand):
    assert on_both_sides(read_problem(antiderivative), read_problem(integrand)) is None


def test_real_points_decide():
    """Beside sqrt(x) the absolute value adds nothing."""
    plain = read_problem("ln(x) + sqrt(x)")
    assert on_both_sides(plain, read_problem("1/x + 1/(2*sqrt(x))")) is None
