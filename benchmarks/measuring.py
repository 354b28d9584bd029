"""What the benchmark scripts share: machine, time of drawing blocks and of calls, and storing."""

from __future__ import annotations

import json
import os
import platform
import resource
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from hf_mathseq.task import Block, Task


def machine(**versions: Any) -> dict[str, Any]:
    """Return what a measurement depends on.

    Args:
        **versions: Further things, such as versions of packages.
    """
    return {
        "processor": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        **versions,
        "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS"),
    }


def processor_seconds() -> float:
    """Return the processor time of this process and of all that it started (Linux)."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime + _living()


def _living() -> float:
    """Return the time of the descendants that have not ended."""
    total, waiting = 0.0, _children(os.getpid())
    for process in waiting:
        waiting += _children(process)
        try:
            # The clock of another process, as clock_getcpuclockid(3) makes it of the process's id.
            total += time.clock_gettime((~process << 3) | 2)
        except OSError:  # it has just ended
            continue
    return total


def _children(process: int) -> list[int]:
    try:
        found = [path.read_text() for path in Path(f"/proc/{process}/task").glob("*/children")]
    except OSError:
        return []
    return [int(child) for children in found for child in children.split()]


def timed_blocks(task: Task, blocks: int) -> Iterator[tuple[Block, float]]:
    """Draw blocks that have not been drawn before in this process.

    Yields:
        Each block with the seconds of processor time that it took.
    """
    task.draw("train", 0, 0)
    for number in range(1, blocks + 1):
        start = time.process_time()
        drawn = task.draw("train", 0, number)
        yield drawn, time.process_time() - start


def milliseconds_each(calls: Iterable[Callable[[], object]]) -> dict[str, float]:
    """Make calls one after another; return how many these are and how long they take."""
    spent = []
    for call in calls:
        before = time.perf_counter()
        call()
        spent.append(1000 * (time.perf_counter() - before))
    return {
        "answers": len(spent),
        "median": float(np.median(spent)),
        "99 %": float(np.quantile(spent, 0.99)),
        "largest": max(spent),
    }


def store(result: dict[str, Any], output: Path) -> None:
    """Print a result, and write it to a file whose folder is made if need be."""
    text = json.dumps(result, indent=2, default=float)
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text + "\n")
    print(text)
