"""Items of a virtual data set depend on their index alone."""

import pickle

import numpy as np
import pytest
from toy_task import DigitSums

from hf_mathseq.data.virtual import CACHED_BLOCKS, VirtualDataset
from hf_mathseq.splits import keys_of_rows, split_mask


@pytest.fixture
def data():
    return VirtualDataset(DigitSums(), "train", seed=3, length=5000)


def same(a, b):
    return a.keys() == b.keys() and all(np.array_equal(a[name], b[name]) for name in a)


def test_items_are_the_rows_of_the_blocks(data):
    r = data.rows_per_block
    rows = data.task.block_table("train", 3, 2).to_pylist()
    for row in (0, 1, r - 1):
        item = data[2 * r + row]
        assert item["input_ids"].tolist() == rows[row]["input_ids"]
        assert item["labels"].tolist() == rows[row]["labels"]
        assert item["labels"].dtype == np.uint16


def test_the_order_of_access_does_not_matter(data):
    indices = np.random.default_rng(0).integers(0, len(data), 200)
    shuffled = [data[i] for i in indices]
    fresh = VirtualDataset(DigitSums(), "train", seed=3, length=5000)
    assert all(same(a, fresh[i]) for i, a in zip(indices, shuffled, strict=True))
    assert all(same(a, b) for a, b in zip(shuffled, fresh.__getitems__(list(indices)), strict=True))


def test_a_copy_in_a_worker_is_small_and_equal(data):
    data[4000]
    small = len(pickle.dumps(VirtualDataset(DigitSums(), "train", seed=3, length=5000)))
    assert len(pickle.dumps(data)) == small
    copy = pickle.loads(pickle.dumps(data))  # noqa: S301 - our own bytes
    assert same(copy[1234], data[1234])


def test_few_blocks_are_kept(data):
    for i in range(0, 5000, 100):
        data[i]
    assert len(data._blocks) == CACHED_BLOCKS


def test_a_block_that_holds_too_little_begins_again():
    task = DigitSums()
    data = VirtualDataset(task, "validation", seed=1, length=10**6)
    sizes = [len(task.block_table("validation", 1, block)) for block in range(60)]
    short = int(np.argmin(sizes))
    assert sizes[short] < data.rows_per_block
    start = short * data.rows_per_block
    assert same(data[start], data[start + sizes[short]])


def test_items_stay_in_their_split(data):
    tenth = [data[i]["input_ids"][:-1].astype(np.int64) - 3 for i in range(300)]
    assert split_mask(keys_of_rows(np.stack(tenth)), "train").all()


@pytest.mark.parametrize("index", [5000, -5001])
def test_an_index_outside_is_refused(data, index):
    with pytest.raises(IndexError, match="5000"):
        data[index]


def test_negative_indices_count_from_the_end(data):
    assert same(data[-1], data[4999])


def test_a_data_loader_with_workers_gives_the_same(data):
    torch = pytest.importorskip("torch")
    loader = torch.utils.data.DataLoader(
        data, batch_size=50, num_workers=2, collate_fn=list, sampler=range(400)
    )
    items = [item for batch in loader for item in batch]
    assert len(items) == 400
    assert all(same(item, data[i]) for i, item in enumerate(items))
