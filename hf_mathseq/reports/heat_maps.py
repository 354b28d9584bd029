"""Heat maps of experiments: what every model reaches on every group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hf_mathseq.figures import empty_figure
from hf_mathseq.reports.tables import Record

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DARK = 0.6
"""Accuracies from here on are written in black, those below in white: cells grow lighter."""
CELL, MARGIN = (0.8, 0.45), (3.0, 2.0)
"""Inches of a cell, and of what surrounds them, in width and height."""


def heat_map(records: Sequence[Record], title: str) -> Figure:
    """Draw accuracies of runs (rows) on groups (columns); a cell without one is left white.

    A model that can read no problem of a group was not tried on it: its cell is crossed.
    """
    runs = list(dict.fromkeys(record["run"] for record in records))
    groups = list(dict.fromkeys(record["group"] for record in records))
    cells = np.full((len(runs), len(groups)), np.nan)
    figure = empty_figure(*(m + c * n for m, c, n in zip(MARGIN, CELL, cells.T.shape, strict=True)))
    axes = figure.subplots()
    for record in records:
        row, column = runs.index(record["run"]), groups.index(record["group"])
        if record["too_long"] == record["examples"]:
            axes.text(column, row, "x", ha="center", va="center", color="0.5")
            continue
        cells[row, column] = record["accuracy"]
        color = "black" if record["accuracy"] >= DARK else "white"
        text = f"{100 * record['accuracy']:.1f}"
        axes.text(column, row, text, ha="center", va="center", color=color, fontsize="small")
    drawn = axes.imshow(cells, vmin=0, vmax=1, cmap="viridis", aspect="auto")
    axes.set_xticks(range(len(groups)), groups, rotation=40, ha="right")
    axes.set_yticks(range(len(runs)), runs)
    axes.set(xlabel="tested on", ylabel="model")
    axes.set_title(title, fontsize="small")
    figure.colorbar(drawn, ax=axes, label="accuracy")
    return figure
