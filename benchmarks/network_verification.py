"""Agreement with published networks, rules of thumb, partial flows, and the speed of checks.

Run `OMP_NUM_THREADS=1 python benchmarks/network_verification.py [PATH]` (about half a minute); the
result is written to `benchmarks/results/network_verification.json`. PATH is a file of published
biological networks with known outcomes and exact levels (they may not be redistributed, so that
only counts are stored). Without it the counts of the last run are kept.

* published: how many outcomes, labels by both rules, trapped vertices and exact levels agree, and
  how often the rules of thumb are right about them.
* partial_flows: share of networks of size S whose levels are within 10 % (published criterion) when
  the flow from the intake is followed for k steps only: no rule that looks near is enough.
* checked_per_second: answers per second of process time, by task, size and criterion.
"""

from __future__ import annotations

import argparse
import json
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from matrix_verification import rate
from measuring import machine

from hf_mathseq.networks import exact_levels, from_json, has_equilibrium_label, outcome, trapped
from hf_mathseq.networks.baselines import rules_of_thumb
from hf_mathseq.networks.batches import stacked
from hf_mathseq.tasks import get_task
from hf_mathseq.verification.level_criteria import PAPER_TOLERANCES, relative_l1

RESULT = Path(__file__).parent / "results" / "network_verification.json"
STEPS = (5, 20, 50, 100, 200)
COUNTS = {"tiny": 2000, "S": 1000, "M": 200}
TASKS = ("existence", "levels", "mixed")


def published(path: Path) -> dict[str, Any]:
    """Return how many of the published networks agree in what."""
    stored = [
        found for found in json.loads(path.read_text())["networks"] if not found["redistribute"]
    ]
    networks = [from_json(found) for found in stored]
    pairs = list(zip(networks, stored, strict=True))
    solved = [(network, found) for network, found in pairs if found["equilibrium"]]
    rows = [{"n": n.n, "edges": [list(edge) for edge in n.edges]} for n in networks]
    labels = [bool(found["label"]) for found in stored]
    return {
        "networks": len(stored),
        "outcomes": sum(outcome(n) == found["status"] for n, found in pairs),
        "labels": sum(has_equilibrium_label(n) == found["label"] for n, found in pairs),
        "labels_reachable": sum(
            has_equilibrium_label(n, "reachable") == found["label_reachable_rule"]
            for n, found in pairs
        ),
        "trapped_vertices": sum(trapped(n) == found["trapped"] for n, found in pairs),
        "equilibria": len(solved),
        "exact_levels": sum(
            exact_levels(n) == [Fraction(level) for level in found["equilibrium"]]
            for n, found in solved
        ),
        "rules_of_thumb": {
            name: sum(guess == label for guess, label in zip(said, labels, strict=True))
            for name, said in rules_of_thumb(rows).items()
        },
    }


def partial_flows(count: int = 500) -> dict[str, float]:
    """Return the shares within the published tolerance after so many steps of the flow."""
    rows = get_task("metabolic_networks/levels", size="S").generate(count, split="test").to_pylist()
    graphs, rates = stacked(rows)
    outflow = rates[:, 1:].sum(axis=2)
    # The share of what is in u that moves on to v; levels are flows over rates.
    moving = (rates[:, 1:, :-1] / np.where(outflow, outflow, 1.0)[:, :, None]).transpose(0, 2, 1)
    flow = rates[:, 0, :-1, None]
    through, found = np.zeros_like(flow), {}
    targets = np.zeros((count, graphs.order))
    for own, row in zip(targets, rows, strict=True):
        own[: row["n"]] = row["levels"]
    for step in range(1, max(STEPS) + 1):
        through, flow = through + flow, moving @ flow
        if step in STEPS:
            levels = through[:, :, 0] / np.where(outflow, outflow, 1.0)
            near = relative_l1(targets, levels) < PAPER_TOLERANCES[0]
            found[str(step)] = float(near.mean())
    return found


def checked_per_second() -> dict[str, dict[str, float]]:
    """Return right answers checked per second of process time."""
    found: dict[str, dict[str, float]] = {}
    for size, count in COUNTS.items():
        for name in TASKS:
            task = get_task(f"metabolic_networks/{name}", size=size)
            rows = task.generate(count, split="test").to_pylist()
            answers = [row["target"].split() for row in rows]
            for criterion in ("strict", "paper"):
                found.setdefault(f"{name} {size}", {})[criterion] = rate(
                    count, partial(task.verify_many, rows, answers, criterion=criterion)
                )
    return found


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path, nargs="?", help="published biological networks")
    parser.add_argument("--output", type=Path, default=RESULT)
    arguments = parser.parse_args()
    result: dict[str, Any] = {"machine": machine()}
    if arguments.path:
        result["published"] = published(arguments.path)
    elif arguments.output.exists():
        result["published"] = json.loads(arguments.output.read_text()).get("published")
    result["partial_flows"] = partial_flows()
    result["checked_per_second"] = checked_per_second()
    print(json.dumps(result, indent=1))
    arguments.output.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
