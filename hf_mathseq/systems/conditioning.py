"""Which Jacobians do not depend on the last digits of the point.

Beside a pole or a branch point, or after nearly everything cancels, dual numbers give finite
gradients without a right digit: `acos(exp(ln(x0))/x0)` has none at all. Moving the point by a few
units of its last digits, to either side, shows nearly all of them.
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
    changes = DISPLACEMENT * signs * (1 + np.arange(variables))
    inside = shapes.equations
    here, forest = systems.jacobians[inside], systems.forest(law.trees)
    moving = (shapes.degrees + shapes.controls)[np.nonzero(inside)[0]]
    steady = np.ones(inside.shape, dtype=np.bool_)
    for side in (1, -1):
        beside = gradients(forest, points * (1 + side * changes))[:, :width]
        beside[np.arange(width) >= moving[:, None]] = 0
        moved = np.abs(beside - here).max(axis=1)
        # A comparison with NaN is false: all is in doubt where nothing is defined beside it.
        steady[inside] &= moved <= TOLERANCE * np.abs(here).max(axis=1)
    return np.asarray(steady.all(axis=1))
