"""Which Jacobians do not depend on the last digits of the point.

Beside a pole or a branch point, or after nearly everything cancels, dual numbers give finite
gradients without a right digit: `acos(exp(ln(x0))/x0)` has none at all. Moving the point by a few
units of its last digits shows it.
"""

from __future__ import annotations

import numpy as np

from hf_mathseq.splits import mix
from hf_mathseq.systems.duals import gradients
from hf_mathseq.systems.random_systems import SystemLaw, Systems, equation_points
from hf_mathseq.systems.shapes import BoolArray

DISPLACEMENT = 1e-13
"""Relative change of each coordinate."""
TOLERANCE = 1e-6
"""Largest change of an entry, relative to the largest entry of its equation."""


def are_well_conditioned(systems: Systems, law: SystemLaw) -> BoolArray:
    """Return which systems have nearly the same Jacobian beside the point.

    Args:
        systems: Drawn systems.
        law: The law that they were drawn by.
    """
    shapes, width = systems.shapes, systems.jacobians.shape[2]
    points = equation_points(shapes, width, law)
    variables = points.shape[1]
    signs = np.where(mix(np.arange(variables, dtype=np.uint64)) & np.uint64(1), 1.0, -1.0)
    # Different sizes of the changes, so that no two coordinates stay equal.
    factors = 1 + DISPLACEMENT * signs * (1 + np.arange(variables))
    inside = shapes.equations
    here = systems.jacobians[inside]
    beside = gradients(systems.forest(law.trees), points * factors)[:, :width]
    moving = (shapes.degrees + shapes.controls)[np.nonzero(inside)[0]]
    beside[np.arange(width) >= moving[:, None]] = 0
    change = np.abs(beside - here).max(axis=1)
    # A comparison with NaN is false: where nothing is defined beside the point, all is in doubt.
    steady = change <= TOLERANCE * np.abs(here).max(axis=1)
    found = np.ones(inside.shape, dtype=np.bool_)
    found[inside] = steady
    return np.asarray(found.all(axis=1))
