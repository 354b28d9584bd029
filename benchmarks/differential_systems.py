"""Rates of the tasks on systems of differential equations on one core.

Run `OMP_NUM_THREADS=1 python benchmarks/differential_systems.py` (about two minutes); the result is
written to `benchmarks/results/differential_systems.json`. A rate counts examples that are drawn,
accepted, labelled and written as token ids, per second of processor time: the median of blocks.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import time
from pathlib import Path
from typing import Any

from measuring import machine, store, timed_blocks
from stage_times import Stages, stage_shares

from hf_mathseq.systems import random_systems
from hf_mathseq.systems.forest import Forest
from hf_mathseq.tasks import controllability, feedback_gain, get_task, stability, systems_base

RESULT = Path(__file__).parent / "results" / "differential_systems.json"
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "stability": ("stability", {}),
    "stability, reference labels": ("stability", {"labels": "reference"}),
    "stability, not balanced": ("stability", {"stable_share": -1}),
    "convergence_speed": ("convergence_speed", {}),
    "convergence_speed, reference labels": ("convergence_speed", {"labels": "reference"}),
    "convergence_speed with Jacobian": ("convergence_speed", {"jacobian": True}),
    "controllability": ("controllability", {}),
    "controllability, reference labels": ("controllability", {"labels": "reference"}),
    "controllability, not balanced": ("controllability", {"controllable_share": -1}),
    "feedback_gain": ("feedback_gain", {}),
    "feedback_gain, reference labels": ("feedback_gain", {"labels": "reference"}),
}
STAGES: Stages = {
    "draw trees": [(random_systems, "draw_trees")],
    "gradients": [(random_systems, "gradients")],
    "spectra": [
        (stability, "convergence_speeds"),
        (stability, "speed_ranges"),
        (feedback_gain, "speed_ranges"),
        (feedback_gain, "closed_loop_speeds"),
    ],
    "ranks": [(controllability, "uncontrollable_dimensions")],
    "gains": [(feedback_gain, "feedback_gains")],
    "gradients beside the point": [
        (stability, "are_well_conditioned"),
        (controllability, "are_well_conditioned"),
        (feedback_gain, "are_well_conditioned"),
    ],
    "write": [
        (systems_base, "write_system"),
        (systems_base, "system_text"),
        (Forest, "trees"),
    ],
}
CHECKED = 200


def measured(name: str, options: dict[str, Any], blocks: int) -> dict[str, float]:
    """Return the rates of drawing and of checking."""
    task = get_task(f"differential_systems/{name}", **options)
    rates, examples, attempts = [], 0, 0
    for drawn, seconds in timed_blocks(task, blocks):
        rates.append(len(drawn) / seconds)
        examples += len(drawn)
        attempts += drawn.attempts
    rows = task.generate(CHECKED).to_pylist()
    targets = [row["target"].split() for row in rows]
    return {
        "examples/s": statistics.median(rates),
        "systems drawn for an example": attempts / examples,
        **{
            f"{criterion} checks/s": checks_per_second(task, rows, targets, criterion)
            for criterion in ("strict", "paper")
        },
    }


def checks_per_second(task: Any, rows: list[Any], targets: list[Any], criterion: str) -> float:
    """Return how many right answers are checked in a second of processor time."""
    start = time.process_time()
    task.verify_many(rows, targets, criterion=criterion)
    return len(rows) / (time.process_time() - start)


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--blocks", type=int, default=5)
    parser.add_argument("--output", type=Path, default=RESULT)
    arguments = parser.parse_args()
    result: dict[str, Any] = {
        "machine": machine(),
        "rates": {
            title: measured(name, options, arguments.blocks)
            for title, (name, options) in CASES.items()
        },
        "shares of the time of drawing": {
            name: stage_shares(f"differential_systems/{name}", STAGES, 2)
            for name in ("stability", "convergence_speed", "controllability", "feedback_gain")
        },
        "largest memory of the process, MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        / 1024,
    }
    store(result, arguments.output)


if __name__ == "__main__":
    main()
