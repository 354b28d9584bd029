"""Processes that share blocks draw every block once and see what one alone would see."""

import multiprocessing
import time

import numpy as np
import pytest
from toy_task import DigitSums

from hf_mathseq.data import shared_blocks
from hf_mathseq.data.shared_blocks import KEPT_BLOCKS, SharedBlocks
from hf_mathseq.data.virtual import VirtualDataset

FORK = multiprocessing.get_context("fork")
BLOCKS = 12


def read(folder, share, of, results):
    """Read every `of`-th batch of ten, as a worker of a loader does."""
    data = VirtualDataset(DigitSums(), "train", 3, id_rows=SharedBlocks(folder, ahead=2 * of))
    found = []
    for start in range(10 * share, BLOCKS * data.rows_per_block - 10, 10 * of):
        found.extend(
            int(data[i]["input_ids"].astype(np.int64).sum()) for i in range(start, start + 10)
        )
    results.put((share, found))


def shared(folder, processes):
    results = FORK.Queue()
    arguments = [(folder, share, processes, results) for share in range(processes)]
    started = [FORK.Process(target=read, args=each) for each in arguments]
    for process in started:
        process.start()
    found = dict(results.get(timeout=600) for _ in started)
    for process in started:
        process.join()
    batches = [iter(found[share]) for share in range(processes)]
    return [
        value
        for number in range(sum(map(len, found.values())) // 10)
        for value in [next(batches[number % processes]) for _ in range(10)]
    ]


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_every_block_is_drawn_once(tmp_path, monkeypatch, processes):
    expected = shared(tmp_path / "alone", 1)
    log = tmp_path / "log"
    monkeypatch.setenv("TOY_LOG", str(log))
    monkeypatch.setenv("TOY_SECONDS_PER_BLOCK", "0.02")
    assert shared(tmp_path / "blocks", processes) == expected
    ahead = 2 * processes
    assert BLOCKS <= len(log.read_text()) <= BLOCKS + ahead


def test_who_waits_draws_ahead(tmp_path, monkeypatch):
    task, folder = DigitSums(), tmp_path / "blocks"
    monkeypatch.setenv("TOY_SECONDS_PER_BLOCK", "0.5")
    other = FORK.Process(target=SharedBlocks(folder, 1), args=(task, "train", 0, 0))
    other.start()
    while not list(folder.glob("*.claim")):
        time.sleep(0.001)
    SharedBlocks(folder, 1)(task, "train", 0, 0)
    other.join()
    assert sorted(path.stem[-1] for path in folder.glob("*.npz")) == ["0", "1"]


def test_a_block_whose_process_was_killed_is_drawn_by_another(tmp_path, monkeypatch):
    task, folder = DigitSums(), tmp_path / "blocks"
    with monkeypatch.context() as patch:
        patch.setenv("TOY_SECONDS_PER_BLOCK", "60")
        killed = FORK.Process(target=SharedBlocks(folder, 1), args=(task, "train", 0, 0))
        killed.start()
        while not any(path.read_text() for path in folder.glob("*.claim")):
            time.sleep(0.001)
        killed.kill()
        killed.join()
    inputs, _ = SharedBlocks(folder, 1)(task, "train", 0, 0)
    assert np.array_equal(inputs.values, task.id_rows("train", 0, 0)[0].values)


@pytest.mark.parametrize("written", ["", "17"])
def test_a_claim_whose_process_was_killed_before_it_wrote_its_name(tmp_path, monkeypatch, written):
    monkeypatch.setattr(shared_blocks, "NAMELESS_SECONDS", 0.3)
    task, folder = DigitSums(), tmp_path / "blocks"
    SharedBlocks(folder, 0)(task, "train", 0, 0)
    (rows,) = folder.glob("*.npz")
    rows.unlink()
    rows.with_suffix(".claim").write_text(written)
    waiting = FORK.Process(target=SharedBlocks(folder, 0), args=(task, "train", 0, 0))
    begin = time.monotonic()
    waiting.start()
    waiting.join(60)
    waiting.kill()
    assert rows.exists(), "it waits for ever"
    assert time.monotonic() - begin > 0.3


def test_what_is_no_longer_needed_is_removed(tmp_path):
    blocks = SharedBlocks(tmp_path, ahead=0)
    for block in range(KEPT_BLOCKS + 5):
        blocks(DigitSums(terms=1), "train", 0, block)
    assert len(list(tmp_path.glob("*.npz"))) == KEPT_BLOCKS
    assert len(list(tmp_path.glob("*.claim"))) == KEPT_BLOCKS


def test_a_block_that_cannot_be_stored_is_drawn(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", full)
    task = DigitSums()
    inputs, _ = SharedBlocks(tmp_path, 1)(task, "train", 0, 0)
    assert np.array_equal(inputs.values, task.id_rows("train", 0, 0)[0].values)
    assert not list(tmp_path.iterdir())


def test_an_error_frees_the_block(tmp_path):
    class Failing(DigitSums):
        def id_rows(self, split, seed, block):
            raise ValueError("one line")

    with pytest.raises(ValueError, match="one line"):
        SharedBlocks(tmp_path, 1)(Failing(), "train", 0, 0)
    assert not list(tmp_path.iterdir())
