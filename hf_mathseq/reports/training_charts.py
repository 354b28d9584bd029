"""Pictures of trainings: losses and verified accuracies over the examples seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hf_mathseq.figures import empty_figure
from hf_mathseq.reports.tables import Record

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

NARROW = 30.0
"""Ticks between powers of 10 are labelled where the largest loss is below so many smallest ones."""


def curves(records: Sequence[Record]) -> Figure:
    """Draw the losses and the verified accuracies of every run; bands are 95 % intervals."""
    figure = empty_figure(10, 4)
    loss, accuracy = figure.subplots(1, 2)
    for number, run in enumerate(dict.fromkeys(record["run"] for record in records)):
        own = [record for record in records if record["run"] == run]
        color = f"C{number % 10}"
        for data, style in (("train", "-"), ("validation", "o--")):
            points = _figure(own, data, "loss")
            _line(loss, points, style, color, f"{run}, {data}")
        checks = _figure(own, "validation", "verified_accuracy")
        _line(accuracy, checks, "o-", color, run)
        known = [point for point in checks if point["low_95"] is not None]
        accuracy.fill_between(
            [point["examples"] for point in known],
            [point["low_95"] for point in known],
            [point["high_95"] for point in known],
            color=color,
            alpha=0.2,
            linewidth=0,
        )
    loss.set(xlabel="examples seen", ylabel="loss", yscale="log")
    loss.yaxis.set_major_formatter("{x:g}")
    loss.yaxis.set_minor_formatter("{x:g}" if _is_narrow(records) else "")
    accuracy.set(
        xlabel="examples seen",
        ylabel="verified accuracy on validation problems",
        ylim=(-0.02, 1.02),
    )
    for axes in (loss, accuracy):
        axes.legend(fontsize="x-small")
    return figure


def _figure(records: Sequence[Record], data: str, figure: str) -> list[Record]:
    return [r for r in records if (r["data"], r["figure"]) == (data, figure)]


def _line(axes: Axes, points: Sequence[Record], style: str, color: str, label: str) -> None:
    if points:
        places, values = zip(*((p["examples"], p["value"]) for p in points), strict=True)
        axes.plot(places, values, style, color=color, label=label, linewidth=1.2, markersize=3)


def _is_narrow(records: Sequence[Record]) -> bool:
    """Return whether all losses lie so close together that there is room for more labels."""
    losses = [r["value"] for r in records if r["figure"] == "loss" and r["value"] > 0]
    return not losses or max(losses) < NARROW * min(losses)
