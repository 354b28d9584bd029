"""Noise, random ranges, fixed shapes and bounded lengths of the matrix tasks."""

import numpy as np
import pytest

from hf_mathseq.data.virtual import VirtualDataset
from hf_mathseq.options import OptionError
from hf_mathseq.tasks import get_task, list_tasks
from hf_mathseq.tasks.matrix_laws import EIGENVALUE_LAWS, bounds, symmetric_matrices
from hf_mathseq.verdict import ProblemError, Status

NAMES = [name for name in list_tasks() if name.startswith("linear_algebra/")]
SQUARE = ("eigenvalues", "eigenvectors", "inverse", "symmetric_inverse")
SYMMETRIC = ("eigenvalues", "eigenvectors", "symmetric_inverse")


def matrix_task(name, **options):
    return get_task(f"linear_algebra/{name}", **options)


def column(table, name):
    return np.array(table[name].to_pylist())


def bare(row):
    """Return the problem's matrix of a row of any matrix task."""
    return np.array(row["matrix"] if "matrix" in row else row["problem"]["matrix"])


# ------------------------------------------------------------------ noise


@pytest.mark.parametrize("law", ["uniform", "gaussian"])
def test_noise_has_the_published_deviation_on_every_coefficient(law):
    # A = 300 is written with a step of 1, much finer than the noise
    task = matrix_task("singular_values", noise=0.1, max_coefficient=300, coefficients=law)
    table = task.generate(2000)
    noise = column(table, "matrix") - column(table, "clean_matrix")
    deviation = 0.1 * 300 / np.sqrt(3)
    assert noise.std(axis=0) == pytest.approx(np.full((5, 5), deviation), rel=0.1)
    assert noise.std() == pytest.approx(deviation, rel=0.01)
    assert abs(noise.mean()) < 0.02 * deviation
    kurtosis = ((noise / noise.std()) ** 4).mean()
    assert kurtosis == pytest.approx(3, abs=0.1)
    assert abs((noise * column(table, "clean_matrix")).mean()) < 0.02 * deviation * 300


def test_noise_is_relative_to_the_largest_range_when_ranges_are_drawn():
    task = matrix_task("transpose", noise=0.1, max_coefficient=300, min_coefficient=1)
    table = task.generate(2000)
    noise = column(table, "matrix") - column(table, "clean_matrix")
    assert noise.std() == pytest.approx(0.1 * 300 / np.sqrt(3), rel=0.01)


@pytest.mark.parametrize("name", NAMES)
def test_answers_are_those_of_the_clean_matrices(name):
    task = get_task(name, noise=0.05)
    rows = task.generate(200).to_pylist()
    targets = [row["target"].split() for row in rows]
    strict = task.verify_many(rows, targets, tolerance=0.0)
    assert all(verdict.correct for verdict in strict)
    published = task.verify_many(rows, targets, criterion="paper")
    assert all(verdict.correct for verdict in published)
    unknown = [{**row, "clean_matrix": None} for row in rows]
    alone = task.verify_many(unknown, targets, tolerance=0.0)
    assert not any(verdict.correct for verdict in alone)


@pytest.mark.parametrize("name", SYMMETRIC)
def test_noise_breaks_the_symmetry_of_problems_only(name):
    table = matrix_task(name, noise=0.05).generate(100)
    shown, clean = column(table, "matrix"), column(table, "clean_matrix")
    assert np.array_equal(clean, np.swapaxes(clean, 1, 2))
    assert (np.abs(shown - np.swapaxes(shown, 1, 2)).max(axis=(1, 2)) > 0.05).all()


def test_the_transpose_of_a_noisy_matrix_is_that_of_the_clean_one():
    for row in matrix_task("transpose", noise=0.1).generate(50).to_pylist():
        assert np.array(row["result"]).T.tolist() == row["clean_matrix"] != row["matrix"]


def test_the_published_criterion_sees_the_noisy_matrix():
    task = matrix_task("inverse", dimension=2, noise=0.1)
    row = {
        "matrix": [[2, 0], [0, 4]],
        "clean_matrix": [[1, 0], [0, 4]],
        "result": [[1, 0], [0, 0.25]],
    }
    of_noisy, of_clean = (task.output_encoding.tokens(np.diag(x)) for x in ([0.5, 0.25], [1, 0.25]))
    assert task.verify(row, of_noisy, criterion="paper").correct
    assert not task.verify(row, of_noisy).correct
    assert task.verify(row, of_clean).correct
    assert task.verify(row, of_clean, criterion="paper").correct  # the stored answer always is
    without = {key: row[key] for key in ("matrix", "clean_matrix")}
    assert task.verify(without, of_clean, criterion="paper").correct  # the target is computed


@pytest.mark.parametrize("name", SYMMETRIC)
def test_a_typed_noisy_matrix_is_answered_by_its_symmetric_part(name):
    task = matrix_task(name, dimension=2, noise=0.1)
    problem = task.problem_from("2 1.2; 0.8 2")
    assert problem == {"matrix": [[2, 1.2], [0.8, 2]]}
    clean = matrix_task(name, dimension=2)
    (answer,) = task.exact_answers([problem])
    assert answer == clean.exact_answers([clean.problem_from("2 1; 1 2")])[0]
    assert task.verify(problem, answer, tolerance=0.0).correct
    with pytest.raises(ProblemError, match="not symmetric"):
        clean.problem_from("2 1.2; 0.8 2")


def test_noise_does_not_change_which_matrices_are_drawn_or_other_data():
    rng = [np.random.default_rng(3) for _ in range(2)]
    plain = matrix_task("eigenvalues").generate_block(rng[0], 100)
    noisy = matrix_task("eigenvalues", noise=0.05).generate_block(rng[1], 100)
    assert noisy.natural["clean_matrix"] == plain.natural["matrix"]
    assert noisy.natural["result"] == plain.natural["result"]
    assert "clean_matrix" not in plain.natural


@pytest.mark.parametrize("name", NAMES)
def test_ids_for_training_are_those_of_the_table(name):
    task = get_task(name, noise=0.02, max_length=190, min_coefficient=2)
    table = task.block_table("test", 4, 1)
    inputs, labels = task.id_rows("test", 4, 1)
    for ids, text in ((inputs, "input_ids"), (labels, "labels")):
        rows = np.split(ids.values, ids.offsets[1:-1])
        assert [row.tolist() for row in rows] == table[text].to_pylist()
    assert len(VirtualDataset(task, "test")[5]["labels"]) == len(table["labels"][5])


def test_the_columns_of_noisy_data_are_described():
    for name in NAMES:
        task = get_task(name, noise=0.1)
        assert set(task.description.columns) == set(task.natural_schema.names)
        assert "clean_matrix" in task.schema.names
        assert "clean_matrix" not in get_task(name).schema.names


# ------------------------------------------------------------------ ranges of the coefficients


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


# ------------------------------------------------------------------ fixed shapes


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


# ------------------------------------------------------------------ bounded lengths


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


# ------------------------------------------------------------------ problems without an answer


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
