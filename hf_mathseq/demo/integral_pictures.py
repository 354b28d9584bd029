"""An integrand, an antiderivative, and how far the derivative of the one is from the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from hf_mathseq.demo.curves import abscissae, draw_curve, fit_window
from hf_mathseq.figures import empty_figure
from hf_mathseq.symbolic.numeric import evaluate, values_and_derivatives
from hf_mathseq.tasks.integration import read_problem
from hf_mathseq.verification.antiderivative import read_answer

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NO_ERROR = 1e-16
"""Residuals below are drawn as this: it is the spacing of doubles beside 1, halved and rounded."""


def integral_figure(integrand: str, words: Sequence[str]) -> Figure:
    """Return the curves of f and F above the relative size of F' - f.

    Args:
        integrand: f as text.
        words: F as prefix words.

    Raises:
        UserError: matplotlib is not installed.
    """
    x = abscissae()
    f = evaluate(read_problem(integrand), x)
    primitive, slope = values_and_derivatives(read_answer(words), x)
    with np.errstate(all="ignore"):
        residual = np.abs(slope - f) / np.maximum(1.0, np.abs(f))
    figure = empty_figure(6.4, 4.8)
    above, below = figure.subplots(2, 1, height_ratios=(3, 1), sharex=True)
    draw_curve(above, f, label="integrand f", color="tab:blue")
    draw_curve(above, primitive, label="antiderivative F", color="tab:orange")
    fit_window(above, np.concatenate([f, primitive]))
    above.axhline(0, color="0.8", linewidth=0.8, zorder=0)
    above.legend(loc="best", fontsize="small")
    draw_curve(below, np.maximum(residual, NO_ERROR), color="tab:red")
    below.set(yscale="log", ylabel="|F' - f|", xlabel="x", ylim=(NO_ERROR / 10, 1e2))
    return figure
