"""Phase portraits of systems with two states, as SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.analysis.fields import values_at
from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.rendering.svg import ACCENT, circle, drawing, head, path, polyline, text
from hf_mathseq.systems.words import Tree

SIDE, MARGIN = 300.0, 34.0
"""Pixels: the window and what is around it."""
STARTS = 9
"""Curves start on a grid with as many points on each side."""
REACH = 0.9
"""Length of a curve in each direction, in distances of the grid."""
STEPS = 24
"""Steps of the fourth-order Runge-Kutta method in each direction."""


def phase_portrait(
    equations: Sequence[Tree],
    point: Sequence[float],
    half_width: float = 1.0,
    names: Sequence[str] = ("x0", "x1"),
) -> str:
    """Return pieces of trajectories around a point.

    The curves are integrated by the classical Runge-Kutta method along their length, so that all
    have the same; where the system is undefined they end.

    Args:
        equations: Two right-hand sides.
        point: Both coordinates, then the values of controls, if any: they are held fixed.
        half_width: The window reaches this far from the point.
        names: Of the axes.
    """
    centre = np.asarray(point[:2], dtype=np.float64)
    distance = 2 * half_width / STARTS
    offsets = (np.arange(STARTS) + 0.5) * distance - half_width
    grid = np.stack(np.meshgrid(offsets, offsets), axis=-1).reshape(-1, 2)
    starts = centre + grid

    def field(places: FloatArray) -> FloatArray:
        fixed = [np.full(len(places), value) for value in point[2:]]
        columns = [places[:, 0], places[:, 1], *fixed]
        return np.stack([values_at(tree, columns).real for tree in equations], axis=-1)

    scale = REACH * distance / STEPS
    ahead, back = _curves(field, starts, scale), _curves(field, starts, -scale)
    curves = np.concatenate([back[:0:-1], ahead])
    pixels = MARGIN + SIDE * (curves - centre + half_width) / (2 * half_width)
    pixels[..., 1] = SIDE + 2 * MARGIN - pixels[..., 1]
    elements = [_frame(centre, half_width, names)]
    elements += [_curve(pixels[:, i]) for i in range(len(starts))]
    middle = (MARGIN + SIDE / 2, MARGIN + SIDE / 2)
    elements.append(circle(middle, 4, f'fill="{ACCENT}"', "the point"))
    size = SIDE + 2 * MARGIN
    return drawing(size, size, "trajectories near the point", elements)


def _curves(field: Any, starts: FloatArray, step: float) -> FloatArray:
    """Return places along the curves, shape (STEPS + 1, starts, 2); NaN from where they end."""

    def unit(places: FloatArray) -> FloatArray:
        speed = field(places)
        with np.errstate(all="ignore"):
            length = np.linalg.norm(speed, axis=-1, keepdims=True)
            return np.where(length == 0, 0.0, speed / length)

    found = [starts]
    for _ in range(STEPS):
        here = found[-1]
        k1 = unit(here)
        k2 = unit(here + step / 2 * k1)
        k3 = unit(here + step / 2 * k2)
        k4 = unit(here + step * k3)
        found.append(here + step / 6 * (k1 + 2 * k2 + 2 * k3 + k4))
    return np.stack(found)


def _curve(pixels: npt.NDArray[np.float64]) -> str:
    """Return one curve, as far as it is defined and in the window, with an arrow in its middle."""
    low, high = MARGIN, MARGIN + SIDE
    inside = np.all((pixels >= low) & (pixels <= high), axis=-1)  # NaN is not
    middle = len(pixels) // 2
    if not inside[middle] or not inside[[middle - 1, middle + 1]].any():
        return ""
    out = np.flatnonzero(~inside)
    first = max(out[out < middle], default=-1) + 1
    last = min(out[out > middle], default=len(pixels))
    points = [(float(x), float(y)) for x, y in pixels[first:last]]
    at = middle - first
    before, here = points[max(at - 1, 0)], points[at]
    direction = here[0] - before[0], here[1] - before[1]
    return polyline(points, 1.2, 0.6) + head(here, direction, opacity=0.8)


def _frame(centre: FloatArray, half_width: float, names: Sequence[str]) -> str:
    """Return the window, its corners' coordinates and the names of the axes."""
    far = MARGIN + SIDE
    low, high = (centre - half_width), (centre + half_width)
    rectangle = f"M{MARGIN} {MARGIN}H{far}V{far}H{MARGIN}Z"
    below, left = far + 14, MARGIN - 4
    return path(rectangle, 1.0, opacity=0.4) + "".join(
        [
            text((MARGIN, below), f"{low[0]:.3g}", 10),
            text((far, below), f"{high[0]:.3g}", 10),
            text(((MARGIN + far) / 2, below), str(names[0])[:20]),
            text((left, far), f"{low[1]:.3g}", 10, "end"),
            text((left, MARGIN + 4), f"{high[1]:.3g}", 10, "end"),
            text((left, (MARGIN + far) / 2), str(names[1])[:3], anchor="end"),
        ]
    )
