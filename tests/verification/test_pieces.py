"""Pieces of the line that abs and sign make, also far out and narrow ones."""

import numpy as np
import pytest
import sympy

from hf_mathseq.symbolic.expression import read_prefix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.verdict import Status
from hf_mathseq.verification.antiderivative import check
from hf_mathseq.verification.pieces import piece_points


def expression(text):
    return read_prefix(read_infix(text))


@pytest.mark.parametrize(
    "answer",
    [
        "x^2+abs(x-100000)+x",
        "x^2+abs(x-3.00001)-abs(x-3.00002)",
        "x^2+sign(x-10^9)*x+x",
        "x^2+abs(sin(x)-1/2)-abs(sin(x)-50001/100000)",
        "x^2+abs((x-7/3)^2-10^-6)-(x-7/3)^2",
        "x^2+exp(-300)*(abs((x-7/3)^2-10^-6)-(x-7/3)^2)",
        "x^2+abs(1/2-1/(1+10^12*(x-7/3)^2))+1/(1+10^12*(x-7/3)^2)",
    ],
)
def test_an_answer_that_is_wrong_on_one_piece_alone_is_incorrect(answer):
    assert check(expression("2*x"), read_infix(answer)).status is Status.INCORRECT


def expanded_square(centre, width):
    """Return the text of ((x - centre)^2 - width^2)^2, multiplied out."""
    x = sympy.Symbol("x")
    square = ((x - sympy.Rational(centre)) ** 2 - sympy.Rational(width) ** 2) ** 2
    return str(sympy.expand(square)).replace("**", "^")


@pytest.mark.parametrize("share", ["1", "exp(-300)"])
@pytest.mark.parametrize("width", ["1/10", "1/1000"])
def test_an_answer_that_is_wrong_between_the_zeros_of_a_square_alone_is_incorrect(share, width):
    bump = f"sqrt({expanded_square('7/3', width)})-(x-7/3)^2"
    found = check(expression("1"), read_infix(f"x+{share}*({bump})"))
    assert found.status is Status.INCORRECT


@pytest.mark.parametrize(
    ("integrand", "answer"),
    [
        ("abs(sin(x))", "-cos(x)*sign(sin(x))"),
        ("abs(x-100000)", "(x-100000)*abs(x-100000)/2"),
        ("sign(x-3.00001)", "abs(x-3.00001)"),
        ("2*x", "x^2+sign(tan(x))"),
    ],
)
def test_answers_that_differ_by_constants_of_pieces_stay_correct(integrand, answer):
    assert check(expression(integrand), read_infix(answer)).status is Status.CORRECT


def test_every_piece_has_points():
    points = piece_points(expression("abs(x-2)*sign(x+10^6)+abs(x-2.5)"))
    ends = [-np.inf, -1e6, 2, 2.5, np.inf]
    assert all(np.histogram(points, ends)[0] >= 3)


def test_nothing_is_cut_without_abs_and_sign():
    assert len(piece_points(expression("sin(x)/x"))) == 0


@pytest.mark.parametrize("text", ["(x-7/3)^2-10^-6", "1/2-1/(1+10^12*(x-7/3)^2)"])
def test_the_zeros_of_a_dip_are_found(text):
    points = piece_points(expression(f"abs({text})"))
    inside = points[np.abs(points - 7 / 3) < 1e-6]
    assert len(inside)
    assert np.any(np.abs(points - 7 / 3) > 2e-3)


def test_the_root_of_a_square_is_cut_where_the_square_turns():
    points = piece_points(squares=[expression(expanded_square("7/3", "1/1000"))])
    ends = [-np.inf, 7 / 3 - 1e-3, 7 / 3, 7 / 3 + 1e-3, np.inf]
    assert all(np.histogram(points, ends)[0] >= 1)


def test_constants_under_roots_cut_nothing():
    assert len(piece_points(squares=[expression("pi"), expression("exp(2)")])) == 0
    assert len(piece_points(expression("abs(x)"), squares=[expression("pi")])) > 0
