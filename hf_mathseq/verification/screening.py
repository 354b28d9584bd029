"""What floats say about F' = f: where both sides have values, and which points look suspicious."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.nodes import Expr
from hf_mathseq.symbolic.numeric import Evaluation
from hf_mathseq.symbolic.numeric_backends import COMPLEX, REAL
from hf_mathseq.verification.probes import PROBES, WIDE_PROBES

MIN_POINTS = 5
"""Fewer valid points are no evidence."""
AGREEMENT = 1e-8
"""Relative difference of float64 values up to which nothing is suspicious."""
FAR_APART = 1e-3
"""Relative difference that no rounding explains where it is found at every point."""
SUSPECTS, SUSPECTS_TRIED = 6, 24
"""Suspicious points that are decided with many digits, and tried to that end."""


@dataclass(frozen=True, slots=True)
class Screen:
    """Points where both sides have values, and the relative differences there.

    Attributes:
        points: The points, real or complex.
        gaps: |F' - f| at each, relative to the larger of the two.
        inside: Whether F has a value there too; ln x has a slope where it has none.
    """

    points: npt.NDArray[Any]
    gaps: npt.NDArray[np.float64]
    inside: npt.NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.points)

    def where_valued(self) -> Screen:
        """Return the points at which F has a value too."""
        chosen = self.inside
        return Screen(self.points[chosen], self.gaps[chosen], self.inside[chosen])

    @property
    def hopeless(self) -> bool:
        """Whether the values are far apart at every point."""
        return len(self) > 0 and bool(self.gaps.min() > FAR_APART)


def real_screen(antiderivative: Expr, integrand: Expr) -> Screen:
    """Return the points of the line with values: of `PROBES`, else of `WIDE_PROBES`.

    Args:
        antiderivative: F, an expression in x.
        integrand: f, an expression in x.

    Raises:
        NotNumericError: F or f has a symbol other than x.
    """
    screen = screen_at(antiderivative, integrand, PROBES)
    if len(screen) < MIN_POINTS:
        screen = screen_at(antiderivative, integrand, WIDE_PROBES)
    return screen


def screen_at(
    antiderivative: Expr,
    integrand: Expr,
    points: npt.NDArray[Any],
    conjugated: Sequence[Expr] = (),
) -> Screen:
    """Find the points where F' and f have values, and how far these are apart.

    Args:
        antiderivative: F, an expression in x.
        integrand: f, an expression in x.
        points: Where to look; the branches are those of complex numbers if these are complex.
        conjugated: Constants whose values are replaced by their conjugates.

    Raises:
        NotNumericError: F or f has a symbol other than x.
    """
    with np.errstate(all="ignore"):
        run = Evaluation(COMPLEX if np.iscomplexobj(points) else REAL, points)
        run.values.update({constant: np.conj(run.value(constant)) for constant in conjugated})
        target = _at_points(run.value(integrand), points)
        if not np.isfinite(target).any():
            return Screen(points[:0], np.empty(0), np.empty(0, dtype=bool))
        slope = _at_points(run.derivative(antiderivative), points)
        valid = run.finite(target, slope)
        scale = np.maximum(np.abs(target), np.abs(slope))
        gaps = np.abs(target - slope) / np.where(scale > 0, scale, 1)
        inside = np.isfinite(_at_points(run.value(antiderivative), points))
    return Screen(points[valid], gaps[valid], inside[valid])


def _at_points(value: Any, points: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Return a value at every point, also where it does not depend on x."""
    if isinstance(value, np.ndarray) and value.shape == points.shape:
        return value
    return np.broadcast_to(np.asarray(value, dtype=points.dtype), points.shape)


def suspects(gaps: npt.NDArray[np.float64]) -> list[int]:
    """Return the places of suspicious gaps: the largest, then some spread over the others."""
    ranked = sorted(np.flatnonzero(gaps > AGREEMENT).tolist(), key=lambda i: -gaps[i])
    half = SUSPECTS // 2
    rest = ranked[half:]
    return ranked[:half] + rest[:: math.ceil(len(rest) / (SUSPECTS_TRIED - half)) or 1]


def spread(screen: Screen, chosen: npt.NDArray[np.bool_], count: int) -> list[int]:
    """Return `count` of the chosen points, spread over the line, the two sides taking turns."""
    ordered = sorted(np.flatnonzero(chosen).tolist(), key=lambda i: screen.points[i].real)
    if len(ordered) > count:
        steps = np.linspace(0, len(ordered) - 1, 2 * count + 1)[1::2]
        ordered = [ordered[round(step)] for step in steps]
    half = len(ordered) // 2
    left, right = ordered[:half], ordered[half:]
    return [
        index
        for pair in zip(right, [*left, None], strict=False)
        for index in pair
        if index is not None
    ]
