"""Rates and statistics of random networks on one core, beside a plain program in the same run.

Run `OMP_NUM_THREADS=1 python benchmarks/metabolic_networks.py`, about a minute; the result is
written to `benchmarks/results/metabolic_networks.json`. Rates are per second of processor time;
ratios compare runs of this one process.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

import numpy as np
from measuring import machine, store, timed_blocks
from plain_networks import examples

from hf_mathseq.networks.families import FAMILIES, NetworkLaw
from hf_mathseq.networks.graph_levels import graph_levels
from hf_mathseq.networks.labelled import LabelLaw, labels_of
from hf_mathseq.networks.outcomes import ALL_VERTICES, REACHABLE
from hf_mathseq.networks.repair import repaired
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.metabolic_sizes import SIZES

RESULT = Path(__file__).parent / "results" / "metabolic_networks.json"
PLAIN_DRAWS = 1000
CASES: dict[str, tuple[str, dict[str, Any]]] = {
    **{
        f"{task} {size}": (task, {"size": size})
        for task in ("existence", "levels", "mixed")
        for size in SIZES
    },
    **{f"existence S, {f}": ("existence", {"family": f}) for f in FAMILIES[1:]},
    **{f"levels S, {f}": ("levels", {"family": f}) for f in FAMILIES[1:]},
    **{
        f"existence {size}, hard": ("existence", {"size": size, "existence_set": "hard"})
        for size in SIZES
    },
    "existence S, exact balance": ("existence", {"balance": "exact"}),
    "levels S, all repaired": ("levels", {"balance": "exact"}),
    "levels S, weighted": ("levels", {"weighted": True}),
}
LAWS: dict[str, NetworkLaw] = {
    **{name: NetworkLaw("erdos", size.nodes, size.ratios) for name, size in SIZES.items()},
    **{f"S, {f}": NetworkLaw(f, SIZES["S"].nodes, SIZES["S"].ratios) for f in FAMILIES[1:]},
    "24 to 32 vertices": NetworkLaw("erdos", (24, 32), (2.0, 4.0)),
    "6 to 12 vertices": NetworkLaw("erdos", (6, 12), (1.5, 3.0)),
}


def rates(name: str, options: dict[str, Any], blocks: int) -> dict[str, float]:
    """Return draws and examples per second, ids included, and how many draws were dropped."""
    task = get_task(f"metabolic_networks/{name}", **options)
    drawn = list(timed_blocks(task, blocks))
    seconds = sum(spent for _, spent in drawn)
    attempts = sum(block.attempts for block, _ in drawn)
    kept = sum(len(block) for block, _ in drawn)
    lengths = np.concatenate([block.targets.lengths for block, _ in drawn])
    return {
        "draws/s": attempts / seconds,
        "examples/s": kept / seconds,
        "kept": kept / attempts,
        "mean target": float(lengths.mean()),
        "longest target": int(lengths.max()),
    }


def statistics(law: NetworkLaw, count: int) -> dict[str, float]:
    """Return what the specification measured of a law, before and after repairs."""
    rng = np.random.default_rng(0)
    graphs = law.draw(rng, count)
    labels = labels_of(graphs, ALL_VERTICES)
    broken = graphs.take(~labels)
    fixed = repaired(rng, broken)
    added = (fixed.links & ~broken.links).sum(axis=(1, 2))
    released = LabelLaw(law, ALL_VERTICES).released(rng, count, 0.4)
    exits = (released.graphs.links.any(axis=2) | ~released.graphs.used_rows).all(axis=1)
    levels = graph_levels(fixed, fixed.links.astype(np.float64))[fixed.inside]
    return {
        "natural label-1 rate": float(labels.mean()),
        "label-1 rate, redeem 0.4": float(released.labels.mean()),
        "labels that differ by the rule": float((labels_of(graphs, REACHABLE) != labels).mean()),
        "mean edges": float(graphs.links.sum() / count),
        "added edges, mean": float(added.mean()),
        "added edges, median": float(np.median(added)),
        "added edges, 99th percentile": float(np.percentile(added, 99)),
        "vertices not reached": float(
            (~graphs.reached() & graphs.inside).sum() / graphs.sizes.sum()
        ),
        "out-degree rule": float((exits == released.labels).mean()),
        "levels of repaired, 1st percentile of positive": float(
            np.percentile(levels[levels > 0], 1)
        ),
        "levels of repaired, median of positive": float(np.median(levels[levels > 0])),
        "levels of repaired, 99th percentile": float(np.percentile(levels, 99)),
        "levels of repaired, share of zeros": float((levels == 0).mean()),
    }


def plain_rate(levels: bool) -> float:
    """Return the examples per second of the plain program, size S."""
    start = time.process_time()
    found = examples(PLAIN_DRAWS, levels)
    return len(found) / (time.process_time() - start)


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--blocks", type=int, default=4)
    parser.add_argument("--networks", type=int, default=4000)
    parser.add_argument("--output", type=Path, default=RESULT)
    arguments = parser.parse_args()
    result: dict[str, Any] = {
        "machine": machine(),
        "rates": {
            title: rates(name, options, arguments.blocks)
            for title, (name, options) in CASES.items()
        },
        "plain program, examples/s": {
            "existence S": plain_rate(levels=False),
            "levels S": plain_rate(levels=True),
        },
        "statistics": {
            # Large networks are few: their matrices fill the memory.
            title: statistics(law, arguments.networks * 64 // max(64, law.nodes[1]))
            for title, law in LAWS.items()
        },
    }
    plain = result["plain program, examples/s"]
    result["ratios"] = {
        title: result["rates"][title]["examples/s"] / rate for title, rate in plain.items()
    }
    store(result, arguments.output)


if __name__ == "__main__":
    main()
