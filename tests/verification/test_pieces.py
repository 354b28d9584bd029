"""Pieces of the line that abs and sign make, also far out and narrow ones."""

import numpy as np
import pytest

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
    ],
)
def test_an_answer_that_is_wrong_on_one_piece_alone_is_incorrect(answer):
    assert check(expression("2*x"), read_infix(answer)).status is Status.INCORRECT


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
