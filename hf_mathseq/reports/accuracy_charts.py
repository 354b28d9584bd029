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
    """Draw a panel for each measure of difficulty, a line for each evaluation and criterion.

    Measures that have one value in all problems have no panel.
    """
    measures = varied(records)
    figure = empty_figure(PANEL[0] * len(measures), PANEL[1])
    panels = figure.subplots(1, len(measures), squeeze=False)[0]
    for axes, measure in zip(panels, measures, strict=True):
        _draw_lines(axes, [r for r in records if r["measure"] == measure], "value", _names(records))
        axes.set_xlabel(measure)
    return figure


def varied(records: Sequence[Record]) -> list[str]:
    """Return the measures of difficulty that have several values."""
    values: dict[str, set[int]] = {}
    for record in records:
        values.setdefault(record["measure"], set()).add(record["value"])
    return [measure for measure, found in values.items() if len(found) > 1]


def by_beam(records: Sequence[Record]) -> Figure:
    """Draw the accuracy among the first 1, 2, ... hypotheses of every evaluation."""
    figure = empty_figure(*PANEL)
    axes = figure.subplots()
    _draw_lines(axes, records, "rank", _names(records))
    axes.set_xlabel("hypotheses that count")
    return figure


def _names(records: Sequence[Record]) -> list[str]:
    return list(dict.fromkeys(record["evaluation"] for record in records))


def _draw_lines(axes: Axes, records: Sequence[Record], along: str, names: Sequence[str]) -> None:
    """Draw lines whose colours are the places of the evaluations among `names`."""
    lines = groupby(records, key=itemgetter("evaluation", "criterion"))
    for (name, criterion), own in lines:
        points = list(binned(list(own))) if along == "value" else list(own)
        _draw_interval_line(
            axes,
            [point[along] for point in points],
            points,
            color=f"C{names.index(name) % 10}",
            linestyle=LINES[criterion],
            label=f"{name}, {criterion}",
        )
    axes.set(ylabel="accuracy", ylim=(-0.02, 1.02))
    axes.locator_params(axis="x", integer=True)
    axes.legend(fontsize="x-small")


def _draw_interval_line(
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
