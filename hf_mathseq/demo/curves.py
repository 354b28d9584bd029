"""Curves of real functions: sampled, with gaps where there is no value, cut to what is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray

if TYPE_CHECKING:
    from matplotlib.axes import Axes

HALF_WIDTH = 5.0
"""Curves are drawn for x from -5 to 5."""
POINTS = 801
SEEN = (5.0, 95.0)
"""Percentiles of the values that a window reaches over at least: poles are cut."""
FLATTEST = 1.0
"""Height of the window of a constant."""


def abscissae() -> FloatArray:
    """Return the values of x at which curves are sampled, 0 among them."""
    return np.linspace(-HALF_WIDTH, HALF_WIDTH, POINTS)


def draw_curve(axes: Axes, values: Any, **style: Any) -> None:
    """Draw one curve over `abscissae`; values that are not finite are gaps."""
    x = abscissae()
    y = np.broadcast_to(np.asarray(values, dtype=np.float64), x.shape)
    axes.plot(x, np.where(np.isfinite(y), y, np.nan), **style)


def fit_window(axes: Axes, values: Any) -> None:
    """Let the vertical window show most values and not the heights of poles."""
    found = np.asarray(values, dtype=np.float64)
    found = found[np.isfinite(found)]
    axes.set_xlim(-HALF_WIDTH, HALF_WIDTH)
    if not len(found):
        return
    low, high = np.percentile(found, SEEN)
    margin = max(0.4 * (high - low), FLATTEST / 2 if high == low else 0.0)
    axes.set_ylim(low - margin, high + margin)
