"""Equality of F' and f at one point, decided with as many digits as the expressions need.

Let S be the decimal digits in play at a point: the sum of |log10 v| over the values v of all
distinct sub-expressions and of both sides, plus the digits of rational numbers and, for tanh and
coth, those that saturation hides. Rounding costs about S digits, and a term that makes a near
miss (10^-30 x^2, a factor 1 + e^-100) cannot be smaller than about 10^-S. With 2 S + 40 digits,
equal sides differ by less than 10^-(S + 20) relatively and others by more. A point where S is
beyond `MAX_DIGITS_IN_PLAY` decides nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from hf_mathseq.symbolic.nodes import Expr
from hf_mathseq.symbolic.numeric import Evaluation, precise_point
from hf_mathseq.symbolic.numeric_backends import precise

START_DIGITS = 100
STEP_DIGITS = 50
"""Precisions are multiples of it, so that few contexts are made."""
EXTRA_DIGITS, MARGIN_DIGITS = 40, 20
MAX_DIGITS_IN_PLAY = 1_500
MAX_WORK = 500_000
"""Distinct nodes times digits, summed over one comparison; about half a second of arithmetic."""
SMALLEST_GAP = 5e-324
"""Stands for differences below the range of floats."""

_LOG10_2 = math.log10(2)
_SATURATION = 2 / math.log(10)  # tanh v = 1 - 2 exp(-2 v) + ...


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

    The budget `MAX_WORK` is shared by all points of one comparison.

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
        self._max_digits_in_play = max_digits_in_play
        self._antiderivative = antiderivative
        self._integrand = integrand
        self._digits = START_DIGITS
        self._work = 0

    def at(self, point: complex) -> Outcome | None:
        """Return how F' and f compare at `point`, or None where it cannot be decided."""
        try:
            while self._work < MAX_WORK:
                run, slope, target = self._sides(point)
                in_play = _digits_in_play(run, slope, target)
                if in_play > self._max_digits_in_play:
                    return None
                if 2 * in_play + EXTRA_DIGITS <= self._digits:
                    return _outcome(point, slope, target, in_play)
                steps = math.ceil((2 * in_play + EXTRA_DIGITS) / STEP_DIGITS)
                self._digits = steps * STEP_DIGITS
        except (ArithmeticError, ValueError):
            return None
        return None

    def _sides(self, point: complex) -> tuple[Evaluation, Any, Any]:
        backend = precise(self._digits)
        run = Evaluation(backend, precise_point(backend, point))
        target = run.value(self._integrand)
        slope = run.derivative(self._antiderivative) + backend.number(0)
        self._work += len(run.values) * self._digits
        return run, slope, target


def _outcome(point: complex, slope: Any, target: Any, in_play: float) -> Outcome | None:
    scale = max(abs(slope), abs(target))
    difference = abs(slope - target)
    if not (scale < math.inf and difference < math.inf):
        return None
    # Values far below everything in play are what rounding has left of zeros.
    if scale == 0 or _log10(scale) < -(in_play + MARGIN_DIGITS):
        return Outcome(0.0, "")
    if difference == 0 or _log10(difference / scale) < -(in_play + MARGIN_DIGITS):
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


def _digits_in_play(run: Evaluation, slope: Any, target: Any) -> float:
    total = 0.0
    for node, value in run.values.items():
        total += abs(_log10(value)) if value else 0.0
        if node.op == "rational":
            bits = node.value.numerator.bit_length() + node.value.denominator.bit_length()
            total += bits * _LOG10_2
        elif node.op in ("tanh", "coth"):
            total += min(float(abs(run.values[node.args[0]])), 1e9) * _SATURATION
    return total + sum(_side_digits(side, total) for side in (slope, target))


def _side_digits(side: Any, in_play: float) -> float:
    """Return the digits of a side's magnitude, 0 for what rounding has left of a zero."""
    magnitude = _log10(side) if side else 0.0
    return abs(magnitude) if magnitude > -(in_play + MARGIN_DIGITS) else 0.0


def _log10(value: Any) -> float:
    return float(value.context.mag(value)) * _LOG10_2


def _show(value: Any, digits: int = 8) -> str:
    return str(value.context.nstr(value, digits))
