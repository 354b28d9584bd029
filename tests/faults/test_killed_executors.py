"""A worker of an executor that dies while it draws: the run completes to the same bytes."""

import contextlib
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from fault_points import children_of, contents, ended, started, wait_for

from hf_mathseq.data.shards import generate_to
from hf_mathseq.executors import make_executor
from hf_mathseq.tasks import get_task

TASK = get_task("linear_algebra/transpose", dimension=2, input_encoding="P10")
ROWS = 120_000
PATIENCE_SECONDS = 300


def make(folder, name="local", options=None):
    executor = make_executor(name, options)
    generate_to(TASK, folder, ROWS, shard_rows=50_000, progress=False, executor=executor)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    make(folder)
    return contents(folder)


def descendants_of(process):
    """Return the process ids of a process's children, of theirs, and so on."""
    found = []
    with contextlib.suppress(OSError):  # it has ended
        for child in children_of(process):
            found += [child, *descendants_of(child)]
    return found


def title_of(process):
    """Return the command line of a process, as it describes itself; empty if it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes().decode()
    except OSError:
        return ""


def kill_a_worker(killed):
    """Kill the first process of this process's Ray that draws."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not killed and time.monotonic() < end:
        drawing = [p for p in descendants_of(os.getpid()) if "_draw_share" in title_of(p)]
        for worker in drawing[:1]:
            os.kill(worker, signal.SIGKILL)
            killed.append(worker)
        time.sleep(0.002)


@pytest.mark.slow
def test_a_worker_of_ray(whole, tmp_path):
    ray = pytest.importorskip("ray")
    killed = []
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    try:
        threading.Thread(target=kill_a_worker, args=(killed,), daemon=True).start()
        make(tmp_path, "ray", {"parts_per_task": "1", "mem_per_cpu_gb": "0.2"})
    finally:
        ray.shutdown()
    assert killed
    assert contents(tmp_path) == whole


def at_work(process):
    """Return the workers of a process that have started what datatrove needs."""
    return [child for child in children_of(process) if descendants_of(child)]


def alive(processes):
    return [process for process in processes if Path(f"/proc/{process}").exists()]


@pytest.mark.parametrize("whose", ["worker", "command"])
def test_a_process_of_datatrove(whole, tmp_path, whose):
    """With a worker the rest of its group ends; with the command all that it started."""
    pytest.importorskip("datatrove")
    run = started(make, tmp_path / "data", "datatrove", errors=str(tmp_path / "errors"))
    wait_for(lambda: at_work(run.pid))
    worker, started_there = at_work(run.pid)[0], descendants_of(run.pid)
    victim = worker if whose == "worker" else run.pid
    os.kill(victim, signal.SIGKILL)
    assert ended(run) == (0 if whose == "worker" else -signal.SIGKILL)
    wait_for(lambda: not alive(started_there))
    if whose == "command":
        make(tmp_path / "data")
    assert contents(tmp_path / "data") == whole
