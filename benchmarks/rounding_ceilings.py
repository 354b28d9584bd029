"""What few digits allow: scores of exact answers to rounded matrices by the published criterion.

Run `OMP_NUM_THREADS=1 python benchmarks/rounding_ceilings.py` (about four minutes); the result is
written to `benchmarks/results/rounding_ceilings.json`. For every setting that the published program
was measured in, and with four and five digits where rounding limits a task, it has the shares that
are accepted at 5, 2, 1 and 0.5 %

* of rounded targets, by the error figure alone, and
* of the answers of an exact solver who sees the rounded matrix, as evaluations score it,

beside those of the published program (`tests/data/linear_algebra/rounding_ceilings.jsonl`), with
the largest difference and the standard error that the sizes of both samples allow it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np

from hf_mathseq.evaluation.tolerances import needed_tolerances
from hf_mathseq.tasks import get_task
from hf_mathseq.verification.matrices import PAPER_TOLERANCES, published_figures

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "rounding_ceilings.json"
PUBLISHED = ROOT / "tests" / "data" / "linear_algebra" / "rounding_ceilings.jsonl"
SETTING = ("task", "dimension", "encoding", "coefficients", "eigenvalue_law")
LIMITED = ("inverse", "symmetric_inverse", "eigenvectors", "singular_vectors")
MORE_DIGITS = ("P1000-4", "P1000-5")
MEASURES = {"rounded_targets": "rounded targets", "exact_solver": "exact solver"}

Setting = tuple[Any, ...]
Shares = list[float]


def settings() -> Iterator[tuple[Setting, dict[str, Mapping[str, Any]]]]:
    """Yield what is measured, with the published records by measure."""
    found: dict[Setting, dict[str, Mapping[str, Any]]] = {}
    for line in PUBLISHED.read_text().splitlines():
        record = json.loads(line)
        found.setdefault(tuple(record[key] for key in SETTING), {})[record["what"]] = record
    for encoding in MORE_DIGITS:
        for dimension in (5, 10):
            for task in LIMITED:
                found[(task, dimension, encoding, "uniform", "semicircle")] = {}
    yield from found.items()


def measured(setting: Setting, count: int) -> dict[str, Shares]:
    """Return the shares of one setting, by tolerance."""
    name, dimension, encoding, coefficients, law = setting
    options = {"input_encoding": encoding, "output_encoding": encoding}
    if law != "semicircle":
        options["eigenvalue_law"] = law
    task = get_task(
        f"linear_algebra/{name}", dimension=dimension, coefficients=coefficients, **options
    )
    table = task.generate(count, split="test").select(["matrix", "result", "target"])
    rows = table.to_pylist()
    matrices, targets = (np.array([row[key] for row in rows]) for key in ("matrix", "result"))
    figures = published_figures(name, matrices, targets, targets)
    needed = needed_tolerances(task, rows, [[] for _ in rows])
    scores = needed.scores()
    return {
        "rounded targets": [float(figures.accepted(t).mean()) for t in PAPER_TOLERANCES],
        "exact solver": [scores[str(t)]["paper"]["exact_solver"] for t in PAPER_TOLERANCES],
        "exact solver, strict": [
            scores[str(t)]["strict"]["exact_solver"] for t in PAPER_TOLERANCES
        ],
    }


def compared(found: Shares, record: Mapping[str, Any], count: int) -> dict[str, Any]:
    """Return published shares, the largest difference and its standard error."""
    pairs = zip(found, record["accepted"], strict=True)
    difference, share = max((abs(own - other), (own + other) / 2) for own, other in pairs)
    error = sqrt(share * (1 - share) * (1 / count + 1 / record["examples"]))
    return {
        "accepted": record["accepted"],
        "examples": record["examples"],
        "largest difference": round(difference, 5),
        "standard error": round(error, 5),
    }


def ceilings(count: int) -> Iterator[dict[str, Any]]:
    """Yield the entries of the result, one for each setting."""
    for setting, records in settings():
        found = measured(setting, count)
        published = {
            MEASURES[what]: compared(found[MEASURES[what]], record, count)
            for what, record in records.items()
        }
        yield {**dict(zip(SETTING, setting, strict=True)), **found, "published": published}


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=6000)
    parser.add_argument("--output", type=Path, default=RESULT)
    arguments = parser.parse_args()
    found = []
    for entry in ceilings(arguments.examples):
        print(json.dumps(entry))
        found.append(entry)
    differences = [p["largest difference"] for e in found for p in e["published"].values()]
    result = {
        "tolerances": PAPER_TOLERANCES,
        "examples": arguments.examples,
        "comparisons": len(differences),
        "largest difference": max(differences),
        "ceilings": found,
    }
    arguments.output.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
