"""Parts can be drawn anywhere and in any order: the shards made from them are the same bytes."""

import itertools
import json

import numpy as np
import pytest
from folders import digests
from toy_task import DigitSums

from hf_mathseq.data import parts as parts_module
from hf_mathseq.data.blocks import draw_block
from hf_mathseq.data.folder import Folder
from hf_mathseq.data.gather import PendingError
from hf_mathseq.data.manifest import ShardError, read_manifest
from hf_mathseq.data.parts import PartStore, draw_part
from hf_mathseq.data.shards import generate_to
from hf_mathseq.duplicates import ExhaustedError
from hf_mathseq.tasks import get_task

ROWS, SHARD_ROWS = 4000, 900


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    """Parts of two blocks of the toy."""
    monkeypatch.setattr(parts_module, "PART_DRAWS", 1000)


def make(folder, rows=ROWS, task=None, **kwargs):
    task = task or DigitSums(terms=4)
    return generate_to(task, folder, rows, shard_rows=SHARD_ROWS, progress=False, **kwargs)


def parts_in(folder, split="train"):
    return PartStore(DigitSums(terms=4), split, 0, Folder(folder))


def here(parts, indices):
    """Draw parts as another machine would, the last one first."""
    for index in reversed(indices):
        draw_part(parts.task, parts.split, parts.seed, index, parts.folder.root)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    make(folder)
    return folder


def test_a_part_holds_its_blocks(tmp_path):
    task, parts = DigitSums(terms=4), parts_in(tmp_path)
    draw_part(task, "train", 0, 3, tmp_path)
    assert parts.held() == {3}
    for index, block in enumerate(parts.read(3), start=6):
        alone = draw_block(task, "train", 0, index)
        assert block.table.equals(alone.table)
        assert (block.attempts, block.accepted) == (alone.attempts, alone.accepted)
    keys = np.concatenate([block.table["row_key"].to_numpy() for block in parts.read(3)])
    assert np.array_equal(parts.keys(3), keys)


def test_parts_of_other_data_lie_elsewhere(tmp_path):
    draw_part(DigitSums(terms=4), "train", 0, 0, tmp_path)
    for other in [("terms", 5), ("seed", 1), ("split", "test")]:
        name, value = other
        task = DigitSums(terms=value if name == "terms" else 4)
        split = value if name == "split" else "train"
        seed = value if name == "seed" else 0
        assert not PartStore(task, split, seed, Folder(tmp_path)).held()


def test_a_part_is_drawn_once(tmp_path):
    parts = parts_in(tmp_path)
    here(parts, [0])
    (file,) = tmp_path.glob(".mathseq/parts/*/000000.arrow")
    before = file.stat().st_mtime_ns
    here(parts, [0])
    assert file.stat().st_mtime_ns == before


@pytest.mark.parametrize("drawn", [[0], [1, 4], range(20)])
@pytest.mark.parametrize("num_proc", [1, 2])
def test_drawn_parts_are_used_and_removed(whole, tmp_path, monkeypatch, drawn, num_proc):
    here(parts_in(tmp_path), drawn)
    if len(drawn) == 20:
        monkeypatch.setattr(DigitSums, "draw", None)
    make(tmp_path, num_proc=num_proc)
    assert digests(tmp_path) == digests(whole)
    assert not list(tmp_path.glob(".mathseq/parts/*"))


@pytest.mark.parametrize(
    "kwargs",
    [{"executor": here}, {"keys_in_memory": 300}, {"keys_in_memory": 300, "num_proc": 2}],
)
def test_gathered_parts_give_the_same_bytes(whole, tmp_path, kwargs):
    manifest = make(tmp_path, **kwargs)
    assert digests(tmp_path) == digests(whole)
    assert manifest["duplicates"] > 500


@pytest.mark.parametrize("first", [{}, {"executor": here}])
@pytest.mark.parametrize("rows", [1000, 1800])
def test_a_folder_begun_one_way_is_extended_another(whole, tmp_path, first, rows):
    make(tmp_path, rows, **first)
    make(tmp_path, **({} if first else {"executor": here}))
    assert digests(tmp_path) == digests(whole)


def test_what_an_executor_leaves_is_drawn_here(whole, tmp_path):
    make(tmp_path, executor=lambda parts, indices: here(parts, indices[::2]))
    assert digests(tmp_path) == digests(whole)


