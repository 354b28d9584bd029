"""Comparing two sides at single points with as many digits as are in play there.

Floating point cannot tell a wrong answer from a cancellation, nor a near miss from rounding; with
enough digits (`precise_values`) the difference is clear.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from hf_mathseq.symbolic.nodes import Expr
from hf_mathseq.symbolic.numeric import Evaluation
from hf_mathseq.verification.precise_values import (
    MARGIN_DIGITS,
    MAX_DIGITS_IN_PLAY,
    PreciseValues,
    log10,
)

SMALLEST_GAP = 5e-324
"""Stands for differences below the range of floats."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The two sides at one point.

    Attributes:
        gap: Relative difference, exactly 0 where the sides are equal.
        detail: Point and values, where the sides differ.
    """

    gap: float
    detail: str


class PreciseComparison:
    """Compares the derivative of `antiderivative` with `integrand`, point by point.

    All points of one comparison share a budget (`precise_values.MAX_WORK`).

    Args:
        antiderivative: F, an expression in x.
        integrand: f, an expression in x.
        max_digits_in_play: A point with more decides nothing.
    """

    def __init__(
        self,
        antiderivative: Expr,
        integrand: Expr,
        max_digits_in_play: float = MAX_DIGITS_IN_PLAY,
    ) -> None:
        self._antiderivative = antiderivative
        self._integrand = integrand
        self._sides = PreciseValues(self._both, max_digits_in_play)

    def at(self, point: complex) -> Outcome | None:
        """Return how F' and f compare at `point`, or None where it cannot be decided."""
        try:
            found = self._sides.at(point)
            if found is None:
                return None
            (slope, target), in_play = found
            return _outcome(point, slope, target, in_play)
        except (ArithmeticError, ValueError):
            return None

    def _both(self, run: Evaluation) -> tuple[Any, ...]:
        target = run.value(self._integrand)
        return run.derivative(self._antiderivative), target


def _outcome(point: complex, slope: Any, target: Any, in_play: float) -> Outcome | None:
    scale = max(abs(slope), abs(target))
    difference = abs(slope - target)
    if not (scale < math.inf and difference < math.inf):
        return None
    # Values far below everything in play are what rounding has left of zeros.
    if scale == 0 or log10(scale) < -(in_play + MARGIN_DIGITS):
        return Outcome(0.0, "")
    if difference == 0 or log10(difference / scale) < -(in_play + MARGIN_DIGITS):
        return Outcome(0.0, "")
    gap = difference / scale
    detail = counter_example(point, _show(slope), _show(target), _show(gap, 2))
    return Outcome(max(float(gap), SMALLEST_GAP), detail)


def counter_example(point: complex, slope: str, target: str, gap: str) -> str:
    """Return the line that names a point where F' and f differ."""
    return (
        f"at x = {point:.6g} the derivative is {slope} and the integrand {target}"
        f" (relative difference {gap})"
    )


def _show(value: Any, digits: int = 8) -> str:
    return str(value.context.nstr(value, digits))
