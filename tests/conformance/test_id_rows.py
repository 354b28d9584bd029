"""The ids that training on the fly reads are those of the tables."""

import pytest
from cases import NAMES
from sizes import is_slow

from hf_mathseq.encodings.floats import PUBLISHED_ENCODINGS
from hf_mathseq.tasks import get_task

MATRIX_TASKS = [name for name in NAMES if name.startswith("linear_algebra/")]


def check_rows(task, split, block_size):
    task.block_size = min(task.block_size, block_size)
    table = task.block_table(split, 5, 2)
    for rows, column in zip(task.id_rows(split, 5, 2), ("input_ids", "labels"), strict=True):
        assert [row.tolist() for row in rows] == table[column].to_pylist()
        assert rows.values.dtype == task.vocabulary.id_dtype
        assert table.schema.field(column).type.value_type == rows.values.dtype.name


@pytest.mark.parametrize("name", [n for n in NAMES if not is_slow(get_task(n))])
def test_ids_are_those_of_the_table(name):
    check_rows(get_task(name), "train", 10)


@pytest.mark.parametrize("split", ["train", "validation", "test"])
@pytest.mark.parametrize("name", MATRIX_TASKS)
def test_ids_of_matrices_of_many_shapes_are_those_of_the_table(name, split):
    for first, second in zip(PUBLISHED_ENCODINGS, ("FP15", "P10-4", "P10", "P1000"), strict=True):
        task = get_task(
            name,
            input_encoding=first,
            output_encoding=second,
            min_dimension=2,
            max_dimension=4,
            max_coefficient=1e5,
        )
        check_rows(task, split, 100)


def test_problems_whose_answers_have_no_tokens_are_left_out():
    task = get_task("linear_algebra/matmul", output_encoding="FP15", max_coefficient=2e4)
    drawn = task.draw("train", 5, 2)
    assert 0 < len(drawn) < drawn.attempts
    check_rows(task, "train", 4096)
