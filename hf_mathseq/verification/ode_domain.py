"""Points at which an answer to a differential equation has values on a small part of the space.

sqrt(1 - (x - 30)^2) + a8 is real for x from 29 to 31. For some values of the constants the line is
searched for where the parts of answer and equation change sign or direction.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from hf_mathseq.symbolic.nodes import X, number
from hf_mathseq.symbolic.substitution import insert
from hf_mathseq.verification.ode_attempt import Attempt
from hf_mathseq.verification.ode_points import CONSTANTS, Points
from hf_mathseq.verification.turning_points import fine_grid

_PAIRS = ((1.3691, 0.8117), (-2.7473, 5.3381), (14.3137, -0.4177), (-0.1139, -118.7311))
"""Values of a8 and a9 in all combinations of signs."""


def searched_points(attempt: Attempt) -> Points:
    """Return real points, many of them beside where a part of the answer changes its sign.

    Args:
        attempt: An answer put into its equation.
    """
    parts = (*attempt.functions, attempt.residual)
    found = []
    for pair in _PAIRS:
        fixed = {name: number(Fraction(str(v))) for name, v in zip(CONSTANTS, pair, strict=True)}
        grid = fine_grid(*(insert(part, fixed) for part in parts))
        found.append([grid, *(np.full(len(grid), value) for value in pair)])
    return dict(zip((X, *CONSTANTS), map(np.concatenate, zip(*found, strict=True)), strict=True))
