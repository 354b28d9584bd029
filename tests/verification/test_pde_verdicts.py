"""Verdicts on answers about partial differential equations."""

import math

import pytest

from hf_mathseq.systems.pde_answers import PdeAnswer, answer_of, write_answer, written_bounds
from hf_mathseq.systems.pde_input import pde_from_text
from hf_mathseq.systems.pde_problem import GROWS, UNDECIDED, VANISHES
from hf_mathseq.verdict import Status
from hf_mathseq.verification.pde import paper_verdict, strict_verdict

PDE = pde_from_text("u_t = -u_xx; u(0) = exp(7*i*x)*sinc(3*x)*delta(y)")
BOUNDS = written_bounds(PDE.frequency_bounds())
GROWING = PdeAnswer(exists=True, vanishes=False)


def words(*, exists=True, vanishes=False, bounds=BOUNDS):
    return write_answer(PdeAnswer(exists, vanishes, bounds))


@pytest.mark.parametrize(
    ("hypothesis", "status"),
    [
        (words(), Status.CORRECT),
        (words(bounds=None), Status.CORRECT),
        (words(vanishes=True), Status.INCORRECT),
        (words(exists=False), Status.INCORRECT),
        (words(bounds=((0.637, 1.59), BOUNDS[1])), Status.CORRECT),
        (words(bounds=((0.638, 1.59), BOUNDS[1])), Status.INCORRECT),
        (words(bounds=(BOUNDS[0], BOUNDS[0])), Status.INCORRECT),
        (words(bounds=BOUNDS[:1]), Status.INCORRECT),
        (words(bounds=(*BOUNDS, BOUNDS[0])), Status.INCORRECT),
        (words()[:-1], Status.INVALID),
        ([*words(), "x0"], Status.INVALID),
        ([*words(bounds=None), "<SPECIAL_3>"], Status.INVALID),
        (["INT+", "2", "<SPECIAL_3>", "INT+", "0"], Status.INVALID),
        (["INT-", "1", "<SPECIAL_3>", "INT+", "0"], Status.INVALID),
        (["INT+", "1", "<SPECIAL_5>", "INT+", "0"], Status.INVALID),
        ([], Status.INVALID),
    ],
)
def test_strict(hypothesis, status):
    assert strict_verdict(PDE, GROWS, hypothesis).status is status


def test_a_tolerance_holds_for_bounds():
    close = words(bounds=((0.64, 1.58), BOUNDS[1]))
    assert strict_verdict(PDE, GROWS, close).status is Status.INCORRECT
    verdict = strict_verdict(PDE, GROWS, close, tolerance=0.01)
    assert verdict.status is Status.CORRECT


def test_what_is_not_settled_is_undecided_unless_the_bounds_are_wrong():
    assert strict_verdict(PDE, UNDECIDED, words()).status is Status.UNDECIDED
    wrong = words(bounds=(BOUNDS[1], BOUNDS[0]))
    assert strict_verdict(PDE, UNDECIDED, wrong).status is Status.INCORRECT


# Verdicts of the published checker on targets of these booleans.
@pytest.mark.parametrize(
    ("hypothesis", "accepted"),
    [
        ("INT+ 1 <SPECIAL_3> INT+ 0", True),
        ("INT+ 1 <SPECIAL_5> INT+ 0", True),
        ("INT+ 1 <SPECIAL_3> INT+ 0 x0 x0", True),
        ("INT+ 1 <SPECIAL_3> INT+ 1", False),
        ("INT+ 0 <SPECIAL_3> INT+ 0", False),
        ("INT+ 1", False),
        ("INT+ 1 <SPECIAL_3>", False),
        ("INT+ 1 <SPECIAL_3> INT+", False),
        ("INT+ " + "1 " * 5000, False),
        ("x0", False),
    ],
)
def test_paper(hypothesis, accepted):
    assert paper_verdict(GROWING, hypothesis.split()).correct == accepted


def test_paper_without_a_label():
    assert paper_verdict(None, words()).status is Status.UNDECIDED


def test_vanishing_is_more_than_existing():
    assert answer_of(VANISHES) == PdeAnswer(exists=True, vanishes=True)
    assert answer_of(GROWS) == GROWING


@pytest.mark.parametrize("wrong", [(-math.inf, -math.inf), (math.inf, math.inf), (-math.inf, 0.0)])
@pytest.mark.parametrize("tolerance", [None, 0.1])
def test_an_infinite_bound_has_a_sign(wrong, tolerance):
    assert BOUNDS[1] == (-math.inf, math.inf)
    hypothesis = words(bounds=(BOUNDS[0], wrong))
    assert strict_verdict(PDE, GROWS, hypothesis, tolerance).status is Status.INCORRECT
