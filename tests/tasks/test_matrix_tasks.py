"""Arithmetic, inverses, eigenvectors and singular vectors as tasks."""

import numpy as np
import pytest

from hf_mathseq.encodings.arrays import Matrices
from hf_mathseq.options import OptionError
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.matrix_inverses import inverses
from hf_mathseq.verdict import ProblemError, Status

NAMES = (
    *("add", "matvec", "matmul", "eigenvectors", "inverse", "symmetric_inverse"),
    *("singular_values", "singular_vectors"),
)


def matrix_task(name, **options):
    return get_task(f"linear_algebra/{name}", **options)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("output", ["P10", "FP15", "B1999", "P1000-5"])
def test_drawn_targets_pass_the_strict_criterion_at_zero(name, output):
    task = matrix_task(name, min_dimension=2, max_dimension=6, output_encoding=output)
    rows = task.generate(300).to_pylist()
    verdicts = task.verify_many(rows, [row["target"].split() for row in rows], tolerance=0.0)
    others = [verdict for verdict in verdicts if verdict.status is not Status.CORRECT]
    if "inverse" in name:  # few digits do not determine every inverse
        assert len(others) <= 0.04 * len(rows)
        others = [verdict for verdict in others if verdict.status is not Status.UNDECIDED]
    assert others == []


@pytest.mark.parametrize(
    ("name", "shapes"),
    [
        ("add", {(e, 2 * d) for d in (2, 3) for e in (2, 3)}),
        ("matmul", {(e, 2 * d) for d in (2, 3) for e in (2, 3)}),
        ("matvec", {(d, e + 1) for d in (2, 3) for e in (2, 3)}),
        ("singular_values", {(d, e) for d in (2, 3) for e in (2, 3)}),
        ("singular_vectors", {(d, e) for d in (2, 3) for e in (2, 3)}),
    ],
)
def test_dimensions_are_drawn_independently_on_request(name, shapes):
    options = {"min_dimension": 2, "max_dimension": 3}
    task = matrix_task(name, rectangular=True, **options)
    rows = task.generate(200).to_pylist()
    assert {(len(row["matrix"]), len(row["matrix"][0])) for row in rows} == shapes
    square = matrix_task(name, **options)
    assert len({len(row["matrix"][0]) for row in square.generate(50).to_pylist()}) == 2
    assert set(task.difficulty(rows[0])) == {"rows", "columns"}
    assert set(square.difficulty(rows[0])) == {"dimension"}


def test_operands_are_read_in_the_published_order():
    a, b = np.array([[1, 2], [3, 4]]), np.array([[5, 6], [7, 9]])
    for name, given, expected in (
        ("add", np.hstack([a, b]), a + b),
        ("matmul", np.hstack([a, b]), a.T @ b),
        ("matvec", np.hstack([a, b[:, :1]]), a.T @ b[:, :1]),
    ):
        task = matrix_task(name, dimension=2)
        problem = task.problem_from(given)
        (answer,) = task.exact_answers([problem])
        assert task.decode(answer) == expected.tolist()
        assert task.verify(problem, answer).correct
        assert task.verify(problem, answer, criterion="paper").correct
        wrong = task.output_encoding.tokens(1.06 * expected)
        assert task.verify(problem, wrong).status is Status.INCORRECT


@pytest.mark.parametrize("name", ["add", "matmul"])
def test_an_odd_number_of_columns_is_refused(name):
    with pytest.raises(ProblemError, match="even number of columns"):
        matrix_task(name, dimension=2).problem_from("1 2 3; 4 5 6")


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("inverse", "1 2 3; 4 5 6", "must be square"),
        ("symmetric_inverse", "1 2; 3 4", "not symmetric"),
        ("eigenvectors", "1 2; 3 4", "not symmetric"),
        ("matvec", "1 2; 3 4", r"A in \[A b\] is 2x1; it must be square"),
        ("add", "1 2; 3 4", r"A in \[A B\] is 2x1; it must be square"),
        ("singular_values", "1 2 3; 4 5 6; 7 8 9", "dimension here is 2"),
    ],
)
def test_other_problems_are_refused(name, given, message):
    with pytest.raises(ProblemError, match=message):
        matrix_task(name, dimension=2).problem_from(given)


@pytest.mark.parametrize(
    ("name", "largest"),
    [("add", 50), ("matmul", 50), ("matvec", 99), ("eigenvectors", 99), ("singular_vectors", 49)],
)
def test_dimensions_beyond_the_vocabulary_are_refused(name, largest):
    task = matrix_task(name, dimension=largest)
    (row,) = task.generate(1).to_pylist()
    assert task.decode(row["target"].split()) == row["result"]
    with pytest.raises(OptionError, match="more than 100 rows or columns"):
        matrix_task(name, dimension=largest + 1)


@pytest.mark.parametrize("name", ["eigenvectors", "singular_vectors"])
def test_the_largest_component_of_a_vector_is_positive(name):
    for row in matrix_task(name, dimension=4).generate(50).to_pylist():
        vectors = np.array(row["result"])[1:5]
        largest = np.abs(vectors).argmax(axis=0)
        assert (vectors[largest, range(4)] > 0).all()


def test_matrices_without_a_certain_inverse_are_drawn_again():
    hilbert = 1 / (np.arange(12)[:, None] + np.arange(12) + 1)
    stack = np.stack([np.eye(12), np.ones((12, 12)), hilbert])
    found = inverses(stack)
    assert np.array_equal(found[0], np.eye(12))
    assert np.isnan(found[1:]).all()
    task = matrix_task("inverse", dimension=12)
    task.draw_matrices = lambda rng, size: Matrices.stacked(stack)
    assert len(task.generate_block(np.random.default_rng(0), 3)) == 1


@pytest.mark.parametrize("criterion", ["strict", "paper"])
def test_a_singular_matrix_has_no_right_inverse(criterion):
    task = matrix_task("inverse", dimension=2)
    problem = {"matrix": [[1, 2], [2, 4]]}  # as rounding may make a row
    assert task.exact_answers([problem]) == [[]]
    for answer in (np.eye(2), np.zeros((2, 2)), [[0.2, 0.4], [0.4, 0.8]]):
        tokens = task.output_encoding.tokens(answer)
        assert task.verify(problem, tokens, criterion=criterion).status is Status.INCORRECT


def test_a_stored_inverse_is_right_by_the_published_rule_whatever_its_residual():
    task = matrix_task("inverse", dimension=8)
    rows = task.generate(100).to_pylist()
    targets = [row["target"].split() for row in rows]
    stored = task.verify_many(rows, targets, criterion="paper", tolerance=0.005)
    assert all(verdict.correct for verdict in stored)
    bare = [{"matrix": row["matrix"]} for row in rows]
    alone = task.verify_many(bare, targets, criterion="paper", tolerance=0.005)
    assert sum(verdict.correct for verdict in alone) < 30
