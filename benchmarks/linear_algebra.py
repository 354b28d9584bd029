"""Rates of the matrix tasks on one core, where their time goes, and plain Python beside them.

Run `OMP_NUM_THREADS=1 python benchmarks/linear_algebra.py` (about a minute); the result is
written to `benchmarks/results/linear_algebra.json`. Both sides are in P1000. Every rate is per
second of processor time, the median of `--repeats` runs, and counts rows of the training split
alone, which are eight in ten of the matrices drawn. Ratios compare runs of this one process.

"Ids" is what training on the fly takes from a block, `Task.id_rows`; "items" are read from a
`VirtualDataset` one by one; "tables" have text and natural columns too. "One by one" draws, solves
and writes matrix after matrix with NumPy and decimal formatting. Stages are nanoseconds for every
matrix drawn, of making ids: where "mathematics" is most of them, LAPACK is the limit, whose routine
alone has the rate beside it.
"""

from __future__ import annotations

import argparse
import itertools
import statistics
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from measuring import machine, store
from plain_matrices import PLAIN, plain_examples, plain_tokens
from stage_times import Stages, timed_stages

from hf_mathseq.data.virtual import VirtualDataset
from hf_mathseq.encodings.decimals import Decimals
from hf_mathseq.encodings.floats import FloatEncoding
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.task import Task
from hf_mathseq.tasks import get_task, matrix_blocks
from hf_mathseq.tasks.linear_algebra_base import MatrixTask

RESULT = Path(__file__).parent / "results" / "linear_algebra.json"
DIMENSIONS = (5, 10)
NAMES = (*PLAIN, "cotraining")
LAPACK: dict[str, Callable[[Any], Any]] = {
    "eigenvalues": np.linalg.eigvalsh,
    "eigenvectors": np.linalg.eigh,
    "inverse": np.linalg.inv,
    "symmetric_inverse": np.linalg.inv,
    "singular_values": lambda stack: np.linalg.svd(stack, compute_uv=False),
    "singular_vectors": lambda stack: np.linalg.svd(stack, full_matrices=False),
}
STAGED_BLOCKS = 20
CHECKED = 1000


def rate(run: Callable[[], int], repeats: int) -> float:
    """Return the median number of items per second of processor time; `run` returns how many."""
    seconds = []
    for _ in range(repeats):
        start = time.process_time()
        count = run()
        seconds.append((time.process_time() - start) / count)
    return 1 / statistics.median(seconds)


def rates_of(task: Task, repeats: int) -> dict[str, float]:
    """Return the rates of ids, items and tables."""
    data = VirtualDataset(task)
    size = data.rows_per_block
    numbers, indices = itertools.count(1), itertools.count(size)  # the set holds block 0 already

    def items() -> int:
        return len([data[i] for i in itertools.islice(indices, size)])

    return {
        "ids, examples/s": rate(lambda: len(task.id_rows("train", 0, next(numbers))[0]), repeats),
        "items, examples/s": rate(items, repeats),
        "tables, examples/s": rate(
            lambda: len(task.block_table("train", 0, next(numbers))), repeats
        ),
    }


def stages_of(task: MatrixTask) -> dict[str, float]:
    """Return the nanoseconds of each stage of making ids, for every matrix drawn."""
    stages: Stages = {
        "draw": [(_definer(task, "draw_matrices"), "draw_matrices")],
        "mathematics": [(_definer(task, "results"), "results")],
        "rounding": [(FloatEncoding, "round")],
        "keys": [(Decimals, "packed"), (matrix_blocks, "keys_of_rows")],
        "ids": [(MatrixTask, "_ids"), (Ragged, "with_eos")],
    }
    spent: Counter[str] = Counter()
    with timed_stages(stages, spent):
        start = time.process_time()
        for block in range(STAGED_BLOCKS):
            task.id_rows("train", 0, block)
        total = time.process_time() - start
    spent["rest"] = total - sum(spent.values())
    drawn = STAGED_BLOCKS * task.block_size
    return {stage: 1e9 * spent[stage] / drawn for stage in (*stages, "rest")}


def _definer(task: Task, name: str) -> type:
    return next(parent for parent in type(task).__mro__ if name in vars(parent))


def checks_of(task: Task, repeats: int) -> dict[str, float]:
    """Return the rates of checking right and wrong answers."""
    rows = task.generate(CHECKED).to_pylist()
    targets = [row["target"].split() for row in rows]

    def checked(answers: list[list[str]], criterion: str) -> float:
        return rate(lambda: len(task.verify_many(rows, answers, criterion=criterion)), repeats)

    return {
        "strict checks of targets/s": checked(targets, "strict"),
        "strict checks of others' targets/s": checked(targets[1:] + targets[:1], "strict"),
        "paper checks of targets/s": checked(targets, "paper"),
    }


def against_plain(task: MatrixTask, n: int, repeats: int, ids_rate: float) -> dict[str, float]:
    """Return the rate of examples made one by one, and how many times it whole blocks are."""
    name, ids = task.config_name, task.vocabulary.ids
    row = task.generate(1).to_pylist()[0]
    assert plain_tokens(np.array(row["matrix"])) == row["input"].split(), "the same tokens"
    plain = rate(lambda: len(plain_examples(name, n, 300, ids)), repeats)
    return {"one by one, examples/s": plain, "ids, times one by one": ids_rate / plain}


def measured(name: str, n: int, repeats: int) -> dict[str, Any]:
    """Return everything about one task at one dimension."""
    task = get_task(
        f"linear_algebra/{name}", dimension=n, input_encoding="P1000", output_encoding="P1000"
    )
    result: dict[str, Any] = rates_of(task, repeats)
    if isinstance(task, MatrixTask):
        result |= against_plain(task, n, repeats, result["ids, examples/s"])
        result["stages, ns"] = stages_of(task)
    if name in LAPACK:
        stack = np.array(task.generate(1000)["matrix"].to_pylist())
        result["LAPACK alone, examples/s"] = rate(
            lambda: len(stack) * bool(len(LAPACK[name](stack))), repeats
        )
    return result | checks_of(task, max(1, repeats // 3))


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--output", type=Path, default=RESULT)
    arguments = parser.parse_args()
    result = {
        "machine": machine(),
        "rates": {
            f"{name} {n}x{n}": measured(name, n, arguments.repeats)
            for n in DIMENSIONS
            for name in NAMES
        },
    }
    store(result, arguments.output)


if __name__ == "__main__":
    main()
