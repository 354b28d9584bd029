"""Pictures of accuracies: by difficulty and by rank, with their intervals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from hf_mathseq.figures import empty_figure
from hf_mathseq.reports.tables import Record, shares

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

BINS = 15
"""Points of a line by difficulty: neighbouring values are taken together until each point has at
least this part of the problems. The table has every value."""
PANEL = (5.0, 4.0)
"""Width and height of a panel in inches."""
LINES = {"strict": "-", "paper": "--"}


def by_difficulty(records: Sequence[Record]) -> Figure:
    """Draw a panel for each measure of difficulty, a line for each evaluation and criterion."""
    measures = list(dict.fromkeys(record["measure"] for record in records))
    figure = empty_figure(PANEL[0] * len(measures), PANEL[1])
    panels = figure.subplots(1, len(measures), sharey=True, squeeze=False)[0]
    for axes, measure in zip(panels, measures, strict=True):
        own = [record for record in records if record["measure"] == measure]
        _lines(axes, own, "value")
        axes.set_xlabel(measure)
    _label(panels[0])
    return figure


def by_beam(records: Sequence[Record]) -> Figure:
    """Draw the accuracy among the first 1, 2, ... hypotheses of every evaluation."""
    figure = empty_figure(*PANEL)
    axes = figure.subplots()
    _lines(axes, records, "rank")
    axes.set_xlabel("hypotheses that count")
    axes.locator_params(axis="x", integer=True)
    _label(axes)
    return figure


def _label(axes: Axes) -> None:
    axes.set_ylabel("accuracy")
    axes.set_ylim(-0.02, 1.02)
    axes.legend(fontsize="x-small")


def _lines(axes: Axes, records: Sequence[Record], along: str) -> None:
    names = list(dict.fromkeys(record["evaluation"] for record in records))
    lines = groupby(records, key=itemgetter("evaluation", "criterion"))
    for (name, criterion), own in lines:
        points = list(own)
        if along == "value":
            points = list(binned(points))
        draw_interval_line(
            axes,
            [point[along] for point in points],
            points,
            color=f"C{names.index(name) % 10}",
            linestyle=LINES[criterion],
            label=f"{name}, {criterion}",
        )


def draw_interval_line(
    axes: Axes, places: Sequence[float], points: Sequence[Record], **style: Any
) -> None:
    """Draw accuracies as a line with bars from `low_95` to `high_95`."""
    values = [point["accuracy"] for point in points]
    below = [max(0.0, point["accuracy"] - point["low_95"]) for point in points]
    above = [max(0.0, point["high_95"] - point["accuracy"]) for point in points]
    bars: dict[str, Any] = {
        "marker": "o",
        "markersize": 3,
        "linewidth": 1.2,
        "elinewidth": 0.8,
        "capsize": 2,
    }
    axes.errorbar(places, values, yerr=[below, above], **bars, **style)


def binned(points: Sequence[Record]) -> Iterator[dict[str, Any]]:
    """Yield points of enough problems each, at the mean of their values.

    Args:
        points: Rows of the table by difficulty of one line, by increasing value.
    """
    wanted = sum(point["examples"] for point in points) / BINS
    group: list[Record] = []
    for number, point in enumerate(points, 1):
        group.append(point)
        if sum(p["examples"] for p in group) >= wanted or number == len(points):
            yield _merged(group)
            group = []


def _merged(points: Sequence[Record]) -> dict[str, Any]:
    examples = sum(point["examples"] for point in points)

    def mean(column: str) -> float:
        return float(sum(point[column] * point["examples"] for point in points) / examples)

    accuracy = shares((mean("accuracy"), mean("accuracy_undecided_right")), examples)
    return {"value": mean("value"), "examples": examples, **accuracy}
