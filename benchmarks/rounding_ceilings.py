"""What few digits allow: scores of exact answers to rounded matrices by the published criterion.

Run `OMP_NUM_THREADS=1 python benchmarks/rounding_ceilings.py` (about one minute); the result is
written to `benchmarks/results/rounding_ceilings.json`. For tasks that rounding limits, with three
to five digits, it has the shares that are accepted at 5, 2, 1 and 0.5 %

* of rounded targets, by the error figure alone, and
* of the answers of an exact solver who sees the rounded matrix, as evaluations score it.

`tests/evaluation/test_rounding_ceilings.py` compares those of three digits with what the published
program gave.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from hf_mathseq.evaluation.tolerances import needed_tolerances
from hf_mathseq.tasks import get_task
from hf_mathseq.verification.matrices import PAPER_TOLERANCES, published_figures

RESULT = Path(__file__).parent / "results" / "rounding_ceilings.json"
TASKS = ("inverse", "symmetric_inverse", "eigenvectors", "singular_vectors")
DIMENSIONS = (5, 10)
ENCODINGS = ("P1000", "P1000-4", "P1000-5")


def ceilings(name: str, dimension: int, encoding: str, count: int) -> dict[str, Any]:
    """Return the shares of one task, by tolerance."""
    encodings = {"input_encoding": encoding, "output_encoding": encoding}
    task = get_task(f"linear_algebra/{name}", dimension=dimension, **encodings)
    rows = task.generate(count, split="test").to_pylist()
    matrices, targets = (np.array([row[key] for row in rows]) for key in ("matrix", "result"))
    figures = published_figures(name, matrices, targets, targets)
    scores = needed_tolerances(task, rows, [[] for _ in rows]).scores()
    return {
        "task": name,
        "dimension": dimension,
        "encoding": encoding,
        "rounded targets": [float(figures.accepted(t).mean()) for t in PAPER_TOLERANCES],
        "exact solver": [scores[str(t)]["paper"]["exact_solver"] for t in PAPER_TOLERANCES],
        "exact solver, strict": [
            scores[str(t)]["strict"]["exact_solver"] for t in PAPER_TOLERANCES
        ],
    }


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=2000)
    parser.add_argument("--output", type=Path, default=RESULT)
    arguments = parser.parse_args()
    found = [
        ceilings(name, dimension, encoding, arguments.examples)
        for dimension in DIMENSIONS
        for name in TASKS
        for encoding in ENCODINGS
    ]
    result = {"tolerances": PAPER_TOLERANCES, "examples": arguments.examples, "ceilings": found}
    text = json.dumps(result, indent=1)
    arguments.output.write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
