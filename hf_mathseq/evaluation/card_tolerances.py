"""Accuracies by tolerance as the cards and the command line print them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hf_mathseq.evaluation.markdown import percent, table


def tolerance_section(evaluations: Sequence[Mapping[str, Any]]) -> str:
    """Return the part of a card on the accuracies of some splits at several tolerances, if any."""
    rows: list[list[str]] = []
    criteria: list[str] = []
    for found in evaluations:
        scores = found.get("by_tolerance", {})
        name = f"{found['task']} {found['split']}"
        criteria = [*next(iter(scores.values()), criteria)]
        rows += [[name, str(found["beams"]), *row] for row in tolerance_rows(scores)]
    if not rows:
        return ""
    explained = (
        "Accuracies by relative tolerance, of what an exact solver reaches who sees the same "
        "rounded problems and rounds its answers as the model has to: what the numbers' few "
        "digits lose, no model can know."
    )
    header = ("split", "beams", "tolerance", *criteria)
    return f"### By tolerance\n\n{table(header, rows)}\n\n{explained}"


def tolerance_rows(scores: Mapping[str, Any]) -> list[list[str]]:
    """Return one line per tolerance: it, and `60.0 % of 64.9 %` for every criterion."""
    return [
        [
            f"{100 * float(tolerance):g} %",
            *(f"{percent(s['accuracy'])} of {percent(s['exact_solver'])}" for s in by.values()),
        ]
        for tolerance, by in scores.items()
    ]
