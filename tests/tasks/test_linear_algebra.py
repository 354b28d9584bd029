"""`linear_algebra/transpose` and `linear_algebra/eigenvalues` as tasks."""

import hashlib
import os
import subprocess
import sys

import numpy as np
import pytest

from hf_mathseq.encodings.arrays import Matrices
from hf_mathseq.encodings.floats import PUBLISHED_ENCODINGS
from hf_mathseq.options import OptionError
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.matrix_blocks import WrittenMatrices
from hf_mathseq.tasks.matrix_laws import EIGENVALUE_LAWS
from hf_mathseq.verdict import ProblemError

ALL_LAWS = ",".join(EIGENVALUE_LAWS)


def transpose(**options):
    return get_task("linear_algebra/transpose", **options)


def eigenvalues(**options):
    return get_task("linear_algebra/eigenvalues", **options)


@pytest.mark.parametrize(
    "task",
    [
        transpose(dimension=7, input_encoding="P10", output_encoding="FP15"),
        transpose(min_dimension=2, max_dimension=9, rectangular=True, output_encoding="B1999"),
        transpose(min_dimension=4, max_dimension=6, coefficients="gaussian", max_coefficient=1e6),
        eigenvalues(dimension=2, max_coefficient=0.001),
        eigenvalues(min_dimension=2, max_dimension=6, eigenvalue_law=ALL_LAWS),
        eigenvalues(input_encoding="B1999", output_encoding="P10", coefficients="gaussian"),
    ],
    ids=repr,
)
def test_drawn_rows_are_what_encode_and_numpy_say(task):
    rows = task.generate(200, seed=3).to_pylist()
    low, high = task.config.dimensions
    shapes = set()
    for row in rows:
        matrix, result = np.array(row["matrix"]), np.array(row["result"])
        shapes.add(matrix.shape)
        assert task.encode(row) == (row["input"].split(), row["target"].split())
        assert task.decode(row["target"].split()) == row["result"]
        assert len(row["input_ids"]) <= task.max_lengths[0]
        assert len(row["labels"]) <= task.max_lengths[1]
        if task.config_name == "transpose":
            expected = task.output_encoding.numbers.round(matrix.T).values()
            assert np.array_equal(result, expected)
        else:
            assert np.array_equal(matrix, matrix.T)
            assert (np.diff(result[:, 0]) <= 0).all()
            # rounding to three digits moves eigenvalues by under 1 % of the largest
            true = np.sort(np.linalg.eigvalsh(matrix))[::-1]
            np.testing.assert_allclose(result[:, 0], true, atol=0.01 * np.abs(true).max())
    assert {n for shape in shapes for n in shape} == set(range(low, high + 1))
    assert any(r != c for r, c in shapes) == bool(getattr(task.config, "rectangular", False))


def test_coefficients_reach_the_bounds_and_no_farther():
    matrix = np.array(transpose(max_coefficient=3).generate(2000)["matrix"].to_pylist())
    assert np.abs(matrix).max() == pytest.approx(3, abs=0.01)
    assert np.abs(matrix).max() <= 3


def test_draws_that_cannot_be_written_are_rejected():
    task = eigenvalues(dimension=5)
    task.draw_matrices = lambda rng, size: Matrices.stacked(
        np.array([np.eye(5), 1e9 * np.eye(5), 2e8 * np.ones((5, 5)), np.diag([3, 1, 0, 0, 0])])
    )
    block = task.generate_block(np.random.default_rng(0), 4)
    assert block.attempts == 4
    assert block.natural["result"].to_pylist() == [
        [[1]] * 5,
        [[3], [1], [0], [0], [0]],
    ]
    assert len(block) == len(block.inputs) == len(block.row_keys) == 2


def test_matrices_that_only_the_output_could_write_are_rejected():
    task = transpose(dimension=2, input_encoding="FP15")
    task.draw_matrices = lambda rng, size: Matrices.stacked(
        np.array([[[1, 2], [3, 9.995e8]], [[1, 2], [3, 9.99e8]]])
    )
    block = task.generate_block(np.random.default_rng(0), 2)
    assert block.natural["matrix"].to_pylist() == [[[1, 2], [3, 9.99e8]]]


