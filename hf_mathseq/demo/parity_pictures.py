"""Predicted numbers against those that an exact solver finds for the same problem."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from hf_mathseq.figures import empty_figure
from hf_mathseq.task import Row, Task

if TYPE_CHECKING:
    from matplotlib.figure import Figure

NOT_UNIQUE = ("eigenvectors", "singular_vectors", "cotraining")
"""Operations with several right answers, or with answers of several kinds: nothing to compare."""


def parity_figure(task: Task, problem: Row, answer: Any) -> Figure | None:
    """Return the numbers of a matrix answer against the exact ones, None where they do not fit.

    Args:
        task: A task on matrices.
        problem: The problem's row.
        answer: A decoded answer.

    Raises:
        UserError: matplotlib is not installed.
    """
    if task.config_name in NOT_UNIQUE:
        return None
    exact = task.exact_answers([problem])[0]
    if not exact:
        return None
    true = np.ravel(np.asarray(task.decode(exact), dtype=np.float64))
    predicted = np.ravel(np.asarray(answer, dtype=np.float64))
    if true.shape != predicted.shape:
        return None
    figure = empty_figure(4.8, 4.8)
    axes = figure.subplots()
    ends = np.array([min(true.min(), predicted.min()), max(true.max(), predicted.max())])
    axes.plot(ends, ends, color="0.75", linewidth=1, zorder=0)
    axes.plot(true, predicted, "o", color="tab:blue", alpha=0.8)
    axes.set(xlabel="exact", ylabel="predicted")
    return figure
