"""What the benchmark scripts share: the machine they ran on, and the time of drawing blocks."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
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
