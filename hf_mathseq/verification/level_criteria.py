"""How far levels are from right: the strict criterion and the published one (2112.03588).

Both return the smallest tolerance at which each answer passes, infinite where none is enough.

* strict: the largest error of a level, `|h - t| / t`, less what rounding to the written digits
  explains; a level that is 0 must be written as 0.
* paper: just above `sum |h - t| / sum |t|`, with t the levels as written, because the published
  inequality is strict; 0 for the same levels. Where all t are 0, only zeros are right. Dominated by
  the largest levels: a small one may be wrong by any factor.
"""

from __future__ import annotations

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.verification.matrices import ROUNDING_MARGIN, relative_to

STRICT_TOLERANCE = 0.05
PAPER_TOLERANCES = (0.1, 0.05, 0.02, 0.01)
"""The published program's own tolerance first; which others the paper has is not known."""
CERTAIN = 1e-10
"""Levels so little below a power of ten count as it: a solver's last bits decide nothing."""


def strict_level_errors(levels: FloatArray, answers: FloatArray, precision: int) -> FloatArray:
    """Return the tolerance that each single level of the answers needs, shape (networks, N).

    Args:
        levels: True levels, not negative, shape (networks, N).
        answers: Decoded answers, same shape.
        precision: Decimals of the written mantissas.
    """
    with np.errstate(over="ignore"):
        beyond = np.abs(answers - levels) - _half_units(levels, precision) * ROUNDING_MARGIN
    return relative_to(np.maximum(beyond, 0.0), levels)


def _half_units(levels: FloatArray, precision: int) -> FloatArray:
    """Return half a unit of the last written digit of positive levels, 0 for level 0."""
    exponents = np.floor(np.log10(np.where(levels > 0, levels, 1.0)) + CERTAIN) - precision
    return np.where(levels > 0, 0.5 * 10.0**exponents, 0.0)


def relative_l1(targets: FloatArray, answers: FloatArray) -> FloatArray:
    """Return the published error of each answer, shape (networks,).

    Args:
        targets: Levels as written, shape (networks, N).
        answers: Decoded answers, same shape.
    """
    with np.errstate(over="ignore"):
        missed = np.abs(answers - targets).sum(axis=1)
    return relative_to(missed, np.abs(targets).sum(axis=1))


def published_needed(errors: FloatArray) -> FloatArray:
    """Return the smallest tolerances at which errors of `relative_l1` are accepted."""
    return np.where(errors == 0, 0.0, np.nextafter(errors, np.inf))
