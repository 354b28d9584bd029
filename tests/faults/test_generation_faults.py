"""Killed, refused space or damaged at every place, a generation completes to the same bytes."""

import contextlib
import itertools
import os
import random
import signal
import subprocess
from pathlib import Path

import pytest
from depth import first_of
from fault_points import (
    BAD_INPUT,
    children_of,
    contents,
    die,
    die_torn,
    disk_full,
    ended,
    killed_after,
    measured,
    outcome,
    started,
    wait_for,
)
from toy_task import DigitSums

from hf_mathseq.cli import main
from hf_mathseq.data import parts
from hf_mathseq.data.shards import generate_to

ROWS, SHARD_ROWS = 1000, 400
TASK = "linear_algebra/transpose"


def generate(folder, num_proc=1, seconds=0.0):
    os.environ["TOY_SECONDS_PER_BLOCK"] = str(seconds)
    generate_to(DigitSums(), folder, ROWS, num_proc=num_proc, shard_rows=SHARD_ROWS, progress=False)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    generate(folder)
    return contents(folder)


def generate_by_parts(folder):
    """Generate as for more rows than memory holds: all blocks are stored first."""
    parts.PART_DRAWS = 2 * DigitSums.block_size
    generate_to(
        DigitSums(), folder, ROWS, shard_rows=SHARD_ROWS, progress=False, keys_in_memory=400
    )


@pytest.mark.parametrize("step", first_of([9, 1]))
@pytest.mark.parametrize("fault", first_of([die_torn, die]))
@pytest.mark.parametrize("run", [generate, generate_by_parts])
def test_killed_at_changes(whole, tmp_path, run, fault, step):
    for change in itertools.count(1 + (fault is die_torn), step):
        folder = tmp_path / str(change)
        code = outcome(run, folder, point=(folder, change, fault))
        if code == 0:
            break
        assert code == -signal.SIGKILL
        assert outcome(run, folder) == 0
        assert contents(folder) == whole
        assert not list(folder.rglob("parts/*"))
    assert change > 20


def test_a_run_by_parts_goes_on_without_them(whole, tmp_path):
    for change in (5, 20, 35, 50):
        folder = tmp_path / str(change)
        assert outcome(generate_by_parts, folder, point=(folder, change, die)) != 0
        generate(folder)
        assert contents(folder) == whole


def test_killed_at_one_change_after_the_other_in_one_folder(whole, tmp_path):
    kills = sum(
        outcome(generate, tmp_path, point=(tmp_path, 3 + i % 7, die)) != 0 for i in range(20)
    )
    generate(tmp_path)
    assert contents(tmp_path) == whole
    assert kills >= 5


def test_the_disk_is_full_at_changes(whole, tmp_path):
    errors = tmp_path / "errors"
    for change in itertools.count(1, 2):
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


def test_a_killed_worker_is_one_line_and_the_next_run_completes(whole, tmp_path):
    errors = tmp_path / "errors"
    run = started(generate, tmp_path / "data", 2, 0.2, errors=str(errors))
    wait_for(lambda: len(children_of(run.pid)) == 2)
    os.kill(children_of(run.pid)[1], signal.SIGKILL)
    assert ended(run) == BAD_INPUT
    assert errors.read_text() == "a generating process died (exit code -9)\n"
    generate(tmp_path / "data")
    assert contents(tmp_path / "data") == whole


def test_two_runs_at_once_wait_for_each_other(whole, tmp_path):
    both = [started(generate, tmp_path, 1 + i, 0.02) for i in range(2)]
    assert [ended(run) for run in both] == [0, 0]
    assert contents(tmp_path) == whole


def test_a_run_goes_on_when_the_one_it_waits_for_is_killed(whole, tmp_path):
    """The lock of a killed process is nobody's; its file stays."""
    killed = started(generate, tmp_path, 1, 0.3)
    wait_for(lambda: list(tmp_path.glob("train-*.parquet")))
    waiting = started(generate, tmp_path)
    killed.kill()
    assert ended(killed) == -signal.SIGKILL
    assert ended(waiting) == 0
    assert (tmp_path / ".mathseq/train.lock").exists()
    assert contents(tmp_path) == whole


@pytest.mark.parametrize("num_proc", [1, 2])
def test_control_c_keeps_what_is_finished(tmp_path, num_proc):
    errors = tmp_path / "errors"
    run = started(prompt, tmp_path / "data", num_proc, errors=str(errors))
    wait_for(lambda: list(tmp_path.glob("data/train-*.parquet")))
    os.kill(run.pid, signal.SIGINT)
    assert ended(run) == 130
    assert errors.read_text() == "hf-mathseq: interrupted; what is finished is kept\n"
    kept = contents(tmp_path / "data")
    assert kept
    assert outcome(prompt, tmp_path / "data", num_proc) == 0
    assert kept.items() <= contents(tmp_path / "data").items()


def prompt(folder, num_proc):
    """Generate as a user does, in shards of few rows."""
    generate_to.__kwdefaults__["shard_rows"] = 2000
    arguments = ["generate", TASK, "--num-examples=20000", f"--num-proc={num_proc}", "--json"]
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        raise SystemExit(main([*arguments, f"--output={folder}"]))


@pytest.mark.parametrize("kills", first_of([5, 60]))
def test_killed_at_random_times(whole, tmp_path, kills):
    rng = random.Random(kills)
    seconds = 1.5 * measured(generate, tmp_path / "other", 2, 0.01)
    done = 0
    for number in itertools.count():
        folder = tmp_path / str(number // 5)
        killed = killed_after(rng.uniform(0, seconds), generate, folder, rng.choice((1, 2)), 0.01)
        done += killed
        seconds *= 1 if killed else 0.9  # it was measured on a machine that was busier
        if number % 5 == 4:
            generate(folder)
            assert contents(folder) == whole
        if done >= kills and number % 5 == 4:
            break
        assert number < 10 * kills