def test_keys_do_not_depend_on_the_encoding_and_tell_shapes_apart():
    batch = Matrices.stacked(np.random.default_rng(1).uniform(-10, 10, (50, 3, 3)))
    keys = []
    for name in PUBLISHED_ENCODINGS:
        encoding = transpose(input_encoding=name).input_encoding
        keys.append(WrittenMatrices.rounded(batch, encoding).keys.tolist())
    assert keys.count(keys[0]) == len(PUBLISHED_ENCODINGS)
    assert len(set(keys[0])) == 50
    shapes = Matrices(np.ones(12), np.array([2, 3]), np.array([3, 2]))
    assert len(set(WrittenMatrices.rounded(shapes, encoding).keys.tolist())) == 2


def test_the_same_matrix_is_on_the_same_side_in_every_configuration():
    fixed = eigenvalues(input_encoding="P1000").draw("train", 0, 0)
    other = eigenvalues(input_encoding="P1000", output_encoding="B1999", max_dimension=6)
    matrices = Matrices.stacked(np.array(fixed.natural["matrix"].to_pylist()))
    other.draw_matrices = lambda rng, size: matrices
    again = other.generate_block(np.random.default_rng(0), len(matrices))
    assert np.array_equal(fixed.problem_keys, again.problem_keys)


BLOCK = """
import hashlib
from hf_mathseq.tasks import get_task
task = get_task("linear_algebra/eigenvalues", min_dimension=30, max_dimension=32,
                eigenvalue_law="semicircle,positive,laplace,marcenko", output_encoding="P1000")
task.block_size = 64
block = task.draw("train", 7, 5)
print(hashlib.sha256(block.inputs.values.tobytes() + block.targets.values.tobytes()
                     + block.problem_keys.tobytes()).hexdigest())
"""


@pytest.mark.parametrize("threads", ["1", "2"])
def test_thread_count_and_hash_seed_change_nothing(threads):
    env = os.environ | {
        "OMP_NUM_THREADS": threads,
        "OPENBLAS_NUM_THREADS": threads,
        "PYTHONHASHSEED": threads,
    }
    done = subprocess.run(
        [sys.executable, "-c", BLOCK], env=env, capture_output=True, text=True, timeout=600
    )
    task = eigenvalues(
        min_dimension=30,
        max_dimension=32,
        eigenvalue_law="semicircle,positive,laplace,marcenko",
        output_encoding="P1000",
    )
    task.block_size = 64
    block = task.draw("train", 7, 5)
    content = (block.inputs.values, block.targets.values, block.problem_keys)
    expected = hashlib.sha256(b"".join(x.tobytes() for x in content)).hexdigest()
    assert done.stdout.strip() == expected, done.stderr


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("transpose", {"input_encoding": "P100"}, "'P1000'"),
        ("transpose", {"coefficients": "gausian"}, "'gaussian'"),
        ("transpose", {"dimension": 1}, "must be in"),
        ("transpose", {"dimension": 101}, "must be in"),
        ("transpose", {"min_dimension": 6}, "from 6 to 5: .* what is not given is dimension, 5"),
        ("transpose", {"coefficients": "normal"}, "allowed: gaussian, uniform"),
        ("transpose", {"max_length": -1}, "must be 0 or more, not -1"),
        ("transpose", {"min_dimension": 1}, "min_dimension is 2 or more"),
        ("transpose", {"max_coefficient": 0}, "must be in"),
        ("transpose", {"max_coefficient": "nan"}, "must be in"),
        ("transpose", {"dimensions": 5}, "'dimension'"),
        ("eigenvalues", {"rectangular": True}, "unknown option"),
        ("eigenvalues", {"eigenvalue_law": "semicircel"}, "'semicircle'"),
        ("eigenvalues", {"eigenvalue_law": ""}, "unknown eigenvalue law"),
        ("eigenvalues", {"eigenvalue_law": "laplace,,uniform"}, "unknown eigenvalue law"),
    ],
)
def test_wrong_options_are_refused_in_one_line(name, options, message):
    with pytest.raises(OptionError, match=message) as caught:
        get_task(f"linear_algebra/{name}", **options)
    assert "\n" not in str(caught.value)


