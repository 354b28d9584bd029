"""Inverses: rounding excuses what it explains, and nothing where the digits determine nothing."""

import numpy as np
import pytest

from hf_mathseq.encodings.floats import float_encoding
from hf_mathseq.proposers.given import check
from hf_mathseq.tasks import get_task
from hf_mathseq.verification.inverse_criterion import inverse_errors
from hf_mathseq.verification.rounded_columns import is_rounded_column

P1000 = float_encoding("P1000")
TASKS = ["linear_algebra/inverse", "linear_algebra/symmetric_inverse"]
NEARLY_SINGULAR = [[100, 99], [99, 98]]


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize(
    ("matrix", "answer", "status"),
    [
        (NEARLY_SINGULAR, [[98, -99], [-99, 100]], "UNDECIDED"),
        (NEARLY_SINGULAR, [[-98, 99], [99, -100]], "CORRECT"),
        (NEARLY_SINGULAR, [[-99, 100], [100, -101]], "CORRECT"),
        (NEARLY_SINGULAR, [[0, 0], [0, 0]], "INCORRECT"),
        ([[1, 1], [1, 1.01]], [[1e20, -1e20], [-1e20, 1e20]], "UNDECIDED"),
        ([[1, 1], [1, 1.01]], [[101, -100], [-100, 100]], "CORRECT"),
        ([[2, 0], [0, 4]], [[0.5, 0], [0, -0.25]], "INCORRECT"),
    ],
)
def test_slack_makes_no_answer_right_where_digits_do_not_determine_it(task, matrix, answer, status):
    verdict = check(matrix, answer, task=task)
    assert verdict.status == status, verdict
    assert ("do not determine" in verdict.detail) == (status == "UNDECIDED")


@pytest.mark.parametrize("dimension", [2, 3, 5])
def test_stored_and_exact_answers_are_right_but_for_few(dimension):
    task = get_task("linear_algebra/inverse", dimension=dimension)
    rows = task.generate(1000, split="test").to_pylist()
    stored = [v.status for v in task.verify_many(rows, [row["target"] for row in rows])]
    assert set(stored) <= {"CORRECT", "UNDECIDED"}
    assert stored.count("UNDECIDED") <= 10
    assert all(v.correct for v in task.verify_many(rows, task.exact_answers(rows)))


@pytest.mark.parametrize("factor", [-1, 3, -0.5, 1e6, 0])
def test_no_multiple_of_an_inverse_is_right(factor):
    matrices = np.random.default_rng(5).uniform(-10, 10, (3000, 5, 5))
    matrices = P1000.round(matrices).values()
    answers = P1000.round(factor * np.linalg.inv(matrices)).values()
    assert inverse_errors(matrices, answers, P1000, P1000).sure.min() > 0.3


def test_a_matrix_without_an_inverse_has_no_right_answer():
    singular = np.ones((1, 2, 2))
    found = inverse_errors(singular, 1e4 * np.array([[[1, -1], [-1, 1]]]), P1000, P1000)
    assert found.sure[0] >= 1
    assert found.possible[0] == 0


def test_a_column_is_found_in_the_box_of_its_rounding():
    rng = np.random.default_rng(0)
    for _ in range(200):
        unwritten = rng.uniform(-10, 10, (4, 4))
        inverse = np.linalg.inv(unwritten)
        s, x = P1000.round(unwritten).values(), P1000.round(inverse).values()
        half, unit = P1000.half_unit(s), P1000.half_unit(x)
        assert is_rounded_column(s, half, x[:, 1], unit[:, 1], 1)
        assert not is_rounded_column(s, half, -x[:, 1], unit[:, 1], 1)
        assert not is_rounded_column(s, half, 1.5 * x[:, 1], unit[:, 1], 1)
