"""Drawings as SVG that stands in a page: elements, numbers and arrows.

Lines take the colour of the text around them, so that a drawing suits light and dark pages.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

ACCENT = "#2f6fb7"
"""Fills; legible on white and on black."""
WARNING = "#d0342c"
_ARROW = 7.0
"""Length of an arrow's head in pixels."""

Point = tuple[float, float]


def drawing(width: float, height: float, title: str, elements: Sequence[str]) -> str:
    """Return a drawing that shrinks with the page.

    Args:
        width: Pixels; also the largest width on a page.
        height: Pixels.
        title: What it shows, for those who cannot see it.
        elements: What is drawn, from back to front.
    """
    size = f'viewBox="0 0 {decimal(width)} {decimal(height)}"'
    style = f'style="width:100%;max-width:{decimal(width)}px;height:auto"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style} role="img" '
        f'aria-label="{escape(title)}" font-family="sans-serif">{"".join(elements)}</svg>'
    )


def decimal(value: float) -> str:
    """Return a coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0").replace("-0", "-0" if value <= -0.05 else "0")


def path(
    points: str, width: float = 1.0, colour: str = "currentColor", opacity: float = 1.0
) -> str:
    """Return an open line.

    Args:
        points: The commands of SVG's `d`.
        width: Pixels.
        colour: A CSS colour.
        opacity: 0 to 1.
    """
    return (
        f'<path d="{points}" fill="none" stroke="{colour}" stroke-width="{width:.2g}" '
        f'opacity="{opacity:.2g}"/>'
    )


def polyline(points: Sequence[Point], width: float = 1.0, opacity: float = 1.0) -> str:
    """Return a line through points."""
    d = "M" + "L".join(f"{decimal(x)} {decimal(y)}" for x, y in points)
    return path(d, width, opacity=opacity)


def head(tip: Point, direction: Point, colour: str = "currentColor", opacity: float = 1.0) -> str:
    """Return an arrow's head that points in a direction; none where there is no direction."""
    length = math.hypot(*direction)
    if length < 1e-9:
        return ""
    dx, dy = (_ARROW * part / length for part in direction)
    back = tip[0] - dx, tip[1] - dy
    sides = [(back[0] + s * dy / 2.5, back[1] - s * dx / 2.5) for s in (1, -1)]
    corners = "L".join(f"{decimal(x)} {decimal(y)}" for x, y in [tip, *sides])
    return f'<path d="M{corners}Z" fill="{colour}" opacity="{opacity:.2g}"/>'


def text(place: Point, content: str, size: float = 11.0, anchor: str = "middle") -> str:
    """Return a line of text; the place is the middle or an end of its baseline."""
    x, y = map(decimal, place)
    return (
        f'<text x="{x}" y="{y}" font-size="{size:g}" text-anchor="{anchor}" '
        f'fill="currentColor">{escape(content)}</text>'
    )


def circle(centre: Point, radius: float, style: str, title: str = "") -> str:
    """Return a circle with an explanation that browsers show under the pointer."""
    x, y = map(decimal, centre)
    inside = f"<title>{escape(title)}</title>" if title else ""
    return f'<circle cx="{x}" cy="{y}" r="{radius:g}" {style}>{inside}</circle>'
