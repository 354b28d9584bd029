"""How many stored inverses the written digits do not determine, so that they are `UNDECIDED`.

Run `OMP_NUM_THREADS=1 python benchmarks/undetermined_inverses.py` (about a minute); the result is
written to `benchmarks/results/undetermined_inverses.json`. The rows are the first 2,000 of the test
split under each setting, judged strictly; the exact solver sees the written matrix alone.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from measuring import machine

from hf_mathseq.tasks import get_task

ROWS = 2_000
SETTINGS: tuple[tuple[str, dict[str, int]], ...] = (
    ("linear_algebra/inverse", {}),
    ("linear_algebra/inverse", {"dimension": 3}),
    ("linear_algebra/inverse", {"dimension": 10}),
    ("linear_algebra/symmetric_inverse", {}),
)
RESULT = Path(__file__).parent / "results" / "undetermined_inverses.json"


def verdicts(name: str, options: dict[str, int]) -> dict[str, Any]:
    """Return how often each verdict is given to stored and to exactly computed answers."""
    task = get_task(name, **options)
    rows = task.generate(ROWS, seed=0, split="test").to_pylist()
    answers = {
        "stored": [row["target"].split() for row in rows],
        "exact solver": task.exact_answers(rows),
    }
    found = {
        who: Counter(v.status for v in task.verify_many(rows, a)) for who, a in answers.items()
    }
    return {"task": name, "options": options, **{who: dict(c) for who, c in found.items()}}


if __name__ == "__main__":
    measured = [verdicts(*setting) for setting in SETTINGS]
    RESULT.write_text(
        json.dumps({"rows": ROWS, "settings": measured, "machine": machine()}, indent=1)
    )
    for each in measured:
        print(each)
