"""How long the sequences of a data set are: as a table, and as a picture where matplotlib is."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from hf_mathseq.data.statistics import SIDES, Counts, SplitStatistics
from hf_mathseq.figures import DOTS_PER_INCH, empty_figure
from hf_mathseq.suggestions import UserError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BINS = 40
"""Bars of a histogram."""
ROWS = 10
"""Rows of a table; the bars of a picture are finer."""

Statistics = Mapping[str, SplitStatistics]


def lengths_png(statistics: Statistics) -> bytes | None:
    """Return histograms of the lengths of problems and answers as PNG; None without matplotlib."""
    try:
        empty_figure(1, 1)
    except UserError:
        return None
    content = BytesIO()
    _figure(statistics).savefig(content, format="png", dpi=DOTS_PER_INCH)
    return content.getvalue()


def length_rows(counts: Counts) -> list[tuple[str, int]]:
    """Return ranges of lengths, e.g. "12 - 16", and how many sequences have one of them."""
    edges = _edges(counts, ROWS)
    return [
        (f"{low} - {high - 1}" if high - low > 1 else str(low), int(counts[low:high].sum()))
        for low, high in pairwise(edges)
    ]


def _figure(statistics: Statistics) -> Figure:
    figure = empty_figure(8, 3)
    panels = figure.subplots(1, len(SIDES))
    for axes, side in zip(panels, SIDES, strict=True):
        for split, found in statistics.items():
            counts = found.lengths[side]
            edges = _edges(counts, BINS)
            heights = np.add.reduceat(counts, edges[:-1]) / np.diff(edges) / counts.sum()
            axes.stairs(heights, np.array(edges) - 0.5, label=split)
        axes.set(xlabel=f"tokens of the {side}, </s> included", ylabel="share of examples by token")
        axes.set_ylim(bottom=0)
    panels[0].legend(fontsize="small")
    return figure


def _edges(counts: Counts, most: int) -> list[int]:
    """Return at most that many ranges of whole lengths, as equal as can be, and where they end."""
    low, high = int(np.flatnonzero(counts)[0]), len(counts)
    width = -(-(high - low) // most)
    return [*range(low, high, width), high]
