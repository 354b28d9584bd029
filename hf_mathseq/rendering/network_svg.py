"""Networks as SVG: levels as the strength of a colour, fluxes as widths of edges."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.networks.layout import layered_layout
from hf_mathseq.networks.levels import edge_fluxes
from hf_mathseq.networks.network import INTAKE, Network
from hf_mathseq.networks.outcomes import offending_path, trapped
from hf_mathseq.rendering.svg import (
    ACCENT,
    WARNING,
    Point,
    circle,
    decimal,
    drawing,
    head,
    path,
    text,
)

MAX_EDGES = 1_500
"""Larger networks are not drawn: nobody could follow an edge."""
COLUMN, ROW, MARGIN = 96.0, 52.0, 40.0
"""Pixels between columns and rows, and around."""
RADIUS = 13.0
NARROWEST, WIDEST = 0.6, 4.5
"""Pixels: the widths of edges without flux and with the largest one."""
BEND = 0.18
"""How far a bent edge leaves the straight line, as a share of its length."""
LONGEST_NAME = 14


def network_drawing(network: Network, levels: Sequence[float] | None = None) -> str:
    """Return a drawing of a network; empty if it has more than `MAX_EDGES` edges.

    A red rim is a vertex without a path to the excretion, red edges lead from the intake to one.

    Args:
        network: The network.
        levels: Finite levels of the internal vertices, as computed or as predicted; None shows
            the structure alone.
    """
    if len(network.edges) > MAX_EDGES:
        return ""
    grid = layered_layout(network)
    top = max(y for _, y in grid.values())
    places = {v: (MARGIN + COLUMN * x, MARGIN + ROW * (top - y)) for v, (x, y) in grid.items()}
    values = None if levels is None else np.asarray(levels, dtype=np.float64)
    elements = [*_edges(network, places, values), *_vertices(network, places, values)]
    width = MARGIN + max(x for x, _ in places.values())
    height = MARGIN + max(y for _, y in places.values())
    title = f"network of {network.n} vertices and {len(network.edges)} edges"
    return drawing(width, height, title, elements)


def _edges(network: Network, places: Mapping[int, Point], levels: FloatArray | None) -> list[str]:
    shares = np.full(len(network.edges), 0.15)
    if levels is not None:
        fluxes = np.abs(edge_fluxes(network, levels))
        shares = fluxes / max(float(fluxes.max(initial=0.0)), 1e-300)
    blamed = dict.fromkeys(pairwise(offending_path(network)))
    pairs = {(u, v): None for u, v, _ in network.edges}
    drawn = []
    for (u, v), share in zip(pairs, shares.tolist(), strict=True):
        colour = WARNING if (u, v) in blamed else "currentColor"
        bent = (v, u) in pairs or abs(places[u][0] - places[v][0]) != COLUMN
        drawn.append(_edge(places[u], places[v], share, bent, colour))
    return drawn


def _edge(start: Point, end: Point, share: float, bent: bool, colour: str) -> str:
    """Return an arrow between the rims of two circles."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    offset = BEND if bent else 0.0
    middle = (start[0] + dx / 2 - offset * dy, start[1] + dy / 2 + offset * dx)
    begin, tip = _rim(start, middle), _rim(end, middle)
    opacity = 0.35 + 0.5 * share if colour == "currentColor" else 0.9
    numbers = [decimal(value) for point in (begin, middle, tip) for value in point]
    curve = "M{} {}Q{} {} {} {}".format(*numbers)
    width = NARROWEST + (WIDEST - NARROWEST) * share
    direction = tip[0] - middle[0], tip[1] - middle[1]
    return path(curve, width, colour, opacity) + head(tip, direction, colour, opacity)


def _rim(centre: Point, towards: Point) -> Point:
    dx, dy = towards[0] - centre[0], towards[1] - centre[1]
    share = RADIUS / max(math.hypot(dx, dy), RADIUS)
    return centre[0] + share * dx, centre[1] + share * dy


def _vertices(
    network: Network, places: Mapping[int, Point], levels: FloatArray | None
) -> list[str]:
    stuck = dict.fromkeys(trapped(network))
    largest = 0.0 if levels is None else float(levels.max(initial=0.0))
    drawn = []
    for vertex, place in places.items():
        name, level = network.name(vertex), None
        if levels is not None and vertex not in (INTAKE, network.excretion):
            level = float(levels[vertex - 1])
        strength = 0.08 if not level or level < 0 else 0.15 + 0.75 * level / largest
        rim = WARNING if vertex in stuck else "currentColor"
        style = f'fill="{ACCENT}" fill-opacity="{strength:.2g}" stroke="{rim}"'
        told = name if level is None else f"{name}: level {level:.3g}"
        if vertex in stuck:
            told += "; no path to the excretion"
        drawn.append(circle(place, RADIUS, 'fill="Canvas"'))  # edges pass behind
        drawn.append(circle(place, RADIUS, style, told))
        drawn.append(_label(place, name))
    return drawn


def _label(place: Point, name: str) -> str:
    """Return a name in its circle, or below it where it is long."""
    if len(name) <= 3:
        return text((place[0], place[1] + 4), name)
    short = name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
    return text((place[0], place[1] + RADIUS + 11), short, 9.5)
