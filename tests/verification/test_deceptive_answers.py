"""Answers that were found to deceive the verifiers, and right ones that looked like them."""

from fractions import Fraction

import pytest

from hf_mathseq.proposers.given import check
from hf_mathseq.verdict import Status
from hf_mathseq.verification.probes import PROBES

IN_TIME = "differential_systems/controllability_non_autonomous"


def squared(times, value):
    """Return the text of z(2 - z) applied several times: it doubles the digits of z - 1."""
    for _ in range(times):
        value = f"(({value})*(2-({value})))"
    return value


# Vanishes at the four fixed points of `symbolic.fingerprints`, modulo the prime.
FORGED = (
    "(-212+565*x+350*x^2+51*x^3-377*x^4+72*x^5-11*x^6-40*x^7+47*x^8+40*x^9+21*x^10+226*x^11"
    "-290*x^12)^2"
)
AT_PROBES = "*".join(
    f"(x-{p.numerator}/{p.denominator})^2" for p in map(Fraction, PROBES[:10:2].tolist())
)


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        ("-1+1/sqrt(1-(x-30)^2)", "sqrt(x^2-6*x+9)+asin(x-30)"),
        ("1-(x-30)/sqrt(1-(x-30)^2)", "2*asin(sin(x/2))+sqrt(1-(x-30)^2)"),
        ("1-(x-100)/sqrt(9-(x-100)^2)", "2*asin(sin(x/2))+sqrt(9-(x-100)^2)"),
        ("y' = -1-(x-30)/sqrt(1-(x-30)^2)", "sqrt(x^2-6*x+9)+sqrt(1-(x-30)^2)+C"),
        ("1", f"x+{FORGED}*exp(-1000*(x-3)^2)"),
        ("y'=y", f"C*exp(x)+{FORGED}*exp(-1000*(x-3)^2)"),
        ("y'=y", f"C*exp(x)+{FORGED}*exp(-60)"),
        ("y'=y", f"C*exp(x)+{AT_PROBES}"),
        ("1", f"x+{squared(4, '1+x^2/10^14')}"),
        ("y'=y", f"C*exp(x)+x*sign(1-{squared(4, '1+1/(10^9*(x^2+1))')})"),
        ("1", "x+1/(1/0)"),
        ("1", "x+1/(1/(x-x))"),
        ("1", "x+1/(sin(x)^2+cos(x)^2-1)"),
        ("1", "x+ln(sin(x)^2+cos(x)^2-1)"),
        ("1", "x+1/(ln(6)-ln(2)-ln(3))"),
        ("y'=y", "C*exp(x)+1/(1/0)"),
    ],
)
def test_wrong_answers_are_not_verified(problem, answer):
    assert check(problem, answer).status is not Status.CORRECT


@pytest.mark.parametrize(
    ("problem", "answer"),
    [
        ("1+1/sqrt(1-(x-30)^2)", "sqrt(x^2-6*x+9)+asin(x-30)"),
        ("1+1/sqrt(1-(x-30)^2)", "abs(x-3)+asin(x-30)"),
        ("y' = 1-(x-30)/sqrt(1-(x-30)^2)", "abs(x-3)+sqrt(1-(x-30)^2)+C"),
        ("1+1/x", "abs(x)+ln(x)"),
        ("2*x+1/x", "x*abs(x)+ln(x)"),
        ("1+1/(x-3)", "sqrt(x^2-6*x+9)+ln(x-3)"),
        ("1/(1/x)", "x^2/2"),
        ("-2*x/(-1-x^2)", "ln(-1-x^2)"),
    ],
)
def test_right_answers_are_verified(problem, answer):
    assert check(problem, answer).status is Status.CORRECT


@pytest.mark.parametrize(
    "system",
    [
        "x' = (t-0.19)^5*(t-0.39)^5*(t-0.59)^5*(t-0.79)^5*(t-0.99)^5*u; y' = u",
        "x' = (abs(t-1/100)-(t-1/100))*u; y' = u",
    ],
)
def test_controls_that_vanish_at_the_published_times_count(system):
    assert check(system, "controllable", task=IN_TIME).status is Status.CORRECT
    assert check(system, "not controllable", task=IN_TIME).status is Status.INCORRECT
