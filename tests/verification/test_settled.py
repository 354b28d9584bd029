"""What is settled for many answers at once is what the single, precise check finds."""

import numpy as np
import pytest

from hf_mathseq.symbolic.batch_bounds import BatchBounds
from hf_mathseq.symbolic.expression import read_prefix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.symbolic.numeric import evaluate_precisely
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import Status
from hf_mathseq.verification.agreement import compare
from hf_mathseq.verification.antiderivative import check_many
from hf_mathseq.verification.probes import PROBES
from hf_mathseq.verification.settled import settle


def expression(text):
    return read_prefix(read_infix(text))


def drawn_pairs(count, seed):
    """Return pairs (F, f)."""
    table = get_task("integration/bwd").generate(count, seed=seed, split="test")
    integrands = [read_prefix(text.split()[2:]) for text in table["input"].to_pylist()]
    answers = [read_prefix(text.split()) for text in table["target"].to_pylist()]
    return list(zip(answers, integrands, strict=True))


def settled(answer, integrand, criterion="strict"):
    return settle([(expression(answer), expression(integrand))])[0].under(criterion)


def test_errors_stay_within_their_bounds():
    drawn = [expr for pair in drawn_pairs(100, 5) for expr in pair]
    batch = BatchBounds(drawn, PROBES)
    values, bounds = batch.values(drawn), batch.bounds(drawn)
    compared = 0
    for expr, value, bound in zip(drawn, values, bounds, strict=True):
        for at in np.flatnonzero(np.isfinite(value) & np.isfinite(bound))[::5]:
            true = evaluate_precisely(expr, float(PROBES[at]), 60)
            assert abs(true - value[at]) <= bound[at], (expr, PROBES[at])
            compared += 1
    assert compared > 300


@pytest.mark.parametrize(
    "text",
    [
        "(x + 10^12) - 10^12 - x",
        "sqrt(x^2 + 1) - sqrt(x^2 + 1 + 10^(-14))",
        "sin(10^9*x)",
        "tan(x)*cos(x) - sin(x)",
        "ln(1 + x*10^(-9))*10^9",
        "exp(20*x)*exp(-20*x + 10^(-8))",
    ],
)
def test_errors_of_cancelling_terms_stay_within_their_bounds(text):
    expr = expression(text)
    batch = BatchBounds([expr], PROBES)
    for point, value, bound in zip(
        PROBES, batch.values([expr])[0], batch.bounds([expr])[0], strict=True
    ):
        if np.isfinite(value):
            assert abs(evaluate_precisely(expr, float(point), 80) - value) <= bound


@pytest.mark.parametrize(
    ("answer", "integrand", "method"),
    [
        ("x*sin(x) + cos(x)", "x*cos(x)", "structural"),
        ("(x + 1)^3/3", "x^2 + 2*x + 1", "identity"),
        ("ln(x)", "1/x", "structural"),
        ("exp(2*x)/2 + 7", "exp(x)^2", "structural"),
        ("tan(x)", "1/cos(x)^2", "identity"),
        ("x*sqrt(1 - x^2)/2 + asin(x)/2", "sqrt(1 - x^2)", "identity"),
    ],
)
def test_right_answers_are_settled(answer, integrand, method):
    found = settled(answer, integrand)
    assert (found.status, found.method) == (Status.CORRECT, method)


@pytest.mark.parametrize("answer", ["x^2", "sin(x) + x", "x*sin(x) - cos(x)", "exp(x)*0.000001"])
def test_wrong_answers_are_settled_with_their_counter_example(answer):
    found = settled(answer, "x*cos(x)")
    assert found.status is Status.INCORRECT
    assert found.detail.startswith("at x = ")
    assert found.residual > 1e-3


@pytest.mark.parametrize(
    ("answer", "integrand"),
    [
        ("x^2*(1 + 10^(-30))", "2*x"),  # floats cannot tell, residues can
        ("x^2 + abs(x - 100000) + x", "2*x"),  # right at every probe
        ("x*2147483399*10^(-30) + x^2", "2*x"),  # a multiple of the prime
        ("2*atan(tan(x/2)^2)", "tan(x)"),
        ("asin(x + 9)", "1/sqrt(1 - (x + 9)^2)*(1 + 10^(-20))"),  # no probe has a value
    ],
)
def test_what_needs_more_than_that_is_left_open(answer, integrand):
    found = settled(answer, integrand)
    assert found is None or found.status is Status.INCORRECT


def test_partly_right_answers_are_left_to_the_papers_criterion():
    assert settled("abs(x)", "1").status is Status.INCORRECT
    assert settled("abs(x)", "1", "paper") is None


def test_settled_verdicts_are_those_of_the_precise_check():
    pairs = drawn_pairs(60, 11)
    answers, integrands = zip(*pairs, strict=True)
    pairs += zip(answers[1:], integrands[:-1], strict=True)
    found = [settled.verdict for settled in settle(pairs)]
    assert sum(verdict is not None for verdict in found) > 100
    for pair, verdict in zip(pairs, found, strict=True):
        if verdict is not None:
            assert compare(*pair).status is verdict.status


def test_verdicts_come_in_the_order_of_the_answers():
    integrands = [expression("2*x")] * 4
    answers = [["pow2", "x"], ["x"], ["add"], ["add", "pow2", "x", "INT+", "3"]]
    expected = [Status.CORRECT, Status.INCORRECT, Status.INVALID, Status.CORRECT]
    assert [verdict.status for verdict in check_many(integrands, answers)] == expected
