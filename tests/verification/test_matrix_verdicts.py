"""Transpose and eigenvalue verdicts under the strict and the published criterion."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hf_mathseq.encodings.floats import FLOAT_ENCODINGS
from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import Status

CORRECT, INCORRECT, INVALID = Status.CORRECT, Status.INCORRECT, Status.INVALID


def transpose(**options):
    return get_task("linear_algebra/transpose", dimension=3, **options)


def eigenvalues(**options):
    return get_task("linear_algebra/eigenvalues", dimension=3, **options)


def verdict(task, problem, answer, **how):
    tokens = (
        answer
        if isinstance(answer, list) and isinstance(answer[0], str)
        else (task.output_encoding.tokens(answer))
    )
    return task.verify(task.problem_from(problem), tokens, **how)


A = [[1.5, -2.25, 0], [4, 5, 6.01], [7, 8, 9]]
DIAGONAL = [[8, 0, 0], [0, 2, 0], [0, 0, -4]]


@pytest.mark.parametrize("encoding", FLOAT_ENCODINGS)
def test_transpose_is_checked_coefficient_by_coefficient(encoding):
    task = transpose(output_encoding=encoding)
    right = np.array(A).T
    assert verdict(task, A, right).status is CORRECT
    assert verdict(task, A, right).residual == 0.0
    wrong = right.copy()
    wrong[2, 1] = 6.02
    found = verdict(task, A, wrong)
    assert found.status is INCORRECT
    assert found.residual == pytest.approx(0.01 / 6.01)
    assert verdict(task, A, wrong, tolerance=0.002).status is CORRECT
    assert verdict(task, A, wrong, criterion="paper").status is CORRECT
    assert verdict(task, A, wrong, criterion="paper", tolerance=1e-5).status is INCORRECT


def test_a_zero_must_be_zero_under_the_strict_criterion():
    wrong = np.array(A).T
    wrong[2, 0] = 1e-9
    found = verdict(transpose(), A, wrong)
    assert (found.status, found.residual) == (INCORRECT, None)
    assert verdict(transpose(), A, wrong, criterion="paper").status is CORRECT


def test_transposes_between_encodings_follow_from_the_written_input():
    task = transpose(input_encoding="FP15", output_encoding="P1000")
    tied = [[1.125, 3e-8, 1], [1, 1, 1], [1, 1, 1]]
    problem = task.problem_from(tied)
    assert problem["matrix"][0][:2] == [1.13, 3e-8]
    assert verdict(task, tied, np.array(problem["matrix"]).T).status is CORRECT


@pytest.mark.parametrize("task", [transpose(), eigenvalues()], ids=["transpose", "eigenvalues"])
@pytest.mark.parametrize("criterion", ["strict", "paper"])
def test_what_is_no_matrix_of_the_right_shape_is_invalid(task, criterion):
    problem = DIAGONAL
    for answer in (np.ones((2, 2)), np.ones((1, 3)), np.ones((4, 1)), ["V3"], [""], ["V3", "V1"]):
        found = verdict(task, problem, answer, criterion=criterion)
        assert found.status is INVALID
        assert found.residual is None
        assert found.detail


def test_only_the_published_reader_forgives_what_follows_and_a_missing_exponent():
    task = transpose()
    tokens = task.output_encoding.tokens(np.array(A).T)
    problem = task.problem_from(A)
    longer = [*tokens, "+", "314"]
    assert task.verify(problem, longer, criterion="paper").status is CORRECT
    assert task.verify(problem, longer).status is INVALID
    assert task.verify(problem, tokens[:-1], criterion="paper").status is INCORRECT
    assert task.verify(problem, tokens[:-1]).status is INVALID


@pytest.mark.parametrize("encoding", FLOAT_ENCODINGS)
def test_every_single_eigenvalue_counts(encoding):
    task = eigenvalues(output_encoding=encoding)
    assert verdict(task, DIAGONAL, [[8], [2], [-4]]).status is CORRECT
    assert verdict(task, DIAGONAL, [[8.39], [1.91], [-4.19]]).status is CORRECT
    # 12 % off on one of them: the sum of errors stays under 5 % of the sum of sizes
    one_wrong = [[8], [2.24], [-4]]
    assert verdict(task, DIAGONAL, one_wrong).status is INCORRECT
    assert verdict(task, DIAGONAL, one_wrong, criterion="paper").status is CORRECT
    assert verdict(task, DIAGONAL, one_wrong, tolerance=0.13).status is CORRECT
    assert verdict(task, DIAGONAL, [[2], [8], [-4]]).status is INCORRECT
    assert verdict(task, DIAGONAL, [[-4], [2], [8]]).status is INCORRECT


def test_eigenvalues_must_not_increase():
    twice = [[8, 0, 0], [0, 2, 0], [0, 0, 2]]
    assert verdict(eigenvalues(), twice, [[8], [2.01], [1.99]]).status is CORRECT
    found = verdict(eigenvalues(), twice, [[8], [1.99], [2.01]])
    assert (found.status, found.residual) == (INCORRECT, None)
    assert "order" in found.detail


def test_the_slack_is_that_of_rounding_alone():
    task = eigenvalues(input_encoding="P1000", output_encoding="P1000")
    # half units 0.005, 0.005, 0.005 on the diagonal, nothing off it; 0.005 for the answer 2
    slack = 0.005 + 0.005
    inside, outside = 2 * 1.05 + slack, 2 * 1.05 + slack + 0.01
    assert verdict(task, DIAGONAL, [[8], [inside], [-4]]).status is CORRECT
    assert verdict(task, DIAGONAL, [[8], [outside], [-4]]).status is INCORRECT
    exact = verdict(task, DIAGONAL, [[8], [outside], [-4]]).residual
    found = float(task.output_encoding.numbers.round([outside]).values()[0])
    assert exact == pytest.approx((found - 2 - slack) / 2, rel=1e-4)


def test_a_zero_eigenvalue_is_allowed_the_slack_only():
    task = eigenvalues(input_encoding="P1000", output_encoding="P1000")
    singular = [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    assert verdict(task, singular, [[2], [1], [0]]).status is CORRECT
    assert verdict(task, singular, [[2], [1], [0.005]]).status is CORRECT
    assert verdict(task, singular, [[2], [1], [0.05]]).status is INCORRECT
    zero = np.zeros((3, 3))
    assert verdict(task, zero, [[0], [0], [0]]).status is CORRECT
    assert verdict(task, zero, [[1e-9], [0], [0]]).status is INCORRECT
    assert verdict(task, zero, [[1e-9], [0], [0]], criterion="paper").status is INCORRECT
    assert verdict(task, zero, [[0], [0], [0]], criterion="paper").status is CORRECT


@pytest.mark.parametrize("encoding", FLOAT_ENCODINGS)
@pytest.mark.parametrize("name", ["transpose", "eigenvalues"])
def test_published_targets_are_never_refused(name, encoding):
    options = {"output_encoding": encoding, "min_dimension": 2, "max_dimension": 7}
    if name == "eigenvalues":
        options["eigenvalue_law"] = "semicircle,laplace,positive,marcenko"
    task = get_task(f"linear_algebra/{name}", **options)
    rows = task.generate(1000).to_pylist()
    targets = [row["target"].split() for row in rows]
    for tolerance in (None, 0.0):
        verdicts = task.verify_many(rows, targets, tolerance=tolerance)
        assert [v for v in verdicts if v.status is not CORRECT] == []
    verdicts = task.verify_many(rows, targets, criterion="paper")
    assert [v for v in verdicts if v.status is not CORRECT] == []


def test_a_batch_gives_the_verdicts_of_its_members():
    task = get_task("linear_algebra/eigenvalues", min_dimension=2, max_dimension=4)
    rows = task.generate(40).to_pylist()
    hypotheses = [row["target"].split() for row in rows[20:] + rows[:20]]
    hypotheses[:10] = [row["target"].split() for row in rows[:10]]
    together = task.verify_many(rows, hypotheses)
    assert {v.status for v in together} == {CORRECT, INCORRECT, INVALID}
    assert together == [task.verify(*pair) for pair in zip(rows, hypotheses, strict=True)]


@given(st.lists(st.floats(-5, 5), min_size=3, max_size=3), st.integers(0, 2), st.floats(0.2, 3))
def test_a_clearly_wrong_eigenvalue_is_refused(diagonal, place, factor):
    task = eigenvalues(output_encoding="P1000")
    true = sorted(diagonal, reverse=True)
    answer = list(true)
    answer[place] += factor * (1 + abs(true[place]))
    found = verdict(task, np.diag(diagonal), [[x] for x in answer])
    assert found.status is INCORRECT
