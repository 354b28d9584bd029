"""Equations of first order whose solutions cannot be written as y = f(x)."""

import pytest

import hf_mathseq


@pytest.mark.parametrize(
    ("problem", "best"),
    [
        ("2xy + (x^2 + cos y) y' = 0", "x**2*y + sin(y) = a8"),
        ("y' = -(2xy + 1)/(x^2 + cos y)", "x + x**2*y + sin(y) = a8"),
        ("(y e^{xy} + 2x) dx + (x e^{xy} - 2y) dy = 0", "x**2 - y**2 + exp(x*y) = a8"),
        ("y' = (x + y)/(x - y)", None),
        ("y' = (2x + y)/(x + 2y)", None),
        ("(x + y)^2 y' = 1", "-atan(x + y) + y = a8"),
        ("y' = 1/(x + y^2)", "exp(-y)*(2 + x + y**2 + 2*y) = a8"),
        ("y' = ky/(1 + ay)", "a*y - k*x + ln(abs(y)) = a8"),
        ("y' = x^2/(1 + sin y)", "-cos(y) - x**3/3 + y = a8"),
    ],
)
def test_rules_answer(problem, best):
    found = hf_mathseq.solve(problem, proposers="rules").best
    assert found is not None
    assert "y" in found.text
    assert " = a8" in found.text
    assert best is None or found.text == best


@pytest.mark.parametrize(
    ("problem", "finished"),
    [
        ("y' = cos(x) y/(1 + 2y^2), y(0) = 1", "y**2 - sin(x) + ln(abs(y)) = 1"),
        ("y' = cos(x) y/(1 + 2y^2), y(0) = -1", "y**2 - sin(x) + ln(abs(y)) = 1"),
        ("y' = x^2/(1 + sin y), y(0) = 1", "-cos(y) - x**3/3 + y = 1 - cos(1)"),
        ("y' = x/(y + e^y), y(0) = b", "y**2/2 - x**2/2 + exp(y) = b**2/2 + exp(b)"),
    ],
)
def test_conditions_choose_the_curve(problem, finished):
    assert hf_mathseq.solve(problem, proposers="rules").best.finished == finished


def test_no_curve_where_there_is_no_value():
    best = hf_mathseq.solve("y' = cos(x) y/(1 + 2y^2), y(0) = 0", proposers="rules").best
    assert not best.suits
    assert best.finished == "no curve of this family is found for y(0) = 0"


def test_explicit_solutions_come_first():
    assert hf_mathseq.solve("(x^2 + y^2) dx - 2xy dy = 0", proposers="rules").best.text == (
        "sqrt(x**2 + a8*x)"
    )