def test_work_elsewhere_is_waited_for(whole, tmp_path):
    asked = []

    def submit(parts, indices):
        asked.extend(indices)
        raise PendingError("submitted")

    with pytest.raises(PendingError):
        make(tmp_path, executor=submit)
    assert not list(tmp_path.glob("*.parquet"))
    here(parts_in(tmp_path), asked)
    asked.clear()
    while not (tmp_path / "manifest-train.json").exists():
        try:
            make(tmp_path, executor=submit)
        except PendingError:
            here(parts_in(tmp_path), asked)
    assert digests(tmp_path) == digests(whole)


def damage(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


@pytest.mark.parametrize("suffix", ["arrow", "keys", "json"])
@pytest.mark.parametrize("how", [damage, lambda path: path.write_bytes(b""), lambda p: p.unlink()])
@pytest.mark.parametrize("kwargs", [{}, {"executor": here}])
def test_damaged_parts_are_drawn_again(whole, tmp_path, suffix, how, kwargs):
    here(parts_in(tmp_path), range(12))
    (file,) = tmp_path.glob(f".mathseq/parts/*/000002.{suffix}")
    how(file)
    make(tmp_path, **kwargs)
    assert digests(tmp_path) == digests(whole)


def test_a_damaged_shard_is_made_again_without_the_other_parts(whole, tmp_path):
    make(tmp_path)
    damage(tmp_path / "train-00001.parquet")
    make(tmp_path, executor=None, keys_in_memory=300)
    assert digests(tmp_path) == digests(whole)


def test_a_used_up_family_says_so(tmp_path):
    with pytest.raises(ExhaustedError, match=r"no more than 84 "):
        make(tmp_path, task=DigitSums(terms=2), executor=here)


def test_object_stores_hold_parts(whole):
    url = "memory://parts/toy"
    for index in range(5):
        draw_part(DigitSums(terms=4), "train", 0, index, url)
    manifest = make(url, keys_in_memory=300)
    assert manifest == read_manifest(whole)
    assert not Folder(url).names(".mathseq/parts/*/*")


def test_blocks_without_rows_are_kept(tmp_path):
    class Barren(DigitSums):
        def generate_block(self, rng, size):
            block = super().generate_block(rng, size)
            block.problem_keys[:] = 1  # all of one split
            return block

    for split in ("train", "validation", "test"):
        parts = PartStore(Barren(), split, 0, Folder(tmp_path))
        parts.draw([0])
        assert [block.attempts for block in parts.read(0)] == [500, 500]


def test_a_shard_says_which_blocks_it_holds(whole):
    manifest = read_manifest(whole)
    shards = manifest["shards"]
    assert shards[0]["blocks"][0] == 0
    assert shards[-1]["blocks"][1] == manifest["blocks"]
    for before, after in itertools.pairwise(shards):
        assert 0 <= before["blocks"][1] - after["blocks"][0] <= 1
    for count in ("attempts", "accepted", "in_split", "duplicates", "too_long"):
        assert sum(shard[count] for shard in shards) == manifest[count]


def test_times_are_kept_apart(whole):
    times = json.loads((whole / ".mathseq" / "timings-train.json").read_text())
    assert list(times) == [shard["file"] for shard in read_manifest(whole)["shards"]]
    assert all(entry["cpu_seconds"] >= 0 for entry in times.values())


def test_splits_that_share_an_example_are_noticed(tmp_path):
    make(tmp_path, 500)
    make(tmp_path, 200, split="test")
    stolen = (tmp_path / ".mathseq" / "train-00000.keys").read_bytes()[-8:]
    keys = tmp_path / ".mathseq" / "test-00000.keys"
    keys.write_bytes(keys.read_bytes()[:-8] + stolen)
    with pytest.raises(ShardError, match="1 examples are in train and in test"):
        make(tmp_path, 500)


@pytest.mark.parametrize("name", ["linear_algebra/transpose", "integration/bwd"])
def test_tables_of_real_tasks_come_back(tmp_path, name):
    task = get_task(name)
    parts = PartStore(task, "train", 0, Folder(tmp_path))
    parts.blocks_per_part = 1
    parts.draw([1])
    (block,) = parts.read(1)
    assert block.table.equals(task.block_table("train", 0, 1))
