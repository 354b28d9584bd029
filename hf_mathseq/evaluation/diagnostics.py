"""Tables of what answers are like, as the cards and the command line print them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hf_mathseq.evaluation.markdown import table

Table = Mapping[str, Mapping[str, float | None]]
"""Row -> column -> figure, None where it is not finite; see `Task.diagnostics`."""


def diagnostic_section(evaluations: Sequence[Mapping[str, Any]]) -> str:
    """Return the part of a card on the diagnostics of the evaluation with the widest beam, if any.

    Args:
        evaluations: Stored results.
    """
    told = [found for found in evaluations if found.get("diagnostics")]
    if not told:
        return ""
    widest = max(told, key=lambda found: found["beams"])
    tables = [
        table(header, rows)
        for header, rows in (
            lines(title, content) for title, content in widest["diagnostics"].items()
        )
    ]
    explained = (
        f"What the best answers to {widest['num_examples']} problems of {widest['task']} "
        f"{widest['split']} are like, right ones and wrong ones; beam {widest['beams']}."
    )
    return "\n\n".join(["### Diagnostics", explained, *tables])


def lines(title: str, content: Table) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of a table as text."""
    columns = list(dict.fromkeys(column for row in content.values() for column in row))
    rows = [[name, *(_shown(row, column) for column in columns)] for name, row in content.items()]
    return [title, *columns], rows


def _shown(row: Mapping[str, float | None], column: str) -> str:
    if column not in row:
        return ""
    value = row[column]
    return "-" if value is None else f"{value:.4g}"
