"""One panel of a drawing of a network: its vertices, edges and captions."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.networks.layout import Point
from hf_mathseq.networks.levels import edge_fluxes
from hf_mathseq.networks.network import INTAKE, Network
from hf_mathseq.networks.outcomes import offending_path, trapped

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.colors import Normalize

COLOUR_MAP = "viridis"
NARROWEST, WIDEST = 0.5, 5.0
"""Points: the widths of edges without flux and with the largest one."""
BEND = 0.2
"""Radius of an edge that is bent, as a share of its length."""
LONGEST_NAME = 22
UNFED, TRAPPED = "0.9", "tab:red"


def draw_panel(
    axes: Axes,
    network: Network,
    places: dict[int, Point],
    levels: FloatArray | None,
    colours: Normalize,
    widest: float,
) -> None:
    """Draw a network into a panel.

    Args:
        axes: The panel.
        network: The network.
        places: Where its vertices stand.
        levels: Levels of the internal vertices, or None if there are none.
        colours: From levels to the range of the colour map.
        widest: The flux of the widest edge; 0 if nothing flows.
    """
    fluxes = None if levels is None else edge_fluxes(network, levels)
    blamed = list(pairwise(offending_path(network)))
    pairs = {(u, v): None for u, v, _ in network.edges}
    for i, (u, v) in enumerate(pairs):
        share = 0.0 if fluxes is None or not widest else max(0.0, float(fluxes[i])) / widest
        style = {"color": TRAPPED if (u, v) in blamed else "0.45"}
        _draw_edge(axes, places[u], places[v], share, (v, u) in pairs, style)
    stuck = trapped(network)
    for vertex, (x, y) in places.items():
        rim = TRAPPED if vertex in stuck else "black"
        _draw_vertex(axes, (x, y), _face(network, vertex, levels, colours), rim)
        _write_below(axes, (x, y), _caption(network, vertex, levels))
    xs, ys = zip(*places.values(), strict=True)
    axes.set(xlim=(min(xs) - 0.6, max(xs) + 0.6), ylim=(min(ys) - 0.8, max(ys) + 0.6))
    axes.set_axis_off()


def _write_below(axes: Axes, place: Point, caption: str) -> None:
    axes.annotate(
        caption,
        place,
        xytext=(0, -9),
        textcoords="offset points",
        ha="center",
        va="top",
        fontsize=6,
        parse_math=False,  # names are no formulas, whatever signs they have
        bbox={"boxstyle": "square,pad=0.05", "color": "white", "alpha": 0.7, "linewidth": 0},
        zorder=4,
    )


def _draw_edge(
    axes: Axes, start: Point, end: Point, share: float, both_ways: bool, style: dict[str, Any]
) -> None:
    """Draw an arrow; bent where it has a counterpart or passes other columns."""
    passes = abs(end[0] - start[0]) != 1
    axes.annotate(
        "",
        end,
        start,
        arrowprops={
            "arrowstyle": "-|>",
            "linewidth": NARROWEST + (WIDEST - NARROWEST) * share,
            "mutation_scale": 8,
            "shrinkA": 7,
            "shrinkB": 7,
            "connectionstyle": f"arc3,rad={BEND * (passes or both_ways)}",
            "alpha": 0.8,
            **style,
        },
    )


def _draw_vertex(axes: Axes, place: Point, face: Any, rim: str) -> None:
    axes.plot(
        *([coordinate] for coordinate in place),
        marker="o",
        markersize=11,
        markerfacecolor=face,
        markeredgecolor=rim,
        markeredgewidth=2.0 if rim == TRAPPED else 0.8,
        zorder=3,
    )


def _face(network: Network, vertex: int, levels: FloatArray | None, colours: Normalize) -> Any:
    """Return the colour of a vertex: white at the ends and where no level is known."""
    if levels is None or vertex in (INTAKE, network.excretion):
        return "white"
    level = float(levels[vertex - 1])
    if level <= 0:
        return UNFED
    from matplotlib import colormaps

    return colormaps[COLOUR_MAP](float(colours(level)))


def _caption(network: Network, vertex: int, levels: FloatArray | None) -> str:
    name = network.name(vertex)
    if len(name) > LONGEST_NAME:
        name = name[: LONGEST_NAME - 1] + "…"
    if levels is None or vertex in (INTAKE, network.excretion):
        return name
    return f"{name}\n{levels[vertex - 1]:.3g}"
