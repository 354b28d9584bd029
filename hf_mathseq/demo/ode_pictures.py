"""Slope fields of equations of first order, and the curves of a general solution."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hf_mathseq.demo.curves import HALF_WIDTH, abscissae, draw_curve
from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.figures import empty_figure
from hf_mathseq.symbolic.equations import order_of, read_equation
from hf_mathseq.symbolic.expression import Expr
from hf_mathseq.symbolic.nodes import X, symbol
from hf_mathseq.symbolic.numeric import Evaluation
from hf_mathseq.symbolic.numeric_backends import REAL
from hf_mathseq.symbolic.unknown_function import UNKNOWNS
from hf_mathseq.tasks.ode_construction import CONSTANTS
from hf_mathseq.verification.implicit_solution import WORD, read_relation
from hf_mathseq.verification.ode_solution import read_solution

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GRID = 23
"""Slopes along each side of the window."""
VALUES = (-4.0, -2.0, -1.0, -0.5, 0.5, 1.0, 2.0, 4.0)
"""Values of each constant of integration that a curve is drawn for."""
FEW = (-2.0, 0.5, 2.0)
"""The same where there are two constants."""
FINE = 161
"""Values of an implicit solution along each side."""
SHARES = (0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9)
"""Quantiles of its values that curves are drawn for."""
LINEAR = 1e-9
"""Largest relative deviation from a straight line at which an equation counts as linear in y'."""


def ode_figure(equation: str, words: Sequence[str] | None) -> Figure | None:
    """Return slopes and curves in one window, None where there are neither.

    Slopes are drawn for equations of first order that are linear in y'.

    Args:
        equation: The equation as text.
        words: A solution with constants, or an implicit one, as prefix words; or None.

    Raises:
        UserError: matplotlib is not installed.
    """
    read = read_equation(equation)
    order = order_of(read)
    slopes = _slopes(read) if order == 1 else None
    if slopes is None and words is None:
        return None
    figure = empty_figure(6.4, 4.8)
    axes = figure.subplots()
    if slopes is not None:
        _draw_slopes(axes, slopes)
    if words is not None and WORD in words:
        _draw_curves(axes, read_relation(words))
    elif words is not None:
        _draw_solutions(axes, read_solution(words, order), order)
    axes.set(xlabel="x", ylabel="y", xlim=(-HALF_WIDTH, HALF_WIDTH), ylim=(-HALF_WIDTH, HALF_WIDTH))
    return figure


def _window() -> tuple[FloatArray, FloatArray]:
    side = np.linspace(-HALF_WIDTH, HALF_WIDTH, GRID)
    x, y = np.meshgrid(side, side)
    return x, y


def _slopes(equation: Expr) -> FloatArray | None:
    """Return y' over the window from E(x, y, 0), E(x, y, 1) and E(x, y, 2)."""
    x, y = _window()
    with np.errstate(all="ignore"):
        at_0, at_1, at_2 = (
            np.broadcast_to(
                Evaluation(REAL, {X: x, UNKNOWNS[0]: y, UNKNOWNS[1]: np.full_like(x, slope)}).value(
                    equation
                ),
                x.shape,
            )
            for slope in (0.0, 1.0, 2.0)
        )
        scale = np.abs(at_0) + np.abs(at_1) + np.abs(at_2)
        bent = np.abs(at_2 - 2 * at_1 + at_0) > LINEAR * scale
        found = np.where(bent, np.nan, -at_0 / (at_1 - at_0))
    seen = np.isfinite(at_0) & np.isfinite(at_1) & np.isfinite(at_2)
    return None if not seen.any() or bent[seen].any() else found


def _draw_slopes(axes: Axes, slopes: FloatArray) -> None:
    x, y = _window()
    shown = np.isfinite(slopes)
    length = np.hypot(1.0, np.where(shown, slopes, 0.0))
    axes.quiver(
        *(values[shown] for values in (x, y, 1.0 / length, slopes / length)),
        angles="xy",
        pivot="mid",
        color="0.65",
        headwidth=0,
        headlength=0,
        headaxislength=0,
        width=0.0025,
    )


def _draw_solutions(axes: Axes, solution: Expr, order: int) -> None:
    constants = [symbol(name) for name in CONSTANTS[:order]]
    choices: list[tuple[float, ...]] = [(value,) for value in VALUES]
    if order > 1:
        choices = [(first, second) for first in FEW for second in FEW]
    with np.errstate(all="ignore"):
        for values in choices:
            points = {X: abscissae(), **dict(zip(constants, map(np.float64, values), strict=True))}
            draw_curve(axes, Evaluation(REAL, points).value(solution), linewidth=1.2)


def _draw_curves(axes: Axes, relation: Expr) -> None:
    """Draw curves on which F(x, y) is constant, levels apart by equal shares of its values."""
    side = np.linspace(-HALF_WIDTH, HALF_WIDTH, FINE)
    x, y = np.meshgrid(side, side)
    with np.errstate(all="ignore"):
        run = Evaluation(REAL, {X: x, UNKNOWNS[0]: y})
        values = np.broadcast_to(run.value(relation), x.shape)
        values = np.where(run.finite(values), values, np.nan)
    known = values[np.isfinite(values)]
    if known.size:
        levels = np.unique(np.quantile(known, SHARES))
        axes.contour(x, y, values, levels=levels, linewidths=1.2)
