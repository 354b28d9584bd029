"""Killed anywhere, `prepare` leaves what `datasets` loads whole, and completes afterwards."""

import itertools
import os
import random
import shutil
import signal
from pathlib import Path

import datasets
import pytest
from depth import first_of
from fault_points import (
    BAD_INPUT,
    die,
    die_torn,
    disk_full,
    ended,
    killed_after,
    measured,
    outcome,
    started,
)

from hf_mathseq.data.prepare import prepare
from hf_mathseq.dataset_builders.configs import MathSeqConfig
from hf_mathseq.dataset_builders.modules import make_builder

TASK = "linear_algebra/transpose"
PLACE = "hf_mathseq___linear_algebra"
FEW, MORE = 30, 50
ERROR = 3


def prepare_rows(cache, rows):
    datasets.disable_progress_bars()
    prepare(TASK, num_examples=rows, cache_dir=cache)


def prepare_anew(cache, rows):
    datasets.disable_progress_bars()
    release = MathSeqConfig(TASK).release.resized(rows, 0)
    builder = make_builder(*TASK.split("/"), cache_dir=cache, releases={"transpose": release})
    builder.exact = True
    builder.download_and_prepare(download_mode="force_redownload")


def load_plainly(cache, allowed):
    """Load as a program does that knows nothing of this package; leave with the number of rows."""
    factory = datasets.load.dataset_module_factory
    datasets.load.dataset_module_factory = getattr(factory, "__wrapped__", factory)
    datasets.disable_progress_bars()
    try:
        found = datasets.load_dataset("hf_mathseq/linear_algebra", "transpose", cache_dir=cache)
    except (FileNotFoundError, ConnectionError, ValueError) as error:
        print(error)
        os._exit(ERROR)
    rows = {split: len(table.to_list()) for split, table in found.items()}
    number = rows["train"]
    assert rows == {"train": number, "validation": number // 10, "test": number // 10}
    assert number in allowed
    os._exit(0)


def check(cache, *allowed, there):
    """Nothing but whole data of allowed sizes is loaded; it is there if it must be."""
    code = outcome(load_plainly, str(cache), allowed)
    assert code == 0 or (code == ERROR and not there)


KILLS = 40
REPLACEMENTS = [(prepare_rows, MORE), (prepare_anew, FEW)]


def kill_everywhere(folder, run, rows, watched, before=None, fault=die, step=1):
    """Kill `run` at changes below `watched`, and return at how many."""
    for kills, change in enumerate(itertools.count(1, step)):
        cache = folder / str(change)
        if before:
            shutil.copytree(before, cache)
        code = outcome(run, cache, rows, point=(cache / watched, change, fault))
        if code == 0:
            check(cache, rows, there=True)
            return kills
        assert code == -signal.SIGKILL
        check(cache, FEW, rows, there=rows == MORE)  # the same content is away for a moment
        if not before:
            assert outcome(run, cache, rows) == 0
            check(cache, rows, there=True)


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    cache = tmp_path_factory.mktemp("before") / "cache"
    assert outcome(prepare_rows, cache, FEW) == 0
    return cache


@pytest.mark.parametrize(("replace", "rows"), REPLACEMENTS)
def test_killed_while_others_may_see_it(tmp_path, before, replace, rows):
    assert kill_everywhere(tmp_path, replace, rows, PLACE, before) >= 2


@pytest.mark.parametrize("fault", first_of([die_torn, die]))
def test_killed_at_some_changes_of_a_first_preparation(tmp_path, fault):
    step = 29 if fault is die else 37
    assert kill_everywhere(tmp_path, prepare_rows, FEW, "", fault=fault, step=step) > 1


@pytest.mark.slow
@pytest.mark.parametrize(("replace", "rows"), REPLACEMENTS)
def test_killed_at_every_change_of_a_replacement(tmp_path, before, replace, rows):
    assert kill_everywhere(tmp_path, replace, rows, "", before) > 50


@pytest.mark.slow
@pytest.mark.parametrize("fault", [die, die_torn])
def test_killed_at_every_change_of_a_first_preparation(tmp_path, fault):
    assert kill_everywhere(tmp_path, prepare_rows, FEW, "", fault=fault) > 50


def test_a_full_disk_leaves_what_was_there(tmp_path, before):
    errors = str(tmp_path / "errors")
    for change in (1, 9, 25, 40):
        cache = shutil.copytree(before, tmp_path / str(change))
        point = (cache, change, disk_full)
        assert outcome(prepare_rows, cache, MORE, point=point, errors=errors) == BAD_INPUT
        assert "No space left" in Path(errors).read_text()
        check(cache, FEW, there=True)
        assert outcome(prepare_rows, cache, MORE) == 0
        check(cache, MORE, there=True)


def test_two_at_once(tmp_path, before):
    """Both wait for each other; one that is killed leaves its place to the other."""
    cache = shutil.copytree(before, tmp_path / "cache")
    both = [started(prepare_rows, cache, MORE) for _ in range(2)]
    assert [ended(process) for process in both] == [0, 0]
    check(cache, MORE, there=True)
    killed = started(prepare_rows, cache, FEW, point=(cache, 12, die))
    other = started(prepare_rows, cache, FEW)
    assert ended(other) == 0
    assert ended(killed) in (0, -signal.SIGKILL)
    check(cache, FEW, there=True)


@pytest.mark.slow
def test_killed_at_random_times(tmp_path, before):
    cache = shutil.copytree(before, tmp_path / "cache")
    rng = random.Random(KILLS)
    seconds = 1.5 * measured(prepare_rows, tmp_path / "other", MORE)
    done = 0
    for _ in range(10 * KILLS):
        done += killed_after(rng.uniform(0, seconds), prepare_rows, cache, rng.choice((FEW, MORE)))
        check(cache, FEW, MORE, there=True)
        if done == KILLS:
            break
    assert done == KILLS
    assert outcome(prepare_rows, cache, FEW) == 0
    check(cache, FEW, there=True)
