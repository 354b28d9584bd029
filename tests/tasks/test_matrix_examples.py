"""All 802 published examples of matrix tasks: answers, layouts, verdicts; noisy ones included."""

import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from hf_mathseq.encodings.arrays import Matrices
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.cotraining import OPERATIONS

DATA = Path(__file__).parents[1] / "data" / "linear_algebra"
EXAMPLES = {
    path.stem.removeprefix("examples_"): [json.loads(x) for x in path.read_text().splitlines()]
    for path in sorted(DATA.glob("examples_*.jsonl"))
}
MATRIX_TASKS = sorted(EXAMPLES.keys() - {"cotraining"})
RANGE = {"min_dimension": 2, "max_dimension": 10}


@cache
def task_of(name, given, written, noise=0.0):
    shapes = {"rectangular": True} if name in RECTANGULAR else {}
    encodings = {"input_encoding": given, "output_encoding": written}
    return get_task(f"linear_algebra/{name}", noise=noise, **RANGE, **shapes, **encodings)


RECTANGULAR = ("transpose", "add", "matvec", "matmul", "singular_values", "singular_vectors")


def cases(name):
    for example in EXAMPLES[name]:
        noise = 0.1 if "input" in example else 0.0
        encodings = example["input_encoding"], example["output_encoding"]
        tokens = example["input_tokens"].split(), example["target_tokens"].split()
        yield example, task_of(name, *encodings, noise), *tokens


def with_signs_of(result, target, name):
    """Return the result with the signs of the target's vectors."""
    if "vectors" not in name:
        return result
    signs = np.sign((result[1:] * target[1:]).sum(axis=0))
    return np.vstack([result[:1], result[1:] * signs])


def result_of(task, name, example):
    """Return the answer that the task computes from an example's clean matrix."""
    matrix, target = np.array(example["matrix"]), np.array(example["target"])
    drawn = Matrices.stacked([matrix])
    rounded = task.input_encoding.numbers.round(matrix).values()
    found = task.results(drawn, lambda: Matrices.stacked([rounded]))
    shape = task.answer_shape(*matrix.shape)
    assert (found.rows[0], found.columns[0]) == shape == target.shape
    return with_signs_of(found.values.reshape(shape), target, name)


def test_there_are_all_of_them():
    assert sum(map(len, EXAMPLES.values())) == 802
    assert sum("input" in example for rows in EXAMPLES.values() for example in rows) == 30


@pytest.mark.parametrize("name", MATRIX_TASKS)
def test_answers_and_layouts_are_the_published_ones(name):
    for example, task, given, written in cases(name):
        result = result_of(task, name, example)
        if name != "transpose":  # its result is that of the rounded matrix
            np.testing.assert_allclose(result, example["target"], rtol=1e-6, atol=1e-9)
        assert task.output_encoding.tokens(result) == written, example["id"]
        shown = example.get("input", example["matrix"])
        assert task.input_encoding.tokens(shown) == given, example["id"]


@pytest.mark.parametrize("name", MATRIX_TASKS)
def test_published_answers_are_right_by_both_criteria(name):
    for example, task, given, written in cases(name):
        row = {**task.problem_from(tokens=given), "result": task.decode(written)}
        if "input" in example:
            row["clean_matrix"] = task.input_encoding.numbers.round(example["matrix"]).values()
        assert task.encode(row) == (given, written)
        assert task.verify(row, written, tolerance=0.0).correct, example["id"]
        assert task.verify(row, written, criterion="paper").correct, example["id"]


def test_answers_to_noisy_problems_are_those_of_the_clean_matrices_alone():
    noisy = [case for name in MATRIX_TASKS for case in cases(name) if "input" in case[0]]
    judged = []
    for example, task, given, written in noisy:
        rounded = task.input_encoding.numbers.round(example["matrix"]).values()
        problem = task.problem_from(tokens=given)
        alone = task.verify(problem, written)
        clean = task.verify({**problem, "clean_matrix": rounded}, written)
        assert clean.correct
        assert clean.needed <= alone.needed
        judged.append(alone.needed > 0)
    assert all(judged)


def test_examples_of_cotraining_begin_with_their_letter():
    for example, task, given, written in cases("cotraining"):
        operation = OPERATIONS[given[0]].config_name
        own = task_of(operation, example["input_encoding"], example["output_encoding"])
        result = result_of(own, operation, example)
        problem = {"operation": operation, "matrix": example["matrix"]}
        row = {"problem": problem, "result": result.tolist()}
        assert task.encode(row) == (given, written), example["id"]
        assert task.problem_from(tokens=given)["problem"]["operation"] == operation
        assert task.verify(task.problem_from(tokens=given), written, tolerance=0.0).correct
