"""Rates of the matrix tasks on one core, beside plain Python that writes number by number.

Run `OMP_NUM_THREADS=1 python benchmarks/linear_algebra.py`; the result is written to
`benchmarks/results/linear_algebra.json`. Every rate is per second of processor time, the median of
`--repeats` runs; ratios compare runs of this one process.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from hf_mathseq.tasks import get_task

RESULT = Path(__file__).parent / "results" / "linear_algebra.json"
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "transpose 5x5 P1000": ("linear_algebra/transpose", {}),
    "transpose 5x5 P10": (
        "linear_algebra/transpose",
        {"input_encoding": "P10", "output_encoding": "P10"},
    ),
    "transpose 10x10 P1000": ("linear_algebra/transpose", {"dimension": 10}),
    "eigenvalues 5x5 FP15": ("linear_algebra/eigenvalues", {}),
    "eigenvalues 10x10 FP15 to P1000": (
        "linear_algebra/eigenvalues",
        {"dimension": 10, "output_encoding": "P1000"},
    ),
    "eigenvalues 5x5 FP15, laplace": (
        "linear_algebra/eigenvalues",
        {"eigenvalue_law": "laplace"},
    ),
    **{
        f"{name} {n}x{n} P1000": (
            f"linear_algebra/{name}",
            {"dimension": n, "input_encoding": "P1000", "output_encoding": "P1000"},
        )
        for n in (5, 10)
        for name in (
            *("add", "matvec", "matmul", "eigenvectors", "inverse", "symmetric_inverse"),
            *("singular_values", "singular_vectors"),
        )
    },
}


def plain_number(x: float) -> list[str]:
    """Write one number in P1000 by decimal formatting, token by token."""
    digits, exponent = f"{abs(x):.2e}".split("e")
    mantissa, power = int(digits.replace(".", "")), int(exponent) - 2
    if mantissa == 0 or power < -100:
        return ["+", "0", "E0"]
    return ["-" if x < 0 else "+", str(mantissa), f"E{power}"]


def plain_transposes(count: int, ids: dict[str, int]) -> int:
    """Draw, transpose and write 5x5 matrices one by one; return the number of ids."""
    rng = np.random.default_rng(0)
    written = 0
    for _ in range(count):
        matrix = rng.uniform(-10, 10, (5, 5))
        for side in (matrix, matrix.T):
            tokens = ["V5", "V5"]
            for row in side.tolist():
                for x in row:
                    tokens += plain_number(x)
            written += len([ids[token] for token in tokens])
    return written


def rate(run: Callable[[], object], count: int, repeats: int) -> float:
    """Return the median number of items per second of processor time."""
    seconds = []
    for _ in range(repeats):
        start = time.process_time()
        run()
        seconds.append(time.process_time() - start)
    return count / statistics.median(seconds)


def measured(name: str, options: dict[str, Any], repeats: int) -> dict[str, float]:
    """Return the rates of drawing, of making whole tables, and of checking."""
    task = get_task(name, **options)
    task.draw("train", 0, 0)
    size = task.block_size
    rows = task.generate(2000).to_pylist()
    targets = [row["target"].split() for row in rows]
    wrong = targets[1:] + targets[:1]
    return {
        "blocks with ids, examples/s": rate(lambda: task.draw("train", 1, 0), size, repeats),
        "tables with text, drawn examples/s": rate(
            lambda: task.block_table("train", 1, 0), size, repeats
        ),
        "strict checks of targets/s": rate(
            lambda: task.verify_many(rows, targets), len(rows), repeats
        ),
        "strict checks of others' targets/s": rate(
            lambda: task.verify_many(rows, wrong), len(rows), repeats
        ),
        "paper checks of targets/s": rate(
            lambda: task.verify_many(rows, targets, criterion="paper"), len(rows), repeats
        ),
    }


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--output", type=Path, default=RESULT)
    arguments = parser.parse_args()
    result: dict[str, Any] = {
        "machine": {
            "processor": platform.machine(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "numpy": np.__version__,
            "OMP_NUM_THREADS": os.environ.get("OMP_NUM_THREADS"),
        },
        "rates": {
            title: measured(name, options, arguments.repeats)
            for title, (name, options) in CASES.items()
        },
    }
    task = get_task("linear_algebra/transpose")
    row = task.generate(1).to_pylist()[0]
    plain_tokens = [t for line in row["matrix"] for x in line for t in plain_number(x)]
    assert row["input"].split()[2:] == plain_tokens, "both write the same tokens"
    ids = task.vocabulary.ids
    plain = rate(lambda: plain_transposes(1000, ids), 1000, arguments.repeats)
    ours = result["rates"]["transpose 5x5 P1000"]["blocks with ids, examples/s"]
    result["number by number, transpose 5x5 P1000, examples/s"] = plain
    result["ratio"] = ours / plain
    text = json.dumps(result, indent=2, default=float)
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
