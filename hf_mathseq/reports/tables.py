"""A tidy table, one observation a row, and its CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hf_mathseq.evaluation.metrics import wilson

Record = Mapping[str, Any]
"""Column -> value; None is an empty cell."""


@dataclass(frozen=True)
class Table:
    """Records with the same columns.

    Attributes:
        file: Name of its CSV file.
        about: One line for people.
        records: The rows, in order; all have the columns of the first.
    """

    file: str
    about: str
    records: Sequence[Record]

    def csv(self) -> str:
        """Return the table as comma-separated values under a header, numbers in full."""
        text = io.StringIO()
        writer = csv.DictWriter(text, list(self.records[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.records)
        return text.getvalue()


def shares(accuracy: Sequence[float], examples: int) -> dict[str, float]:
    """Return the columns of an accuracy.

    Args:
        accuracy: The share with UNDECIDED as wrong, and as right.
        examples: Number of problems.

    Returns:
        `accuracy`, `accuracy_undecided_right`, and `low_95` and `high_95`: Wilson's interval, from
        the lower end of the first to the upper end of the second.
    """
    wrong, right = accuracy
    return {
        "accuracy": wrong,
        "accuracy_undecided_right": right,
        "low_95": wilson(round(wrong * examples), examples)[0],
        "high_95": wilson(round(right * examples), examples)[1],
    }


def share(accuracy: float, examples: int) -> dict[str, float]:
    """Return the columns of an accuracy whose UNDECIDED count as wrong only; see `shares`."""
    found = shares((accuracy, accuracy), examples)
    return {name: found[name] for name in ("accuracy", "low_95", "high_95")}
