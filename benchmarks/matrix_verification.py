"""How fast answers of matrix tasks are checked: hypotheses per second of processor time.

Run `OMP_NUM_THREADS=1 python benchmarks/matrix_verification.py` (about one minute); the result is
written to `benchmarks/results/matrix_verification.json`. The hypotheses are stored answers at 5x5,
P1000, one for each problem, half of them changed by 1 %. `strict` and `paper` are one criterion at
its own tolerance; `evaluation` is all that an evaluation does besides decoding: both criteria at
all tolerances, those of an exact solver, and the diagnostics.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from measuring import machine

from hf_mathseq.evaluation.tolerances import needed_tolerances
from hf_mathseq.task import CRITERIA, Task
from hf_mathseq.tasks import data_sets, get_task

RESULT = Path(__file__).parent / "results" / "matrix_verification.json"
REPETITIONS = 3
Row = dict[str, Any]


def problems(task: Task, count: int) -> tuple[list[Row], list[list[str]]]:
    """Return problems and an answer to each of them."""
    rows = task.generate(count, split="test").to_pylist()
    answers = [row["target"].split() for row in rows]
    for row, place in zip(rows[::2], range(0, count, 2), strict=True):
        changed = {**row, "result": (np.array(row["result"]) * 1.01).tolist()}
        answers[place] = task.encode(changed)[1]
    return rows, answers


def rate(count: int, work: Callable[[], object]) -> float:
    """Return how many problems are done in a second, the best of a few runs."""
    seconds = []
    for _ in range(REPETITIONS):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return round(count / min(seconds))


def judged_as_by_evaluations(task: Task, rows: list[Row], answers: list[list[str]]) -> None:
    """Do what an evaluation does with decoded answers, printing and storing left out."""
    for criterion in CRITERIA:
        task.verify_many(rows, answers, criterion=criterion)
    needed = needed_tolerances(task, rows, [[answer] for answer in answers])
    needed.scores()
    task.diagnostics(rows, answers)


def rates_of(task: Task, count: int) -> dict[str, float]:
    """Return the rates of one task."""
    rows, answers = problems(task, count)
    work: dict[str, Callable[[], object]] = {
        "strict": lambda: task.verify_many(rows, answers),
        "paper": lambda: task.verify_many(rows, answers, criterion="paper"),
        "evaluation": lambda: judged_as_by_evaluations(task, rows, answers),
    }
    return {what: rate(count, run) for what, run in work.items()}


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=2000)
    parser.add_argument("--output", type=Path, default=RESULT)
    arguments = parser.parse_args()
    rates = {}
    for name in data_sets()["linear_algebra"]:
        encodings = {"input_encoding": "P1000", "output_encoding": "P1000"}
        task = get_task(f"linear_algebra/{name}", **encodings)
        rates[name] = rates_of(task, arguments.examples)
        print(name, rates[name])
    result = {"machine": machine(), "examples": arguments.examples, "per_second": rates}
    arguments.output.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
