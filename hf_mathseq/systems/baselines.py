"""Rules of thumb for systems of differential equations; models are to be better than these.

They look at single entries of the Jacobian where the answer depends on its eigenvalues, or on its
powers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hf_mathseq.systems.duals import ComplexArray
from hf_mathseq.systems.spectra import FloatArray

TRACE = "unstable unless the trace is negative"
DIAGONAL = "unstable unless the whole diagonal is negative"
SMALLEST_DECAY = "the slowest decay on the diagonal"
MEDIAN = "the median of these speeds"
REACHED = "controllable where every state is reached from a control"
NO_FEEDBACK = "no feedback, K = 0"
OPPOSED = "each control against its own direction, K = -B'"


def unstable_by_trace(jacobian: ComplexArray) -> bool:
    """Return whether the sum of the eigenvalues is no sign of stability.

    Args:
        jacobian: Shape (degree, degree).
    """
    return bool(np.trace(jacobian).real >= 0)


def unstable_by_diagonal(jacobian: ComplexArray) -> bool:
    """Return whether some equation alone, the other states held, is not stable.

    Args:
        jacobian: Shape (degree, degree).
    """
    return bool((np.diagonal(jacobian).real >= 0).any())


def smallest_decay(jacobian: ComplexArray) -> float:
    """Return the convergence speed that a triangular Jacobian with this diagonal has.

    Args:
        jacobian: Shape (degree, degree).
    """
    return -float(np.diagonal(jacobian).real.max())


def median_speed(speeds: Sequence[float]) -> float:
    """Return the median of what is finite, one of the speeds themselves; 0 where there is none."""
    finite = sorted(speed for speed in speeds if np.isfinite(speed))
    return finite[len(finite) // 2] if finite else 0.0


def opposed_gain(jacobian: ComplexArray) -> FloatArray:
    """Return the transpose of B with the other sign, shape (controls, degree).

    Args:
        jacobian: Shape (degree, degree + controls), its right part B.
    """
    # Adding 0 turns negative zeros into zeros.
    return np.asarray(-jacobian[:, len(jacobian) :].real.T + 0.0)


def unreached_states(jacobian: ComplexArray) -> int:
    """Return how many states no control has an influence on, through whatever states.

    At least so many dimensions are not controllable.

    Args:
        jacobian: Shape (degree, degree + controls).
    """
    degree = len(jacobian)
    influences = jacobian != 0
    reached = influences[:, degree:].any(axis=1)
    for _ in range(degree):
        reached |= (influences[:, :degree] & reached).any(axis=1)
    return int((~reached).sum())
