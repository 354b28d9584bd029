"""Drawings of networks: levels as colours, fluxes as widths, a prediction beside what is exact."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.figures import empty_figure, save_figure
from hf_mathseq.networks.drawing_panel import COLOUR_MAP, draw_panel
from hf_mathseq.networks.layout import Point, layered_layout
from hf_mathseq.networks.levels import edge_fluxes
from hf_mathseq.networks.levels import levels as equilibrium_levels
from hf_mathseq.networks.network import Network, NetworkError
from hf_mathseq.networks.outcomes import Outcome, outcome

if TYPE_CHECKING:
    from matplotlib.colors import Normalize
    from matplotlib.figure import Figure

COLUMN_INCHES, ROW_INCHES = 1.25, 0.8
SMALLEST, LARGEST = (4.0, 2.5), (24.0, 16.0)
"""Inches, width and height; with more vertices they come closer."""
LOGARITHMIC_FROM = 30.0
"""Ratio of the largest to the smallest positive level above which colours follow logarithms."""
TITLES = {
    Outcome.UNIQUE: "one equilibrium",
    Outcome.NON_UNIQUE: "many equilibria; this one is reached from levels of 0",
    Outcome.NONE: "no equilibrium: what is fed on the red path cannot leave",
}


def draw(
    network: Network,
    levels: npt.ArrayLike | None = None,
    predicted: npt.ArrayLike | None = None,
) -> Figure:
    """Return a drawing of a network with its levels and fluxes.

    Colours are levels, grey is 0; widths are fluxes; a red rim is a vertex without a path to
    the excretion, and a red edge leads there from the intake. With a prediction there are two
    panels with the same colours and widths.

    Args:
        network: The network.
        levels: Levels of the internal vertices, shape (n,); the exact ones by default, none at
            all if there is no equilibrium.
        predicted: Levels that a model predicts, same shape.

    Raises:
        NetworkError: Not one finite level for each internal vertex.
        UserError: matplotlib is not installed.
    """
    if levels is None and outcome(network) is not Outcome.NONE:
        levels = equilibrium_levels(network)
    exact = None if levels is None else _checked(network, levels)
    shown = [("", exact)]
    if predicted is not None:
        prediction = _checked(network, predicted)
        shown = [("exact", exact), (_title(exact, prediction), prediction)]
    places = layered_layout(network)
    rows, columns, *size = _arrangement(places, len(shown))
    figure = empty_figure(*size)
    found = [values for _, values in shown if values is not None]
    colours = _colours(found)
    widest = max((edge_fluxes(network, values).max(initial=0.0) for values in found), default=0.0)
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes, (title, values) in zip(panels, shown, strict=True):
        draw_panel(axes, network, places, values, colours, float(widest))
        axes.set_title(title or TITLES[outcome(network)], fontsize="medium")
    if found:
        _draw_scale(figure, panels, colours)
    return figure


def save_drawing(
    network: Network,
    path: str | Path,
    levels: npt.ArrayLike | None = None,
    predicted: npt.ArrayLike | None = None,
) -> None:
    """Write `draw` to a file; the name's ending says the format.

    Raises:
        NetworkError: Not one finite level for each internal vertex.
        UserError: Another ending than png, svg or pdf, or matplotlib is not installed.
    """
    save_figure(lambda: draw(network, levels, predicted), path)


def _checked(network: Network, levels: npt.ArrayLike) -> FloatArray:
    values = np.asarray(levels, dtype=np.float64)
    if values.shape != (network.n,) or not np.isfinite(values).all():
        raise NetworkError(f"a drawing needs {network.n} finite levels, one for each vertex")
    return values


def _title(exact: FloatArray | None, predicted: FloatArray) -> str:
    if exact is None or not exact.sum():
        return "predicted"
    error = np.abs(predicted - exact).sum() / exact.sum()
    return f"predicted, off by {error:.2%} of the sum of levels"


def _arrangement(places: dict[int, Point], panels: int) -> tuple[int, int, float, float]:
    """Return the rows and columns of panels, wide ones stacked, and the figure's size in inches."""
    width = max(COLUMN_INCHES * (1 + max(x for x, _ in places.values())), SMALLEST[0])
    height = max(ROW_INCHES * (1 + 2 * max(y for _, y in places.values())), SMALLEST[1])
    rows, columns = (panels, 1) if width > height else (1, panels)
    return rows, columns, min(width * columns + 1, LARGEST[0]), min(height * rows, LARGEST[1])


def _colours(levels: Sequence[FloatArray]) -> Normalize:
    from matplotlib.colors import LogNorm, Normalize

    everything = np.concatenate([np.ones(1) if not levels else np.ravel(levels)])
    positive = everything[everything > 0]
    if not len(positive):
        return Normalize(0, 1)
    smallest, largest = float(positive.min()), float(positive.max())
    if largest > LOGARITHMIC_FROM * smallest:
        return LogNorm(smallest, largest)
    return Normalize(0, largest)


def _draw_scale(figure: Figure, panels: Any, colours: Normalize) -> None:
    from matplotlib.cm import ScalarMappable

    scale = ScalarMappable(norm=colours, cmap=COLOUR_MAP)
    figure.colorbar(scale, ax=list(panels), label="level", shrink=0.8, aspect=30)
