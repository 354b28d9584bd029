"""Values of quantities at single points, with as many digits as are in play there.

Floating point cannot tell an exact zero from a small number; with enough digits the difference is
clear. How many are enough is estimated from the point itself: the digits in play are S = sum of
|log10 |v| over the values v of all distinct sub-expressions and of the quantities, plus the digits
of rational numbers and, for tanh and coth, those that saturation hides. Rounding costs about S
digits, and a term that makes a near miss (10^-30 x^2, a factor 1 + e^-100) cannot be smaller than
about 10^-S. With 2 S + 40 digits, equal numbers differ by less than 10^-(S + 20) relatively and
others by more. A point where S is beyond the limit decides nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from hf_mathseq.symbolic.nodes import Expr
from hf_mathseq.symbolic.numeric import Evaluation, precise_point
from hf_mathseq.symbolic.numeric_backends import Backend, TooLargeError, precise

START_DIGITS = 100
STEP_DIGITS = 50
"""Precisions are multiples of it, so that few contexts are made."""
EXTRA_DIGITS, MARGIN_DIGITS = 40, 20
MAX_DIGITS_IN_PLAY = 1_500
MAX_WORK = 500_000
"""Distinct nodes times digits, summed over one comparison; about half a second of arithmetic."""

_LOG10_2 = math.log10(2)
_SATURATION = 2 / math.log(10)  # tanh v = 1 - 2 exp(-2 v) + ...
_FLAT = 10
"""Digits from which on a sine counts as next to 1."""

_FLAT_FUNCTIONS = frozenset({"tanh", "coth", "tan", "cot", "sin", "cos", "sec", "csc"})

Point = complex | Mapping[Expr, complex]
Quantities = Callable[[Evaluation], tuple[Any, ...]]


class PreciseValues:
    """Computes the same quantities at one point after another.

    All points share the budget.

    Args:
        quantities: Computes them from an evaluation at the point; integers may be Python's.
        max_digits_in_play: A point with more has no values.
        evaluation: Makes the evaluation.
        max_work: The budget.
    """

    def __init__(
        self,
        quantities: Quantities,
        max_digits_in_play: float = MAX_DIGITS_IN_PLAY,
        evaluation: type[Evaluation] = Evaluation,
        max_work: int = MAX_WORK,
    ) -> None:
        self._quantities = quantities
        self._max_digits_in_play = max_digits_in_play
        self._evaluation = evaluation
        self._digits = START_DIGITS
        self._work_left = max_work

    def at(self, point: Point) -> tuple[tuple[Any, ...], float] | None:
        """Return the quantities at `point` and the digits in play, None where there are too many.

        Raises:
            ArithmeticError: The point is a pole.
            ValueError: A part has no value there.
        """
        while self._work_left > 0:
            backend = precise(self._digits)
            run = self._evaluation(backend, _precise(backend, point))
            zero = backend.number(0)
            try:
                results = tuple([quantity + zero for quantity in self._quantities(run)])
            except TooLargeError:
                return None
            self._work_left -= len(run.values) * self._digits
            in_play = _digits_in_play(run, results)
            if in_play > self._max_digits_in_play:
                return None
            if 2 * in_play + EXTRA_DIGITS <= self._digits:
                return results, in_play
            steps = math.ceil((2 * in_play + EXTRA_DIGITS) / STEP_DIGITS)
            self._digits = steps * STEP_DIGITS
        return None


class ExactZeros(Evaluation):
    """An evaluation in which sums that cancel to less than half of the digits are exactly 0.

    With the digits that `PreciseValues` takes, that is what rounding has left of zeros. Such a zero
    has no sign: what is too small to be seen may be under it.
    """

    __slots__ = ("_half_of_the_bits",)

    def __init__(self, backend: Backend, points: Any) -> None:
        super().__init__(backend, points)
        self._half_of_the_bits = backend.constants["pi"].context.prec / 2

    def value(self, node: Expr) -> Any:
        """Return the value of `node`.

        Raises:
            ValueError: It is the sign of a sum that cancels.
        """
        if node.op == "sign" and node.symbols and not self.value(node.args[0]):
            raise ValueError("the sign of a sum that cancels")
        if node.op == "add" and node not in self.values:
            terms = [self.value(term) for term in node.args]
            total = sum(terms[1:], terms[0])
            largest = max(map(_magnitude, terms))
            exact = _magnitude(total) > largest - self._half_of_the_bits
            self.values[node] = total if exact else 0 * total
        return super().value(node)


def _precise(backend: Backend, point: Point) -> Any:
    if isinstance(point, Mapping):
        return {name: precise_point(backend, value) for name, value in point.items()}
    return precise_point(backend, point)


def _digits_in_play(run: Evaluation, results: tuple[Any, ...]) -> float:
    total = 0.0
    for node, value in run.values.items():
        total += abs(log10(value)) if value else 0.0
        if node.op == "rational":
            bits = node.value.numerator.bit_length() + node.value.denominator.bit_length()
            total += bits * _LOG10_2
        elif node.op in _FLAT_FUNCTIONS:
            total += _hidden_digits(node, value, run.values[node.args[0]])
    return total + sum(_result_digits(result, total) for result in results)


def _hidden_digits(node: Expr, value: Any, argument: Any) -> float:
    """Return the digits of an argument that a flat function's value does not show."""
    if node.op in ("tanh", "coth"):
        return min(float(abs(argument)), 1e9) * _SATURATION
    if node.op in ("tan", "cot"):
        return min(float(abs(argument.imag)), 1e9) * _SATURATION
    near = 1 - value * value
    hidden = -log10(near) if near else value.context.dps
    # A constant such as sin(2*atan(1)) may be 1 itself.
    return hidden if hidden > _FLAT and (near or node.symbols) else 0.0


def _result_digits(result: Any, in_play: float) -> float:
    """Return the digits of a result's magnitude, 0 for what rounding has left of a zero."""
    magnitude = log10(result) if result else 0.0
    return abs(magnitude) if magnitude > -(in_play + MARGIN_DIGITS) else 0.0


def log10(value: Any) -> float:
    """Return the decimal logarithm of a number's size, to a digit or so."""
    return _magnitude(value) * _LOG10_2


def _magnitude(value: Any) -> float:
    return float(value.context.mag(value))
