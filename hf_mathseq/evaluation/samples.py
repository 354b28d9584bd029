"""A few judged problems of a model, kept with its results so that its card can show them.

The hypotheses of an evaluation (`examples/`) are many and are not published;
`results/examples.json` is what stays of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from hf_mathseq.evaluation.storage import EXAMPLES, RESULTS
from hf_mathseq.verdict import Status

SAMPLES = Path("results") / "examples.json"
WANTED = {Status.CORRECT: 3, Status.INCORRECT: 3, Status.UNDECIDED: 1, Status.INVALID: 1}
"""How many of each verdict are kept."""
LONGEST = 120
"""Tokens of problem and answer together; longer ones fill a page."""
COLUMNS = ["input", "target", "hypotheses", "strict", "method", "detail"]


def keep_samples(folder: Path) -> None:
    """Keep the first short problems of each verdict.

    They come from the evaluation of the model's own task with the widest beam, else from the first
    suite. A problem's answer is its first correct one, else its best. What was kept stays unless
    the hypotheses of the same evaluation, or of one before it in this order, are stored.

    Args:
        folder: Of a model.
    """
    evaluations = _by_preference(folder)
    names = [path.name for path in evaluations]
    kept = (read_samples(folder) or {}).get("evaluation")
    if kept in names:
        evaluations = evaluations[: names.index(kept) + 1]
    chosen = next((path for path in evaluations if _has_examples(path)), None)
    if chosen is None:
        return
    found = json.loads((chosen / RESULTS).read_text(encoding="utf-8"))
    kept = {
        "evaluation": chosen.name,
        "title": found.get("title") or f"split {found['split']}",
        "task": found["task"],
        "options": found["options"],
        "beams": found["beams"],
        "examples": _first(chosen / EXAMPLES),
    }
    text = json.dumps(kept, indent=1, ensure_ascii=False) + "\n"
    (folder / SAMPLES).write_text(text, encoding="utf-8")


def read_samples(folder: Path) -> dict[str, Any] | None:
    """Return what `keep_samples` kept in a model's folder; None if nothing is there."""
    try:
        kept = json.loads((folder / SAMPLES).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    return kept if isinstance(kept, dict) else None


def _by_preference(folder: Path) -> list[Path]:
    """Return the evaluations, first the one whose hypotheses are rather shown."""
    task = json.loads((folder / "config.json").read_text())["mathseq"]["task"]
    stored = []
    for path in sorted(folder.glob(f"results/*/{RESULTS}")):
        found = json.loads(path.read_text(encoding="utf-8"))
        own = "suite" not in found and found["task"] == task
        stored.append((not own, -found["beams"] if own else 0, path.parent))
    return [path for *_, path in sorted(stored)]


def _has_examples(evaluation: Path) -> bool:
    return any((evaluation / EXAMPLES).glob("*.parquet"))


def _first(examples: Path) -> list[dict[str, Any]]:
    missing = dict(WANTED)
    found = []
    for row in _rows(examples):
        status = Status(row["status"])
        if missing[status]:
            missing[status] -= 1
            found.append(row)
        if not any(missing.values()):
            break
    order = list(WANTED)
    return sorted(found, key=lambda row: order.index(Status(row["status"])))


def _rows(examples: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(examples.glob("*.parquet")):
        for row in pq.read_table(path, columns=COLUMNS).to_pylist():
            if row["hypotheses"]:
                chosen = _chosen(row)
                if len(chosen["input"].split()) + len(chosen["hypothesis"].split()) <= LONGEST:
                    yield chosen


def _chosen(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a problem with its first correct answer, else with its best."""
    rank = row["strict"].index(Status.CORRECT) if Status.CORRECT in row["strict"] else 0
    return {
        "status": row["strict"][rank],
        "rank": rank + 1,
        "input": row["input"],
        "target": row["target"] or "",
        "hypothesis": row["hypotheses"][rank],
        "method": row["method"][rank],
        "detail": row["detail"][rank],
    }
