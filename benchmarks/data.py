"""What shards, duplicate keys and on-the-fly items cost beside drawing alone.

Run `OMP_NUM_THREADS=1 python benchmarks/data.py`; the result is written to
`benchmarks/results/data.json`. Rates are rows per second of processor time of this one process,
after a warm-up, each way on a seed of its own; `cost` is the time per row over that of drawing
alone. Items of a virtual data set pay for block 0, for the tenth they leave and for a last part
block, which shows where few blocks are drawn.
"""

from __future__ import annotations

import itertools
import json
import platform
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from hf_mathseq.data.shards import generate_to
from hf_mathseq.data.stream import ExampleStream
from hf_mathseq.data.virtual import VirtualDataset
from hf_mathseq.task import Task
from hf_mathseq.tasks import get_task

RESULT = Path(__file__).parent / "results" / "data.json"
ROWS = {
    "linear_algebra/transpose": 40_000,
    "linear_algebra/eigenvalues": 40_000,
    "integration/bwd": 4_000,
}


def draw_alone(task: Task, rows: int, seed: int) -> None:
    """Draw blocks until they hold `rows` rows."""
    for block in itertools.count():
        rows -= len(task.block_table("train", seed, block))
        if rows <= 0:
            return


def stream(task: Task, rows: int, seed: int) -> None:
    """Draw and drop duplicates."""
    ExampleStream(task, "train", seed).take(rows)


def shards(task: Task, rows: int, seed: int) -> None:
    """Draw, drop duplicates and write Parquet."""
    with tempfile.TemporaryDirectory() as folder:
        generate_to(task, folder, rows, seed=seed, progress=False)


def items(task: Task, rows: int, seed: int) -> None:
    """Take items of a virtual data set in order."""
    data = VirtualDataset(task, seed=seed)
    for i in range(rows):
        data[i]


def rate(way: Callable[[Task, int, int], None], task: Task, rows: int, seed: int) -> float:
    """Return rows per second of processor time."""
    start = time.process_time()
    way(task, rows, seed)
    return rows / (time.process_time() - start)


def main() -> None:
    """Measure every way on every task and store the result."""
    result: dict[str, object] = {"python": platform.python_version()}
    for name, rows in ROWS.items():
        task = get_task(name)
        draw_alone(task, rows, seed=0)
        ways = (draw_alone, stream, shards, items)
        rates = {way.__name__: rate(way, task, rows, seed) for seed, way in enumerate(ways, 1)}
        result[name] = {
            way: {"rows_per_cpu_second": round(value), "cost": rates["draw_alone"] / value}
            for way, value in rates.items()
        }
        print(name, json.dumps(result[name]))
    RESULT.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
