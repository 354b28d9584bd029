import numpy as np
import pyarrow as pa
import pytest

from hf_mathseq.data.shards import generate_to
from hf_mathseq.options import OptionError
from hf_mathseq.tasks import get_task
from hf_mathseq.training.datasets import LengthSorted, Repeated, rng_of
from hf_mathseq.training.lengths import Limits, fitting_rows
from hf_mathseq.training.recipe import load_recipe
from hf_mathseq.training.source import training_examples


class Numbered:
    """Item i has i in it and a length that is no function of the order."""

    def __init__(self, length):
        self.length = length

    def __len__(self):
        return self.length

    def __getitem__(self, index):
        assert 0 <= index < self.length
        return {"input_ids": np.full(1 + index * 7 % 13, index), "labels": np.array([1])}


def numbers(dataset, indices):
    return [int(dataset[i]["input_ids"][0]) for i in indices]


def table(rows):
    return pa.table(
        {"input_ids": [[i] for i in range(rows)], "labels": [[i, 1] for i in range(rows)]}
    )


def test_repeated_shows_every_row_once_an_epoch_in_another_order():
    dataset = Repeated(table(10), 25, seed=0)
    epochs = [numbers(dataset, range(10)), numbers(dataset, range(10, 20))]
    assert [sorted(epoch) for epoch in epochs] == [list(range(10))] * 2
    assert epochs[0] != epochs[1]
    assert len(dataset) == 25


def test_items_do_not_depend_on_the_order_of_access():
    first, second = (Repeated(table(10), 40, seed=3) for _ in range(2))
    order = [33, 2, 17, 33, 0]
    expected = dict(zip(range(40), numbers(first, range(40)), strict=True))
    assert numbers(second, order) == [expected[i] for i in order]


def test_length_sorted_keeps_every_example_and_groups_lengths():
    plain, batch, window = Numbered(107), 5, 4
    dataset = LengthSorted(plain, batch, window, seed=1)
    assert sorted(numbers(dataset, range(107))) == list(range(107))
    spread = [
        np.ptp([len(dataset[i]["input_ids"]) for i in range(s, s + batch)])
        for s in range(0, 100, batch)
    ]
    unsorted = [
        np.ptp([len(plain[i]["input_ids"]) for i in range(s, s + batch)])
        for s in range(0, 100, batch)
    ]
    assert np.mean(spread) < np.mean(unsorted) / 2
    assert set(numbers(dataset, range(20))) == set(range(20))


def test_length_sorted_resumes_anywhere():
    expected = numbers(LengthSorted(Numbered(60), 5, 4, seed=1), range(60))
    assert numbers(LengthSorted(Numbered(60), 5, 4, seed=1), range(37, 60)) == expected[37:]
    assert numbers(LengthSorted(Numbered(60), 5, 4, seed=2), range(60)) != expected


def test_every_seed_has_an_order_of_its_own():
    orders = [rng_of(seed, 3).permutation(50).tolist() for seed in (-2, -1, 0, 2**63, 2**63 + 1)]
    assert len(set(map(tuple, orders))) == 5
    plain = np.random.Generator(np.random.Philox(key=[7, 3]))
    assert rng_of(7, 3).integers(0, 9**9, 5).tolist() == plain.integers(0, 9**9, 5).tolist()
    assert rng_of(7, 3, purpose=1).permutation(50).tolist() != rng_of(7, 3).permutation(50).tolist()


def test_an_empty_table_is_refused():
    with pytest.raises(ValueError, match="no training examples"):
        Repeated(table(0), 5, seed=0)


def test_more_tokens_than_offsets_count():
    values = np.arange(1 << 24) % 251
    offsets = pa.array(np.arange(0, (1 << 24) + 1, 1 << 14, dtype=np.int32))
    chunk = pa.ListArray.from_arrays(offsets, pa.array(values.astype(np.uint8)))
    column = pa.chunked_array([chunk.slice(0, 0), chunk.slice(5), *[chunk] * 190])
    assert len(column) << 14 > 3 * 10**9
    dataset = Repeated(pa.table({"input_ids": column, "labels": column}), len(column), seed=0)
    order = rng_of(0, 0).permutation(len(column))
    for index in range(0, len(column), 1777):
        expected = column[int(order[index])].values.to_numpy()
        found = dataset[index]
        assert np.array_equal(found["input_ids"], expected)
        assert np.shares_memory(found["labels"], expected)


def test_rows_that_all_fit_are_not_copied():
    rows = table(10)
    kept, counted = fitting_rows(rows, Limits(1, 2), "data", drop=True)
    assert kept is rows
    assert counted == (10, 0)


def test_shards_are_trained_on(tiny, tmp_path):
    task = load_recipe(tiny).make_task()
    generate_to(task, tmp_path / "data", 50, progress=False)
    recipe = load_recipe(tiny, {"data.folder": str(tmp_path / "data")})
    examples = training_examples(recipe, task)
    assert len(examples) == 6 * 16
    written = {tuple(row) for row in task.generate(50)["input_ids"].to_pylist()}
    assert {tuple(examples[i]["input_ids"].tolist()) for i in range(50)} == written


def test_shards_of_another_task_are_refused(tiny, tmp_path):
    generate_to(
        get_task("linear_algebra/transpose", dimension=3), tmp_path / "data", 20, progress=False
    )
    recipe = load_recipe(tiny, {"data.folder": str(tmp_path / "data")})
    with pytest.raises(OptionError, match="other data"):
        training_examples(recipe, recipe.make_task())
