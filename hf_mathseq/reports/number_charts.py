"""Parity plots: predicted numbers over the true ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.figures import empty_figure
from hf_mathseq.reports.tables import Record

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDE = 100.0
"""Where the largest number is so many times the median one, axes are logarithmic."""
SMALL = 0.1
"""This part of the numbers stands where logarithmic axes are linear, around 0."""


def parity(records: Sequence[Record], title: str) -> Figure:
    """Draw the numbers of right and of wrong answers, and the line where they would be equal.

    The axes reach as far as the true numbers; predictions beyond stand at the edge.
    """
    true, predicted = (np.array([r[c] for r in records]) for c in ("true", "predicted"))
    correct = np.array([record["strict"] == "CORRECT" for record in records])
    figure = empty_figure(5, 5)
    axes = figure.subplots()
    linear = _linear_part(true)
    low, high = _window(true, linear)
    axes.plot([low, high], [low, high], color="0.6", linewidth=0.8, zorder=0)
    shown = np.clip(np.nan_to_num(predicted, nan=high), low, high)
    for chosen, label, color in ((correct, "correct", "tab:blue"), (~correct, "wrong", "tab:red")):
        if chosen.any():
            axes.scatter(
                true[chosen],
                shown[chosen],
                s=4,
                color=color,
                alpha=0.5,
                linewidth=0,
                clip_on=False,
                label=f"{label} answers ({chosen.sum()} numbers)",
            )
    if linear:
        axes.set_xscale("symlog", linthresh=linear)
        axes.set_yscale("symlog", linthresh=linear)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter("{x:g}")
    axes.set(xlim=(low, high), ylim=(low, high), aspect="equal")
    axes.set(xlabel="true", ylabel="predicted")
    axes.set_title(title, fontsize="small")
    axes.legend(fontsize="x-small", loc="upper left", markerscale=3)
    return figure


def _window(true: FloatArray, linear: float) -> tuple[float, float]:
    """Return the ends of the axes, a little beyond the numbers.

    Args:
        true: The numbers.
        linear: Where logarithmic axes begin around 0; 0 is linear ones.
    """
    low, high = float(true.min()), float(true.max())
    if linear:
        return min(1.5 * low, -linear / 2), max(1.5 * high, linear / 2)
    margin = 0.05 * (high - low) or 1.0
    return low - margin, high + margin


def _linear_part(true: FloatArray) -> float:
    """Return up to where axes that are logarithmic beyond are linear around 0; 0 is everywhere.

    They let numbers of very different sizes be told apart, those around 0 too.
    """
    size = np.abs(true[true != 0])
    if not len(size) or size.max() <= WIDE * np.median(size):
        return 0.0
    return float(np.quantile(size, SMALL))