def test_options_may_be_text():
    task = eigenvalues(dimension="4", eigenvalue_law="laplace, uniform", max_coefficient="5")
    assert task.config.spectra == ["laplace", "uniform"]
    assert task.options["dimension"] == 4


@pytest.mark.parametrize(
    ("task", "given", "message"),
    [
        (transpose(dimension=2), "1 2 3; 4 5 6", "2x3; it must be square"),
        (transpose(dimension=3), "1 2; 3 4", "2x2; the dimension here is 3"),
        (transpose(min_dimension=3, max_dimension=4, rectangular=True), "1 2 3; 4 5 6", "3 to 4"),
        (eigenvalues(dimension=2), "1 2; 3 4", "not symmetric"),
        (eigenvalues(dimension=2), [[1, 2], [2.001, 4]], "not symmetric"),
        (eigenvalues(dimension=2), [[1e9, 0], [0, 1]], "FP15 writes sizes below 9.995e"),
        (transpose(dimension=2), [[1e101, 0], [0, 1]], "P1000 writes sizes below 1e"),
        (transpose(dimension=2), [[1, float("inf")], [0, 1]], "infinite"),
        (transpose(dimension=2), [[1, 2], [3]], "different lengths"),
        (transpose(dimension=2), None, "either a matrix or tokens"),
    ],
)
def test_problems_outside_the_task_are_refused_in_one_line(task, given, message):
    with pytest.raises(ProblemError, match=message) as caught:
        task.problem_from(given)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("tokens", [[], ["V2"], ["V2", "V2", "N1e0"], ["V3", "V3"], ["x"] * 9])
def test_tokens_that_are_no_problem_are_refused(tokens):
    with pytest.raises(ProblemError):
        eigenvalues(dimension=2).problem_from(tokens=tokens)


def test_overflow_tokens_are_no_problem():
    tokens = ["V2", "V2", "NaN", "N0e0", "N0e0", "N314e7"]
    with pytest.raises(ProblemError, match="FP15 writes"):
        eigenvalues(dimension=2).problem_from(tokens=tokens)


def test_a_typed_problem_is_rounded_as_it_is_written():
    task = eigenvalues(dimension=2, input_encoding="P1000")
    almost = [[2.0004, 1.0], [1.0 + 1e-12, -3.14159]]
    problem = task.problem_from(almost)
    assert problem == {"matrix": [[2.0, 1.0], [1.0, -3.14]], "rounded": 3}
    assert task.encode(problem)[1] == []
    written = task.problem_from(tokens=task.encode(problem)[0])
    assert written == task.problem_from(problem["matrix"]) == {"matrix": problem["matrix"]}


def test_unwritable_rows_raise_a_problem_error():
    with pytest.raises(ProblemError):
        transpose(dimension=2).encode({"matrix": [[1e103, 0], [0, 0]]})
    with pytest.raises(ProblemError):
        transpose(dimension=2).decode(["V2", "V2", "+"])


def test_answers_are_shown_and_difficulty_is_told():
    assert eigenvalues().show([[20.0], [9.54], [-0.249]]) == "20, 9.54, -0.249"
    assert transpose().show([[1.5, 2.0], [3.0, 4.0]]) == "[[1.5, 2], [3, 4]]"
    row = {"matrix": [[1, 2, 3], [4, 5, 6]]}
    assert transpose(rectangular=True, max_dimension=6).difficulty(row) == {"rows": 2, "columns": 3}
    assert eigenvalues().difficulty({"matrix": [[1, 2], [2, 1]]}) == {"dimension": 2}


@pytest.mark.parametrize(("dimension", "size"), [(2, 4096), (5, 4096), (10, 1310), (100, 64)])
def test_blocks_of_large_matrices_are_small(dimension, size):
    assert transpose(dimension=dimension).block_size == size


def test_the_largest_matrices_are_drawn_written_and_checked():
    task = eigenvalues(dimension=100, eigenvalue_law="laplace", output_encoding="P1000")
    rows = task.generate(3).to_pylist()
    assert len(rows[0]["input_ids"]) == task.max_lengths[0] == 10_003
    verdicts = task.verify_many(rows, [row["target"].split() for row in rows])
    assert all(verdict.correct for verdict in verdicts)
