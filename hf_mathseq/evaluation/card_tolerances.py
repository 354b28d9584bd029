"""Accuracies by tolerance as the cards and the command line print them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hf_mathseq.evaluation.markdown import percent, table
from hf_mathseq.task import CRITERIA

CEILING = "exact solver"
"""Column of what an exact solver of the rounded problems reaches at the task's own tolerance."""


def ceiling_cell(scores: Mapping[str, Any], shown: bool) -> list[str]:
    """Return the cell under `CEILING`; none where the column is not shown.

    Args:
        scores: Those of a criterion or of a group.
        shown: Whether the table has the column.
    """
    share = scores.get("exact_solver")
    return ["" if share is None else percent(share)] if shown else []


def has_ceiling(found: Mapping[str, Any]) -> bool:
    """Return whether an evaluation has what an exact solver reaches."""
    return any("exact_solver" in scores for scores in found["criteria"].values())


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
        [_named(tolerance), *map(_of_possible, by.values())] for tolerance, by in scores.items()
    ]


def _named(tolerance: str) -> str:
    return f"{100 * float(tolerance):g} %"


def _of_possible(scores: Mapping[str, float]) -> str:
    return f"{percent(scores['accuracy'])} of {percent(scores['exact_solver'])}"


def group_tolerance_section(found: Mapping[str, Any]) -> list[str]:
    """Return the parts of a card on the groups of an evaluated suite, by tolerance, if any."""
    tables = [table(first, rows) for first, rows in group_tolerance_tables(found)]
    if not tables:
        return []
    explained = "By relative tolerance, of what an exact solver of the rounded problems reaches."
    if found["published_by_tolerance"]:
        explained += f" Published: {found['published_source']}."
    return [explained, *tables]


def group_tolerance_tables(found: Mapping[str, Any]) -> list[tuple[list[str], list[list[str]]]]:
    """Return one table per criterion as header and rows: a line for each group of a suite.

    The table of the published criterion has the published accuracies beside, where there are some.
    """
    groups = found.get("groups_by_tolerance", {})
    if not groups:
        return []
    tolerances = list(next(iter(groups.values())))
    published = found["published_by_tolerance"]
    beside = [t for t in tolerances if any(t in shares for shares in published.values())]
    tables = []
    for criterion in CRITERIA:
        extra = beside if criterion == "paper" else []
        first = [f"{found['grouping']} ({criterion})", *map(_named, tolerances)]
        first += [f"published, {_named(tolerance)}" for tolerance in extra]
        rows = [
            [
                group,
                *(_of_possible(scores[tolerance][criterion]) for tolerance in tolerances),
                *(_share(published.get(group, {}).get(tolerance)) for tolerance in extra),
            ]
            for group, scores in groups.items()
        ]
        tables.append((first, rows))
    return tables


def _share(share: float | None) -> str:
    return "" if share is None else percent(share)
