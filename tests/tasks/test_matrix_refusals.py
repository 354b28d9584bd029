"""Matrices that people type and that have no answer."""

import numpy as np
import pytest

from hf_mathseq.tasks import get_task
from hf_mathseq.verdict import ProblemError, Status


def matrix_task(name, **options):
    return get_task(f"linear_algebra/{name}", **options)


@pytest.mark.parametrize("name", ["inverse", "symmetric_inverse"])
@pytest.mark.parametrize(
    "given",
    [
        "1 2 3; 2 4 6; 3 6 9.5",
        "0 0 0; 0 0 0; 0 0 0",
        "1 2 3; 2 5 7; 3 7 10",
        "0.1 0.2 0.3; 0.2 0.4 0.6; 0.3 0.6 1",
        "1 1 1; 1 1.0004 1; 1 1 2",
        [[1, 1e-12, 0], [1e-12, 1e-24, 0], [0, 0, 1]],
    ],
    ids=str,
)
def test_a_typed_singular_matrix_is_refused_in_one_line(name, given):
    with pytest.raises(ProblemError, match="singular, or so close") as caught:
        matrix_task(name, dimension=3).problem_from(given)
    assert "\n" not in str(caught.value)


def test_no_exactly_singular_matrix_has_an_inverse_by_luck():
    task, rng = matrix_task("inverse", dimension=3), np.random.default_rng(8)
    for _ in range(300):
        matrix = rng.integers(-99, 100, (3, 3)) / 10.0
        matrix[2] = matrix[0] * rng.integers(-9, 10)
        with pytest.raises(ProblemError, match="singular"):
            task.problem_from(matrix)


@pytest.mark.parametrize("scale", [1e-40, 1.0, 1e40])
def test_regular_matrices_of_any_scale_are_taken(scale):
    task = matrix_task("inverse", dimension=2)
    problem = task.problem_from([[2 * scale, 0], [0, 4e-20 * scale]])
    (answer,) = task.exact_answers([problem])
    found = task.decode(answer)
    assert found[0][0] * scale == pytest.approx(0.5)
    assert found[1][1] * scale == pytest.approx(2.5e19)
    assert task.verify(problem, answer).status is Status.CORRECT


@pytest.mark.parametrize(
    ("name", "options", "given", "message"),
    [
        ("inverse", {"output_encoding": "FP15"}, "1e-9 0; 0 1", "FP15 writes sizes below"),
        ("matmul", {}, "1e60 0 1e60 0; 0 1 0 1", r"the answer reaches 1e\+101; P1000"),
        ("add", {}, "9e100 0 9e100 0; 0 1 0 1", "the answer reaches"),
        ("transpose", {"output_encoding": "FP15"}, "1e20 0; 0 1", "FP15 writes sizes below"),
    ],
)
def test_problems_whose_answers_have_no_tokens_are_refused(name, options, given, message):
    with pytest.raises(ProblemError, match=message) as caught:
        matrix_task(name, dimension=2, **options).problem_from(given)
    assert "\n" not in str(caught.value)


def test_rows_whose_rounded_matrix_is_singular_are_still_read_from_tokens():
    task = matrix_task("inverse", dimension=2)
    tokens = task.input_encoding.tokens([[1, 2], [2, 4]])
    assert task.problem_from(tokens=tokens) == {"matrix": [[1, 2], [2, 4]]}
