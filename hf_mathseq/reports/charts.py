"""The pictures that tables can be drawn as."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from hf_mathseq.reports.accuracy_charts import by_beam, by_difficulty, varied
from hf_mathseq.reports.heat_maps import heat_map
from hf_mathseq.reports.number_charts import parity
from hf_mathseq.reports.tables import Record, Table
from hf_mathseq.reports.training_charts import curves

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Charts = dict[str, tuple[str, Callable[[], "Figure"]]]
"""File -> what it shows, and the function that draws it."""


def charts(tables: Sequence[Table]) -> Charts:
    """Return the pictures of a report; what would show nothing but one point is left out."""
    found = {table.file: table.records for table in tables}
    made: Charts = {}
    difficulty = found.get("accuracy_by_difficulty.csv", [])
    if varied(difficulty):
        made["accuracy_by_difficulty.png"] = (
            "accuracy by difficulty",
            partial(by_difficulty, difficulty),
        )
    ranks = found.get("accuracy_by_beam.csv", [])
    if any(record["rank"] > 1 for record in ranks):
        made["accuracy_by_beam.png"] = (
            "accuracy among the best hypotheses",
            partial(by_beam, ranks),
        )
    training = found.get("training_curve.csv", [])
    if training:
        made["training_curve.png"] = ("training curves", partial(curves, training))
    made |= _parity(found.get("numbers.csv", []))
    made |= _heat_maps(found)
    return made


def _parity(records: Sequence[Record]) -> Charts:
    """One picture for every evaluation with numbers."""
    made: Charts = {}
    for name in dict.fromkeys(record["evaluation"] for record in records):
        own = [record for record in records if record["evaluation"] == name]
        made[f"numbers_{name}.png"] = (
            f"predicted and true numbers, {name}",
            partial(parity, own, name),
        )
    return made


def _heat_maps(found: dict[str, Sequence[Record]]) -> Charts:
    """One picture of the strict accuracies of runs, and one for each tolerance."""
    runs = found.get("accuracy_by_run.csv", [])
    if not runs:
        return {}
    title = "accuracy in per cent, strict"
    made: Charts = {"heat_map.png": ("runs by groups, strict", partial(heat_map, runs, title))}
    tolerant = [r for r in found.get("accuracy_by_tolerance.csv", []) if r["criterion"] == "paper"]
    for tolerance in dict.fromkeys(record["tolerance"] for record in tolerant):
        own = [record for record in tolerant if record["tolerance"] == tolerance]
        about = f"published rule at {100 * tolerance:g} %"
        made[f"heat_map_tolerance_{tolerance:g}.png"] = (
            f"runs by groups, {about}",
            partial(heat_map, own, f"accuracy in per cent, {about}"),
        )
    return made
