"""Rates of the task on controllability in time on one core, and agreement with published labels.

Run `OMP_NUM_THREADS=1 python benchmarks/controllability_in_time.py --samples FOLDER` (about a
minute); the result is written to `benchmarks/results/controllability_in_time.json`. A rate counts
examples that are drawn, accepted, labelled and written as token ids, per second of processor time:
the median of blocks. The folder holds output of the published program (`ddss_control_t` and
`ddss_control_t_bal`, `.prefix_counts`); without one, the excerpt of `tests/data` is read. Every
label that differs from the published one is listed with its cause.
"""

from __future__ import annotations

import argparse
import statistics
from collections import Counter
from pathlib import Path
from typing import Any

from measuring import machine, store, timed_blocks
from stage_times import Stages, stage_shares

from hf_mathseq.encodings.integers import write_integer
from hf_mathseq.systems import conditioning, random_systems, time_rank
from hf_mathseq.systems.forest import Forest
from hf_mathseq.systems.kalman import UNDECIDED
from hf_mathseq.systems.layout import read_system, system_text
from hf_mathseq.tasks import get_task, systems_base
from hf_mathseq.tasks.controllability_non_autonomous import NonAutonomousControllability
from hf_mathseq.verdict import ProblemError

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "controllability_in_time.json"
EXCERPTS = ROOT / "tests" / "data" / "differential_systems"
SETS = ("ddss_control_t.prefix_counts", "ddss_control_t_bal.prefix_counts", "control_t.counts")
NAME = "differential_systems/controllability_non_autonomous"
CASES: dict[str, dict[str, Any]] = {
    "clean labels": {},
    "reference labels": {"labels": "reference"},
    "balanced, clean labels": {"controllable_share": 0.5},
    "degrees 2 to 6, clean labels": {"max_degree": 6},
}
STAGES: Stages = {
    "draw trees": [(random_systems, "draw_trees")],
    "gradients": [(random_systems, "gradients")],
    "Taylor coefficients": [(time_rank, "time_gradients")],
    "blocks": [(time_rank, "spanning_blocks")],
    "ranks": [(time_rank, "clean_ranks"), (time_rank, "published_ranks")],
    "gradients beside the point": [(conditioning, "gradients")],
    "write": [
        (systems_base, "write_system"),
        (systems_base, "system_text"),
        (Forest, "trees"),
    ],
}


def rates(options: dict[str, Any], blocks: int) -> dict[str, float]:
    """Return the rate of drawing, the systems drawn and the share that is controllable."""
    task = get_task(NAME, **options)
    found, examples, attempts, controllable = [], 0, 0, 0
    for drawn, seconds in timed_blocks(task, blocks):
        found.append(len(drawn) / seconds)
        examples += len(drawn)
        attempts += drawn.attempts
        controllable += sum(drawn.natural["controllable"].to_pylist())
    return {
        "examples/s": statistics.median(found),
        "systems drawn for an example": attempts / examples,
        "controllable": controllable / examples,
    }


def agreement(path: Path) -> dict[str, Any]:
    """Return how the labels of one file agree with ours by both rules, and what differs."""
    reference, clean = (
        NonAutonomousControllability(labels=labels) for labels in ("reference", "clean")
    )
    found: dict[str, Counter[str]] = {
        "reference": Counter(),
        "clean": Counter(),
        "strict": Counter(),
    }
    others = []
    for number, line in enumerate(path.read_text().splitlines()):
        given, target = (part.split() for part in line.partition("|")[2].split("\t"))
        trees = read_system(given)
        row = {
            "system": system_text(trees),
            "controls": reference.controls_of(trees),
            "point": reference.config.point,
        }
        ours = reference.computed_answer(row)
        found["reference"]["same" if ours == target else "different"] += 1
        label = clean.label(row, clean=True)
        same = "same" if write_integer(label) == target else "different"
        found["clean"]["in doubt" if label == UNDECIDED else same] += 1
        verdict = clean.verify(row, target)
        found["strict"][verdict.status.value] += 1
        if ours != target or not verdict.correct:
            others.append(
                {
                    "line": number,
                    "system": row["system"],
                    "published": " ".join(target),
                    "by the published rule": " ".join(ours),
                    "strict verdict on the published label": verdict.status.value,
                    "cause": cause(reference, row, verdict.detail),
                }
            )
    return {**{rule: dict(counts) for rule, counts in found.items()}, "others": others}


def cause(task: NonAutonomousControllability, row: dict[str, Any], detail: str) -> str:
    """Return why a label differs."""
    try:
        task.problem_from(row["system"])
    except ProblemError as error:
        return str(error)
    return f"{detail}, but a singular value is below 1e-6"


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--blocks", type=int, default=5)
    parser.add_argument("--samples", type=Path, default=EXCERPTS)
    parser.add_argument("--output", type=Path, default=RESULT)
    arguments = parser.parse_args()
    paths = [arguments.samples / name for name in SETS]
    result = {
        "machine": machine(),
        "rates": {title: rates(options, arguments.blocks) for title, options in CASES.items()},
        "shares of the time of drawing": stage_shares(NAME, STAGES, 2),
        "agreement": {path.stem: agreement(path) for path in paths if path.exists()},
    }
    store(result, arguments.output)


if __name__ == "__main__":
    main()
