"""Noise on the problems of matrix tasks."""

import numpy as np
import pytest

from hf_mathseq.data.virtual import VirtualDataset
from hf_mathseq.tasks import get_task, list_tasks
from hf_mathseq.verdict import ProblemError

NAMES = [name for name in list_tasks() if name.startswith("linear_algebra/")]
SYMMETRIC = ("eigenvalues", "eigenvectors", "symmetric_inverse")


def matrix_task(name, **options):
    return get_task(f"linear_algebra/{name}", **options)


def column(table, name):
    return np.array(table[name].to_pylist())


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
    allowed = {"CORRECT", "UNDECIDED"} if "inverse" in name else {"CORRECT"}
    assert {verdict.status for verdict in strict} <= allowed
    assert sum(verdict.correct for verdict in strict) >= 0.97 * len(rows)
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
