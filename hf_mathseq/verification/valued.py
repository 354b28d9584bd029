"""Whether expressions have values at all: 1/(sin(x)^2 + cos(x)^2 - 1) has none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hf_mathseq.symbolic.batch_bounds import BatchBounds
from hf_mathseq.symbolic.nodes import Expr
from hf_mathseq.symbolic.numeric import NotNumericError
from hf_mathseq.verification.precise_values import PreciseValues
from hf_mathseq.verification.probes import COMPLEX_PROBES, PROBES

CERTAIN = 1e-4
"""Error, relative to the value or 1, of a value that floats know."""
_EACH = 4
"""Points of either kind that are tried with many digits."""


def have_values(expressions: Sequence[Expr]) -> list[bool]:
    """Return which expressions have a value at a point that was tried, rounding errors apart.

    Args:
        expressions: In x alone.
    """
    if not expressions:
        return []
    batch = BatchBounds(expressions, PROBES)
    values, bounds = np.abs(batch.values(expressions)), batch.bounds(expressions)
    with np.errstate(invalid="ignore"):
        clear = np.isfinite(values) & (bounds < CERTAIN * (1 + values))
    return [
        bool(known.any()) or _has_value(expr)
        for known, expr in zip(clear, expressions, strict=True)
    ]


def _has_value(expr: Expr) -> bool:
    """Try real and complex points with as many digits as it takes."""
    precise = PreciseValues(lambda run: (run.value(expr),))
    for point in (*PROBES[:_EACH].tolist(), *COMPLEX_PROBES[:_EACH].tolist()):
        try:
            if precise.at(point) is not None:
                return True
        except (ArithmeticError, ValueError, NotNumericError):
            continue
    return False
