"""Pictures of an analysis: trajectories in the plane, and eigenvalues in the complex plane."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hf_mathseq.analysis.fields import values_at
from hf_mathseq.analysis.systems import Analysis
from hf_mathseq.analysis.words import summary
from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.figures import empty_figure, save_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

GRID = 41
"""Points of the vector field along each side."""
LOCUS_STEPS = 400


def picture(analysis: Analysis, half_width: float = 2.0) -> Figure:
    """Return the eigenvalues and, of a system with two states, the trajectories near the point.

    With a gain K the eigenvalues of A + s B K are drawn for s from 0 to 1 (the root locus).

    Args:
        analysis: The system with its eigenvalues.
        half_width: The trajectories' window reaches this far from the point.

    Raises:
        UserError: matplotlib is not installed.
    """
    planar = len(analysis.system.states) == 2
    figure = empty_figure(10 if planar else 5, 5)
    axes = figure.subplots(1, 2 if planar else 1, squeeze=False)[0]
    if planar:
        _draw_trajectories(axes[0], analysis, half_width)
    _draw_eigenvalues(axes[-1], analysis)
    figure.suptitle(summary(analysis), fontsize="medium")
    return figure


def save_picture(analysis: Analysis, path: str | Path, half_width: float = 2.0) -> None:
    """Write `picture` to a file; the name's ending says the format.

    Raises:
        UserError: Another ending than png, svg or pdf, or matplotlib is not installed.
    """
    save_figure(lambda: picture(analysis, half_width), path)


def _draw_trajectories(axes: Axes, analysis: Analysis, half_width: float) -> None:
    """Draw the streamlines of two states, controls at rest, and the real eigenvectors."""
    system = analysis.system
    x, y = analysis.point[:2]
    sides = [np.linspace(centre - half_width, centre + half_width, GRID) for centre in (x, y)]
    grid = np.meshgrid(*sides)
    controls = [np.full_like(grid[0], value) for value in analysis.point[2:]]
    u, v = (values_at(tree, [*grid, *controls]) for tree in system.equations)
    shown = np.isfinite(u) & np.isfinite(v)
    if shown.any():
        u, v = np.where(shown, u, np.nan), np.where(shown, v, np.nan)
        axes.streamplot(sides[0], sides[1], u, v, linewidth=0.7, color="0.55", arrowsize=0.8)
    for direction in _real_directions(analysis.jacobian.real):
        ends = np.outer([-half_width, half_width], direction)
        axes.plot(x + ends[:, 0], y + ends[:, 1], linestyle="--", linewidth=1, color="tab:blue")
    axes.plot([x], [y], marker="o", color="black")
    axes.set(xlim=(x - half_width, x + half_width), ylim=(y - half_width, y + half_width))
    axes.set(xlabel=system.states[0], ylabel=system.states[1], title="trajectories")


def _real_directions(a: FloatArray) -> Sequence[FloatArray]:
    values, vectors = np.linalg.eig(a)
    return [vectors[:, i].real for i in range(len(a)) if values[i].imag == 0]


def _draw_eigenvalues(axes: Axes, analysis: Analysis) -> None:
    axes.axvspan(0, 1e9, color="tab:red", alpha=0.08, linewidth=0)
    axes.axvline(0, color="0.4", linewidth=0.8)
    axes.axhline(0, color="0.8", linewidth=0.6)
    drawn = [*analysis.spectrum.values]
    if analysis.feedback is not None:
        path = root_locus(analysis.jacobian.real, analysis.inputs.real, analysis.feedback.gain)
        axes.plot(path.real, path.imag, linestyle="", marker=".", markersize=1.5, color="tab:blue")
        _mark(axes, analysis.feedback.spectrum.values, "o", "with u = K x")
        drawn += analysis.feedback.spectrum.values
    _mark(axes, analysis.spectrum.values, "x", "eigenvalues")
    reach = 1.2 * max(1e-3, *(max(abs(value.real), abs(value.imag)) for value in drawn))
    axes.set(
        xlim=(-reach, reach), ylim=(-reach, reach), xlabel="real part", ylabel="imaginary part"
    )
    axes.set_title("eigenvalues; right of the line: unstable")
    axes.legend(loc="upper left", fontsize="small")


def _mark(axes: Axes, values: Sequence[complex], marker: str, label: str) -> None:
    style: dict[str, Any] = {"linestyle": "", "markersize": 9, "fillstyle": "none"}
    real, imag = [value.real for value in values], [value.imag for value in values]
    axes.plot(real, imag, marker=marker, label=label, color="black", **style)


def root_locus(a: FloatArray, b: FloatArray, gain: FloatArray) -> np.ndarray[Any, Any]:
    """Return the eigenvalues of A + s B K, s from 0 to 1, shape (steps, n)."""
    shares = np.linspace(0, 1, LOCUS_STEPS)[:, None, None]
    return np.linalg.eigvals(a + shares * (b @ gain))
