"""The published labels of partial differential equations: one local minimisation (2006.06462).

The real part of the symbol, cut off at +-1e15, is minimised on the box of frequencies by SciPy's
truncated Newton method from 0.5 in every coordinate. What it finds is a local minimum, so that
some labels are wrong; they are for comparison with published models.
"""

from __future__ import annotations

import importlib
import math
from typing import Any

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.suggestions import UserError
from hf_mathseq.systems.pde_problem import GROWS, NO_SOLUTION, VANISHES, Pde

CUT = 1e15
"""Values are clipped to +-1e15 (published program)."""
UNBOUNDED = -1e14
"""A smaller minimum stands for minus infinity (published program)."""
START = 0.5
TOLERANCE = 1e-15
EVALUATIONS = 1000
"""Budget of function values. The published program leaves it at 100 or 10 per coordinate, without
those of the numerical gradient, which recent versions of SciPy count too."""
_SUCCESS = (0, 1, 2)
"""Local minimum, f converged, x converged; other outcomes drop the problem (published program)."""


def reference_behaviour(pde: Pde) -> int | None:
    """Return a code of `pde_problem`, or None where the published program drops the problem.

    The start is clipped into the box, as SciPy up to 1.4 does silently; later versions refuse such
    starts. The result depends a little on the version of SciPy.

    Raises:
        UserError: SciPy is not installed.
    """
    box = np.array(pde.frequency_bounds())
    free = box[:, 0] < box[:, 1]
    if not free.any():
        return None
    symbol = _RealPart(pde)
    point = np.clip(np.full(pde.dimension, START), box[:, 0], box[:, 1])

    def value(part: FloatArray) -> float:
        point[free] = part
        return symbol(point)

    found = _minimise()(
        value,
        point[free].copy(),
        method="TNC",
        bounds=[tuple(interval) for interval in box[free].tolist()],
        options={
            "ftol": TOLERANCE,
            "gtol": TOLERANCE,
            "maxfun": EVALUATIONS,
        },
    )
    if found.status not in _SUCCESS:
        return None
    if found.fun < UNBOUNDED:
        return NO_SOLUTION
    return GROWS if found.fun < 0 else VANISHES


class _RealPart:
    """The real part of a symbol as a function of frequencies in cycles."""

    def __init__(self, pde: Pde) -> None:
        even = [m for m in pde.monomials if sum(m.exponents.values()) % 2 == 0]
        self._exponents = np.zeros((len(even), pde.dimension), dtype=np.int64)
        for row, monomial in zip(self._exponents, even, strict=True):
            row[list(monomial.exponents)] = list(monomial.exponents.values())
        degrees = self._exponents.sum(axis=1)
        signs = np.where(degrees % 4 == 0, 1.0, -1.0)
        self._coefficients = signs * [
            m.coefficient * math.tau**d for m, d in zip(even, degrees.tolist(), strict=True)
        ]

    def __call__(self, point: FloatArray) -> float:
        with np.errstate(over="ignore", invalid="ignore"):
            total = (self._coefficients * np.prod(point**self._exponents, axis=1)).sum()
        return float(np.clip(total, -CUT, CUT))


def _minimise() -> Any:
    try:
        return importlib.import_module("scipy.optimize").minimize
    except ImportError:
        needed = "pip install 'hf-mathseq[published-labels]'"
        raise UserError(f"the published labels need SciPy: {needed}") from None
