"""Matrices with noise on their coefficients (arXiv 2112.01898, second version)."""

from __future__ import annotations

from typing import ClassVar

from hf_mathseq.evaluation.suites.changed_matrices import ChangedMatrices, Changes

LEVELS = (0.0, 0.01, 0.02, 0.05, 0.1)
"""Standard deviations of the noise over those of the coefficients; the paper has all but 0."""


class Noise(ChangedMatrices):
    """The first test problems of the model's task with noise of each level.

    The answers are those of the matrices without noise.
    """

    name = "linear_algebra/noise"
    title = "Noise on the coefficients"
    grouping = "noise"
    changes: ClassVar[Changes] = {f"{100 * level:g} %": {"noise": level} for level in LEVELS}
