"""Worker processes: their order, their errors, and their end, however the parent ends."""

import os
import signal
import time
from pathlib import Path

import pytest
from toy_task import DigitSums

from hf_mathseq.data.blocks import WorkerError, draw_block, drawn_blocks

GENERATE = """
import os, sys
from toy_task import DigitSums
from hf_mathseq.data.shards import generate_to
print("started", flush=True)
generate_to(DigitSums(), sys.argv[1] if len(sys.argv) > 1 else "out", 6000, num_proc=2,
            shard_rows=1000, progress=False)
"""


class Failing(DigitSums):
    """Fails in block 3."""

    error = ValueError("one line")

    def draw(self, split, seed, block):
        if block == 3:
            raise self.error
        return super().draw(split, seed, block)


class Dying(DigitSums):
    """Dies in block 3 as if killed for want of memory."""

    def draw(self, split, seed, block):
        if block == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().draw(split, seed, block)


@pytest.mark.parametrize("num_proc", [1, 2, 3])
def test_blocks_come_in_order(num_proc):
    task = DigitSums()
    asked = [2, 3, 4, 9, 10, 11, 5]
    blocks = list(drawn_blocks(task, "test", 4, asked, num_proc))
    for index, block in zip(asked, blocks, strict=True):
        alone = draw_block(task, "test", 4, index)
        assert block.table.equals(alone.table)
        assert (block.attempts, block.accepted) == (alone.attempts, alone.accepted)


def test_an_error_in_a_worker_is_the_callers():
    with pytest.raises(ValueError, match="one line"):
        list(drawn_blocks(Failing(), "train", 0, num_proc=2))


def test_an_error_that_does_not_travel_keeps_its_text():
    class Awkward(Failing):
        error = UnicodeDecodeError("utf-8", b"x", 0, 1, "odd byte")

    with pytest.raises(WorkerError, match=r"UnicodeDecodeError.*odd byte"):
        list(drawn_blocks(Awkward(), "train", 0, num_proc=2))


def test_a_killed_worker_is_noticed():
    with pytest.raises(WorkerError, match="exit code -9"):
        list(drawn_blocks(Dying(), "train", 0, num_proc=2))


def children_of(pid):
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_until(condition, seconds=600):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_workers_end_with_their_parent_and_finished_shards_stay(python, tmp_path, how):
    log = tmp_path / "log"
    process = python.start(GENERATE, TOY_SECONDS_PER_BLOCK="0.03", TOY_LOG=str(log))
    out = tmp_path / "out"
    wait_until(lambda: len(list(out.glob(".mathseq/train-*.json"))) >= 2)
    workers = children_of(process.pid)
    assert len(workers) == 2
    process.send_signal(how)
    _, err = process.communicate(timeout=600)
    assert process.returncode == -how or (how == signal.SIGINT and "KeyboardInterrupt" in err)
    wait_until(lambda: not any(map(alive, workers)))
    finished = len(list(out.glob(".mathseq/train-*.json")))
    assert finished < 6
    assert not (out / "manifest-train.json").exists()
    kept = (out / "train-00000.parquet").stat().st_mtime_ns

    log.unlink()
    python(GENERATE, TOY_LOG=str(log))
    assert (out / "manifest-train.json").exists()
    assert (out / "train-00000.parquet").stat().st_mtime_ns == kept
    assert len(log.read_text()) <= 17 - finished * 1000 // 400 + 6


def test_one_writer_at_a_time(python, tmp_path):
    processes = [python.start(GENERATE, TOY_SECONDS_PER_BLOCK="0.01") for _ in range(2)]
    for process in processes:
        _, err = process.communicate(timeout=600)
        assert process.returncode == 0, err
    assert len(list((tmp_path / "out").glob("train-*.parquet"))) == 6
