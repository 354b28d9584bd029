"""Processes that run datatrove's tasks, played by a module that runs them as it is told."""

import os
import signal
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from hf_mathseq.data.blocks import WorkerError
from hf_mathseq.executors.base import Work
from hf_mathseq.executors.processes import Processes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks")
TASKS = 4


class LocalPipelineExecutor:
    """Runs its tasks one after another."""

    def __init__(self, *, pipeline, tasks, local_tasks, local_rank_offset, **_):
        self.share, self.tasks = pipeline[0], tasks
        self.ranks = range(local_rank_offset, local_rank_offset + local_tasks)

    def run(self):
        for rank in self.ranks:
            self.share(None, rank, self.tasks)


@pytest.fixture(autouse=True)
def datatrove(monkeypatch):
    for name in ("datatrove", "datatrove.executor"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    sys.modules["datatrove.executor"].LocalPipelineExecutor = LocalPipelineExecutor


def run(folder, hindered=-1, hindrance=None):
    """Run tasks that leave a file each; the last ones take longest. Return their ranks."""

    def share(_, rank, tasks):
        time.sleep(0.2 * rank / tasks)
        if rank == hindered:
            hindrance()
        Path(folder, str(rank)).touch()

    try:
        Processes({"workers": "2"}).draw(Work(share, TASKS, str(folder)))
    finally:
        found = sorted(int(path.name) for path in folder.iterdir())
    return found


def fail(text):
    raise ValueError(text)


def test_all_tasks_are_run(tmp_path):
    assert run(tmp_path) == list(range(TASKS))


@pytest.mark.parametrize("rank", [0, 3])
@pytest.mark.parametrize("text", ["no\nmore", "no" * 100_000])
def test_an_error_is_one_short_line_and_the_other_worker_finishes(tmp_path, rank, text):
    with pytest.raises(WorkerError, match=r"^no") as error:
        run(tmp_path, rank, lambda: fail(text))
    assert len(str(error.value)) <= 1000
    assert "\n" not in str(error.value)
    assert {path.name for path in tmp_path.iterdir()} >= ({"2", "3"} if rank == 0 else {"0", "1"})


def test_a_worker_that_is_killed_is_told_of(tmp_path):
    with pytest.raises(WorkerError, match="a worker died"):
        run(tmp_path, 1, lambda: os.kill(os.getpid(), signal.SIGKILL))
    assert {path.name for path in tmp_path.iterdir()} == {"0", "2", "3"}
