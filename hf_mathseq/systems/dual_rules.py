"""Values and derivatives of the thirteen operators on arrays, real or complex; see `duals`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]
Function = Callable[[Array], Array]

CUT_WIDTH = 1e-12
"""An argument whose imaginary part is this share of it, but not 0, may lie on either side of a cut:
`sin(asin(-3))` is -3 with an imaginary part from rounding."""


@dataclass(frozen=True)
class Arithmetic:
    """One kind of numbers.

    Attributes:
        dtype: float64 or complex128.
        functions: The nine unary functions; NaN outside of their domain.
        quotient: Division.
    """

    dtype: type
    functions: Mapping[str, Function]
    quotient: Callable[[Array, Array], Array]

    def apply(self, name: str, values: list[Array], slopes: list[Array]) -> tuple[Array, Array]:
        """Return an operator's values (nodes,) and derivatives (variables, nodes).

        Args:
            name: One of `words.OPERATORS`.
            values: Values of each operand, shape (nodes,).
            slopes: Derivatives of each operand, shape (variables, nodes).
        """
        if len(values) == 1:
            inner = values[0]
            value = self.functions[name](inner) + 0.0
            return value, _scaled(self.slope(name, inner, value), slopes[0])
        (left, right), (left_slope, right_slope) = values, slopes
        if name == "+":
            return left + right, left_slope + right_slope
        if name == "-":
            return left - right + 0.0, left_slope - right_slope + 0.0
        if name == "*":
            slope = _scaled(right, left_slope) + _scaled(left, right_slope)
            return left * right + 0.0, slope
        value = self.quotient(left, right) + 0.0
        inverse = self.quotient(np.ones_like(right), right)
        return value, _scaled(inverse, left_slope - _scaled(value, right_slope))

    def slope(self, name: str, inner: Array, value: Array) -> Array:
        """Return the derivative of a function at `inner`, where its value is `value`."""
        if name == "exp":
            return value
        if name == "sin":
            return self.functions["cos"](inner)
        if name == "cos":
            return -self.functions["sin"](inner)
        if name == "tan":
            return 1 + value * value
        one = np.ones_like(inner)
        below = {
            "sqrt": lambda: 2 * value,
            "ln": lambda: inner,
            "asin": lambda: self._cosine(inner),
            "acos": lambda: -self._cosine(inner),
            # Not a number where the square overflows, so that no slope of 0 is made up.
            "atan": lambda: (1 + inner * inner) * np.where(np.abs(inner) < 1e150, 1, np.nan),
        }[name]()
        return self.quotient(one, below)

    def _cosine(self, sine: Array) -> Array:
        """Return sqrt(1 - x^2), by factors that do not overflow."""
        root = self.functions["sqrt"]
        return root(1 - sine + 0.0) * root(1 + sine + 0.0) + 0.0


def _scaled(factor: Array, slopes: Array) -> Array:
    """Return factor * slopes without negative zeros; what is 0 stays 0 beside NaN and infinity."""
    result = factor * slopes
    result += 0.0
    wild = ~np.isfinite(factor)
    if wild.any():
        result[:, wild] = np.where(slopes[:, wild] == 0, 0, result[:, wild])
    return result


def _complex_quotient(above: Array, below: Array) -> Array:
    quotient: Array = above / below
    real = (above.imag == 0) & (below.imag == 0)
    quotient[real] = above.real[real] / below.real[real]
    return quotient


def _conjugated_above_one(function: Function) -> Function:
    """Return the function with the value of a real argument above 1 on the other side."""

    def value(inner: Array) -> Array:
        found: Array = function(inner)
        return np.where((inner.imag == 0) & (inner.real > 1), found.conj(), found)

    return value


def _off_the_cut(function: Function, on_side: Callable[[Array], Array]) -> Function:
    """Return the function, NaN where rounding decides on which side of its cut an argument lies.

    Args:
        function: Has its cut on the real axis.
        on_side: Says which real numbers lie on the cut.
    """

    def value(inner: Array) -> Array:
        near = (inner.imag != 0) & (np.abs(inner.imag) <= CUT_WIDTH * np.abs(inner.real))
        return np.where(near & on_side(inner.real), np.nan, function(inner))

    return value


def _below_zero(real: Array) -> Array:
    below: Array = real < 0
    return below


def _above_one(real: Array) -> Array:
    above: Array = np.abs(real) > 1
    return above


def _rounded_alike(function: Function) -> Function:
    """Return the function, computed with more digits and then rounded.

    The last bits of NumPy's functions depend on the processor and on NumPy's version, and with
    them ranks, gains and so the data. Rounded from the 64 bits of the x87, they are the same.
    """

    def value(inner: Array) -> Array:
        wide = np.clongdouble if inner.dtype.kind == "c" else np.longdouble
        found: Array = function(inner.astype(wide)).astype(inner.dtype)
        return found

    return value


def _odd_arctangent(inner: Array) -> Array:
    """Return atan; on the lower cut minus the value at the mirrored argument, as mpmath has it."""
    found = _FUNCTIONS["atan"](inner)
    return np.where((inner.real == 0) & (inner.imag < -1), -found.conj(), found)


def _exponential(inner: Array) -> Array:
    """Return exp, NaN where it underflows: it is never 0."""
    value = _rounded_alike(np.exp)(inner)
    return np.where(value == 0, np.nan, value)


_FUNCTIONS: dict[str, Function] = {
    "sqrt": np.sqrt,  # of real numbers, it is rounded exactly everywhere
    "exp": _exponential,
    "ln": _rounded_alike(np.log),
    "sin": _rounded_alike(np.sin),
    "cos": _rounded_alike(np.cos),
    "tan": _rounded_alike(np.tan),
    "asin": _rounded_alike(np.arcsin),
    "acos": _rounded_alike(np.arccos),
    "atan": _rounded_alike(np.arctan),
}
REAL = Arithmetic(np.float64, _FUNCTIONS, np.divide)
COMPLEX = Arithmetic(
    np.complex128,
    {
        **_FUNCTIONS,
        "sqrt": _off_the_cut(_rounded_alike(np.sqrt), _below_zero),
        "ln": _off_the_cut(_FUNCTIONS["ln"], _below_zero),
        "asin": _off_the_cut(_conjugated_above_one(_FUNCTIONS["asin"]), _above_one),
        "acos": _off_the_cut(_conjugated_above_one(_FUNCTIONS["acos"]), _above_one),
        "atan": _odd_arctangent,
    },
    _complex_quotient,
)
