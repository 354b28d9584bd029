"""Random ranges, fixed shapes and bounded lengths of the matrix tasks."""

import numpy as np
import pytest

from hf_mathseq.options import OptionError
from hf_mathseq.tasks import get_task, list_tasks
from hf_mathseq.tasks.matrix_laws import EIGENVALUE_LAWS, bounds, symmetric_matrices
from hf_mathseq.verdict import ProblemError

NAMES = [name for name in list_tasks() if name.startswith("linear_algebra/")]
SQUARE = ("eigenvalues", "eigenvectors", "inverse", "symmetric_inverse")


def matrix_task(name, **options):
    return get_task(f"linear_algebra/{name}", **options)


def column(table, name):
    return np.array(table[name].to_pylist())


def bare(row):
    """Return the problem's matrix of a row of any matrix task."""
    return np.array(row["matrix"] if "matrix" in row else row["problem"]["matrix"])


def test_ranges_are_integers_drawn_equally_often():
    found = bounds(np.random.default_rng(1), 30_000, 3, 7.0)
    values, counts = np.unique(found, return_counts=True)
    assert values.tolist() == [3, 4, 5, 6, 7]
    assert counts == pytest.approx(np.full(5, 6000), rel=0.05)
    assert bounds(np.random.default_rng(1), 30_000, 0, 7.0) == 7.0


def test_every_matrix_has_a_range_of_its_own():
    matrices = column(
        matrix_task("transpose", min_coefficient=1, dimension=10).generate(2000), "matrix"
    )
    largest = np.abs(matrices).max(axis=(1, 2))
    # the largest of 100 uniform coefficients is above 0.9 A but for 3 of 100,000 matrices
    counts = np.bincount(np.ceil(largest).astype(int), minlength=11)[1:]
    assert counts == pytest.approx(np.full(10, 200), abs=60)


@pytest.mark.parametrize("spectrum", EIGENVALUE_LAWS)
def test_spectra_scale_with_the_range_of_each_matrix(spectrum):
    def root_mean_squares(bound):
        rng = np.random.default_rng(7)
        stack = symmetric_matrices(rng, 4000, 4, "gaussian", bound, [spectrum])
        return np.sqrt((np.linalg.eigvalsh(stack) ** 2).mean(axis=1))

    alternating = np.tile([1.0, 10.0], 2000)
    small, large = root_mean_squares(alternating).reshape(-1, 2).T
    for found, bound in ((small, 1.0), (large, 10.0)):
        assert found.mean() == pytest.approx(root_mean_squares(bound).mean(), rel=0.06)


@pytest.mark.parametrize(
    "options",
    [
        {"min_coefficient": 11},
        {"min_coefficient": 2, "max_coefficient": 9.5},
        {"min_coefficient": -1},
        {"min_coefficient": 1.5},
    ],
)
def test_impossible_ranges_are_refused_in_one_line(options):
    with pytest.raises(OptionError, match="min_coefficient") as caught:
        matrix_task("add", **options)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "problem", "answer"),
    [
        ("transpose", (3, 7), (7, 3)),
        ("add", (7, 6), (7, 3)),
        ("matmul", (7, 6), (3, 3)),
        ("matvec", (3, 8), (7, 1)),
        ("singular_values", (3, 7), (3, 1)),
        ("singular_vectors", (3, 7), (11, 3)),
    ],
)
def test_two_dimensions_are_fixed_in_the_published_order(name, problem, answer):
    task = matrix_task(name, first_dimension=3, second_dimension=7)
    rows = task.generate(20).to_pylist()
    assert {np.shape(row["matrix"]) for row in rows} == {problem}
    assert {np.shape(row["result"]) for row in rows} == {answer}
    assert len(rows[0]["input_ids"]) == task.max_lengths[0]
    assert len(rows[0]["labels"]) == task.max_lengths[1]
    assert task.problem_from(rows[0]["matrix"]) == {"matrix": rows[0]["matrix"]}
    assert set(task.difficulty(rows[0])) == {"rows", "columns"}
    turned = np.array(rows[0]["matrix"]).T
    with pytest.raises(ProblemError, match=r"it must be|even number"):
        task.problem_from(turned if turned.shape != problem else turned[:-1])


@pytest.mark.parametrize("name", SQUARE)
@pytest.mark.parametrize("option", ["rectangular", "first_dimension", "second_dimension"])
def test_tasks_on_square_matrices_have_no_options_for_shapes(name, option):
    with pytest.raises(OptionError, match=f"unknown option '{option}'"):
        matrix_task(name, **{option: 1})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"first_dimension": 3}, "given together"),
        ({"second_dimension": 3}, "given together"),
        ({"first_dimension": 3, "second_dimension": 4, "rectangular": True}, "leave out"),
        ({"first_dimension": 3, "second_dimension": 4, "max_dimension": 5}, "leave out"),
        ({"first_dimension": 3, "second_dimension": 101}, "must be in"),
        ({"first_dimension": -3, "second_dimension": 4}, "must be in"),
    ],
)
def test_other_fixed_shapes_are_refused_in_one_line(options, message):
    for name in ("transpose", "cotraining"):
        with pytest.raises(OptionError, match=message) as caught:
            matrix_task(name, **options)
        assert "\n" not in str(caught.value)


