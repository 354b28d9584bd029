"""Resident memory of a training on the CPU, with and without returning what is free; of drawing.

Run `OMP_NUM_THREADS=1 python benchmarks/training_memory.py [UPDATES]`, ten minutes for 150 updates;
the result is written to `benchmarks/results/training_memory.json`. Every variant has a process of
its own, whose resident memory is looked at twice a second. "kept" is what the C library and oneDNN
do by themselves; "returned" is what `training/memory.py` has them do. `drawing` draws blocks of the
recipe's task alone.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from measuring import machine

from hf_mathseq.training import memory
from hf_mathseq.training.recipe import load_recipe

RESULT = Path(__file__).parent / "results" / "training_memory.json"
RECIPE = "ode/ode1-laptop"
UPDATES, BLOCKS = 150, 100
LIBRARY_KERNELS = "1024"
SECONDS_BETWEEN = 0.5


def trained(updates: int, returned: bool) -> float:
    """Train and return the processor seconds."""
    from hf_mathseq.training.run import train

    if not returned:
        os.environ[memory.KERNELS_VARIABLE] = LIBRARY_KERNELS
        memory.return_free_memory = lambda: False
    settings = {
        "training.max_steps": updates,
        "training.warmup_steps": 1,
        "evaluation.every": updates,
        "evaluation.examples": 1,
    }
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        train(RECIPE, settings, Path(folder) / "model", progress=False)
        return time.process_time() - start


def drawn(blocks: int, _: bool) -> float:
    """Draw blocks and return the processor seconds."""
    task, start = load_recipe(RECIPE).make_task(), time.process_time()
    for block in range(blocks):
        task.id_rows("train", 0, block)
    return time.process_time() - start


def measured(function: Any, count: int, returned: bool) -> dict[str, float]:
    """Return the resident megabytes of a process that calls a function, and its seconds."""
    pool = multiprocessing.get_context("spawn").Pool(1)
    with pool:
        process = pool.apply(os.getpid)
        running = pool.apply_async(function, (count, returned))
        seen = []
        while not running.ready():
            seen.append(resident_megabytes(process))
            running.wait(SECONDS_BETWEEN)
        seconds = running.get()
    halves = seen[: len(seen) // 2 or 1], seen[len(seen) // 2 :]
    first, second = (sum(half) / len(half) for half in halves)
    return {
        "mean_of_first_half_mb": round(first),
        "mean_of_second_half_mb": round(second),
        "largest_mb": round(max(seen)),
        "processor_seconds": round(seconds, 1),
    }


def resident_megabytes(process: int) -> float:
    """Return the resident memory of a process."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def main() -> None:
    """Measure every variant and store the result."""
    updates = int(sys.argv[1]) if len(sys.argv) > 1 else UPDATES
    found = {}
    for name, function, count, returned in (
        ("training, kept", trained, updates, False),
        ("training, returned", trained, updates, True),
        ("drawing", drawn, BLOCKS, True),
    ):
        found[name] = measured(function, count, returned)
        print(name, found[name], flush=True)
    result = {"recipe": RECIPE, "updates": updates, "blocks": BLOCKS, "machine": machine()}
    RESULT.write_text(json.dumps(result | {"variants": found}, indent=1) + "\n")


if __name__ == "__main__":
    main()
