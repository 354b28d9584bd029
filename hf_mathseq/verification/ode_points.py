"""Points (x, a8, a9) at which answers to differential equations are tried.

The constants of integration have several magnitudes, in all combinations of signs with x: an answer
such as sqrt(a8 - x^2 - 10) has values for large a8 only.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.nodes import Expr, X, symbol
from hf_mathseq.verification import probes

CONSTANTS = (symbol("a8"), symbol("a9"))
"""The constants of integration, as the published words name them."""

Points = dict[Expr, npt.NDArray[Any]]
"""Values of x, a8 and a9, arrays of one length."""
Point = dict[Expr, complex]

_MAGNITUDES = np.array([0.4177, 1.3691, 2.7473, 0.8117, 14.3137, 5.3381, 0.1139, 118.7311])
"""No simple multiples of each other, of pi, or of the values of x."""
_WIDE = 1024
"""Number of points for answers that are real, or right, on a small part of the space."""
_TURNS = np.sqrt([[2.0], [3.0], [5.0]])


def _probes() -> Points:
    """Return 32 points; from one pair to the next the signs of the constants take turns."""
    at = np.arange(len(probes.PROBES)) // 2
    points: Points = {X: probes.PROBES}
    for constant, step, half_period in zip(CONSTANTS, (3, 5), (1, 2), strict=True):
        signs = 1 - 2 * (at // half_period % 2)
        drift = 1 + 0.0137 * at
        points[constant] = signs * drift * _MAGNITUDES[(step * at + half_period) % 8]
    return points


def _wide_probes() -> Points:
    """Return points spread evenly over signs and logarithms of magnitudes (a Weyl sequence)."""
    shares = (np.arange(1, _WIDE + 1) * _TURNS) % 1
    spread = 2 * np.abs(2 * shares - 1) - 1
    values = np.sign(shares - 0.5) * 10 ** (2.5 * spread)
    return dict(zip((X, *CONSTANTS), values, strict=True))


def _complex_probes() -> Points:
    points: Points = {X: probes.COMPLEX_PROBES}
    for constant, turn in zip(CONSTANTS, (0.6173, -1.1371), strict=True):
        points[constant] = 1.1713 * np.exp(1j * turn) * np.roll(probes.COMPLEX_PROBES, 5)
    return points


PROBES, WIDE_PROBES, COMPLEX_PROBES = _probes(), _wide_probes(), _complex_probes()
MORE_PROBES = {name: np.concatenate([PROBES[name], WIDE_PROBES[name]]) for name in PROBES}
"""The wide ones behind the others, which keep their places."""


def point_at(points: Points, index: int) -> Point:
    """Return one of the points."""
    return {name: values[index].item() for name, values in points.items()}


def describe(point: Point, constants: tuple[Expr, ...]) -> str:
    """Return the line that names a point by x and some of the constants."""
    return ", ".join(f"{name.value} = {point[name]:.6g}" for name in (X, *constants))


def spread(indices: npt.NDArray[np.intp], count: int) -> list[int]:
    """Return up to `count` of some indices, evenly spread over them."""
    if len(indices) > count:
        indices = indices[np.linspace(0, len(indices) - 1, count).round().astype(int)]
    return [int(index) for index in indices]