def test_fixed_shapes_beyond_the_dimension_tokens_are_refused():
    assert (
        matrix_task("add", first_dimension=50, second_dimension=100).max_lengths[0]
        == 3 + 3 * 10_000
    )
    with pytest.raises(OptionError, match="dimension 51 needs a matrix of more than 100"):
        matrix_task("add", first_dimension=51, second_dimension=2)


def test_the_operations_of_cotraining_have_the_shapes_of_their_own_tasks():
    options = {"first_dimension": 2, "second_dimension": 3, "dimension": 4}
    shapes = {}
    for row in matrix_task("cotraining", **options).generate(200).to_pylist():
        shape = (*np.shape(row["problem"]["matrix"]), *np.shape(row["result"]))
        shapes.setdefault(row["problem"]["operation"], set()).add(shape)
    assert shapes == {
        "transpose": {(2, 3, 3, 2)},
        "add": {(3, 4, 3, 2)},
        "matvec": {(2, 4, 3, 1)},
        "matmul": {(3, 4, 2, 2)},
        "eigenvalues": {(4, 4, 4, 1)},
        "eigenvectors": {(4, 4, 5, 4)},
        "inverse": {(4, 4, 4, 4)},
    }


def test_rectangular_cotraining_keeps_square_operations_square():
    task = matrix_task("cotraining", rectangular=True, min_dimension=2, max_dimension=4)
    seen = {}
    for row in task.generate(700).to_pylist():
        seen.setdefault(row["problem"]["operation"], set()).add(bare(row).shape)
    assert seen["transpose"] == {(d, e) for d in (2, 3, 4) for e in (2, 3, 4)}
    assert seen["eigenvalues"] == seen["inverse"] == {(n, n) for n in (2, 3, 4)}


def test_cotraining_draws_the_spectra_that_are_asked_for():
    task = matrix_task("cotraining", operations="EF", eigenvalue_law="positive2")
    lowest = [np.linalg.eigvalsh(bare(row)).min() for row in task.generate(100).to_pylist()]
    assert min(lowest) > -0.2
    with pytest.raises(OptionError, match="'laplace'"):
        matrix_task("cotraining", eigenvalue_law="laplac")


@pytest.mark.parametrize("name", ["eigenvectors", "cotraining", "matmul"])
def test_only_shorter_sequences_are_kept(name):
    options = {"min_dimension": 2, "max_dimension": 6}
    rows = matrix_task(name, **options).generate(1500).to_pylist()
    longest = [max(len(row["input"].split()), len(row["target"].split())) for row in rows]
    limit = sorted(set(longest))[-3]  # the bound is exclusive
    task = matrix_task(name, max_length=limit, **options)
    kept = task.generate(500).to_pylist()
    found = {max(len(row["input"].split()), len(row["target"].split())) for row in kept}
    assert found == {length for length in longest if length < limit}
    assert max(task.max_lengths) <= limit
    assert max(len(row["input_ids"]) for row in kept) <= task.max_lengths[0]
    assert max(len(row["labels"]) for row in kept) <= task.max_lengths[1]


def test_zeros_make_p10_shorter_and_are_counted_so():
    task = matrix_task(
        "transpose", dimension=2, input_encoding="P10", output_encoding="P10", max_length=23
    )
    assert task.problem_from("0 1; 1 0")["matrix"] == [[0, 1], [1, 0]]
    assert matrix_task("add", dimension=2, max_length=27).problem_from("1 2 3 4; 5 6 7 8")
    with pytest.raises(OptionError, match="so that 23 is the least"):
        matrix_task(
            "transpose", dimension=2, input_encoding="P10", output_encoding="P10", max_length=22
        )


@pytest.mark.parametrize("name", NAMES)
def test_a_bound_that_leaves_nothing_is_refused_in_one_line(name):
    for limit in (1, 2, 11):
        with pytest.raises(OptionError, match="leaves no example") as caught:
            get_task(name, dimension=3, max_length=limit)
        assert "\n" not in str(caught.value)


def test_a_bound_counts_the_letter_of_cotraining():
    # `[A B]` of two 3x3 matrices has 2 + 18 * 3 tokens
    with pytest.raises(OptionError, match=r"max_length 57 .* so that 58 is the least"):
        matrix_task("cotraining", dimension=3, operations="TA", max_length=57)
    task = matrix_task("cotraining", dimension=3, operations="TA", max_length=58)
    assert {row["problem"]["operation"] for row in task.generate(20).to_pylist()} == {
        "transpose",
        "add",
    }


@pytest.mark.parametrize(
    ("name", "given", "message"),
    [
        ("transpose", "1 2 3; 4 5 6; 7 8 9", "the matrix has 29 tokens, not fewer than 25"),
        ("eigenvectors", "2 0; 0 1", None),
        ("singular_vectors", "2 0; 0 1", None),
        ("singular_vectors", "2 0 1; 0 1 1; 0 0 3", "tokens, not fewer than 40"),
    ],
)
def test_typed_problems_that_are_too_long_are_refused(name, given, message):
    limit = 25 if name == "transpose" else 40
    task = matrix_task(name, min_dimension=2, max_dimension=3, max_length=limit)
    if message is None:
        assert task.problem_from(given)
        return
    with pytest.raises(ProblemError, match=message):
        task.problem_from(given)
