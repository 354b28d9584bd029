"""Training curves as a tidy table."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hf_mathseq.reports.folders import Training
from hf_mathseq.reports.tables import Record, Table, share
from hf_mathseq.training.log import CHECK, THROUGHPUT

SHARES = ("verified_accuracy", "undecided", "exact_match")
"""The figures of a check that are shares of its problems."""
TRAINED = ("loss", "grad_norm", "learning_rate", *THROUGHPUT)
CHECKED = ("loss", *SHARES)


def training_table(trainings: Sequence[Training]) -> Table:
    """Return the curves: a row for each figure at each logged update.

    `data` is "train" for means over the updates since the last row, and "validation" for checks.
    Shares of the problems of a check have Wilson's interval where the recipe says how many.
    """
    records = [record for training in trainings for record in _curve(training)]
    return Table("training_curve.csv", "training curves", records)


def _curve(training: Training) -> Iterator[Record]:
    found = training.found
    each = found["examples_seen"] / max(1, found["steps"])
    for entry in found["log"]:
        place = {
            "run": training.run,
            "step": entry["step"],
            "examples": round(entry["step"] * each),
            "cpu_seconds": entry.get("cpu_seconds"),
        }
        for figure in TRAINED:
            if figure in entry:
                yield {**place, "data": "train", **_value(entry, figure, figure, 0)}
        for figure in CHECKED:
            if CHECK + figure in entry:
                checked = training.checked if figure in SHARES else 0
                value = _value(entry, CHECK + figure, figure, checked)
                yield {**place, "data": "validation", **value}


def _value(entry: Mapping[str, Any], key: str, figure: str, checked: int) -> dict[str, Any]:
    ends: dict[str, Any] = {"low_95": None, "high_95": None}
    if checked and math.isfinite(entry[key]):
        ends = {end: share(entry[key], checked)[end] for end in ends}
    return {"figure": figure, "value": entry[key], **ends}
