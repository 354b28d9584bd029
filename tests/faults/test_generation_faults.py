"""Killed, refused space or damaged at every place, a generation completes to the same bytes."""

import itertools
import os
import signal
import subprocess

import pytest
from fault_points import BAD_INPUT, contents, die, die_torn, disk_full, outcome
from toy_task import DigitSums

from hf_mathseq.data.shards import generate_to

ROWS, SHARD_ROWS = 1000, 400


def generate(folder, num_proc=1, seconds=0.0):
    os.environ["TOY_SECONDS_PER_BLOCK"] = str(seconds)
    generate_to(DigitSums(), folder, ROWS, num_proc=num_proc, shard_rows=SHARD_ROWS, progress=False)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    generate(folder)
    return contents(folder)


@pytest.mark.parametrize("fault", [die, die_torn])
def test_killed_at_every_change(whole, tmp_path, fault):
    for change in itertools.count(1):
        folder = tmp_path / str(change)
        code = outcome(generate, folder, point=(folder, change, fault))
        if code == 0:
            break
        assert code == -signal.SIGKILL
        generate(folder)
        assert contents(folder) == whole
    assert change > 20


def test_killed_at_one_change_after_the_other_in_one_folder(whole, tmp_path):
    kills = sum(
        outcome(generate, tmp_path, point=(tmp_path, 3 + i % 7, die)) != 0 for i in range(20)
    )
    generate(tmp_path)
    assert contents(tmp_path) == whole
    assert kills >= 5


def test_the_disk_is_full_at_every_change(whole, tmp_path):
    errors = tmp_path / "errors"
    for change in itertools.count(1):
        folder = tmp_path / str(change)
        code = outcome(generate, folder, point=(folder, change, disk_full), errors=str(errors))
        if code == 0:
            break
        assert code == BAD_INPUT
        assert "No space left" in errors.read_text()
        assert errors.read_text().count("\n") == 1
        generate(folder)
        assert contents(folder) == whole
    assert change > 10


def test_disks_of_every_size(whole, tmp_path, small_disk):
    errors, page = tmp_path / "errors", 4096
    failed = 0
    for pages in (2, 4, 8, 12, 16, 20, 24, 64):
        folder = small_disk(pages * page) / "data"
        code = outcome(generate, folder, errors=str(errors))
        if code == 0:
            assert contents(folder) == whole
            continue
        failed += 1
        assert code == BAD_INPUT
        assert "No space left" in errors.read_text()
        enlarge(folder.parent)
        generate(folder)
        assert contents(folder) == whole
    assert 3 <= failed < 8


def enlarge(folder):
    subprocess.run(["mount", "-o", "remount,size=64m", str(folder)], check=True)
