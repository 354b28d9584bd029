"""Values and derivatives of expressions at many points, each distinct node computed once.

Three arithmetics (`numeric_backends`): float64 arrays, where a point counts only if every
sub-expression is a finite real number there; complex128 arrays with principal branches; and
mpmath numbers with any number of digits. Derivatives are by forward differentiation (dual
numbers) and do not use the derivative engine of expressions.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.prefix import PARAMETERS
from hf_mathseq.symbolic.nodes import HALF, MINUS_ONE, NUMBERS, TWO, X_BIT, Expr, X, symbol
from hf_mathseq.symbolic.numeric_backends import COMPLEX, REAL, Backend, precise
from hf_mathseq.symbolic.numeric_derivatives import RULES

GENERIC: dict[Expr, Fraction] = {
    symbol(name): Fraction(10**9 + 618_033_989 * (at + 1) % 10**9, 10**9)
    for at, name in enumerate(PARAMETERS)
}
"""Some numbers between 1 and 2 that parameters count as, for those who look for answers. Whoever
judges answers puts numbers in their place before (`verification.over_parameters`)."""

FloatArray = npt.NDArray[np.float64]
Points = npt.ArrayLike


class NotNumericError(ValueError):
    """An expression with a part that has no value: an unknown function or another variable."""


class Evaluation:
    """Values and derivatives of any number of expressions at the same points.

    Nodes that occur in several of the expressions are computed once. NumPy's warnings about
    invalid values are the caller's to silence (`numpy.errstate`); the functions of this module do.

    Args:
        backend: The arithmetic.
        points: The value of x: an array, or one number of the backend; or a dict of the values of
            several leaves, x among them.
    """

    __slots__ = ("_backend", "_derivatives", "_functions", "_guarded", "values")

    def __init__(self, backend: Backend, points: Any) -> None:
        self._backend = backend
        self._functions = backend.functions
        self.values: dict[Expr, Any] = dict(points) if type(points) is dict else {X: points}
        self._derivatives: dict[Expr, Any] = {X: 1}
        self._guarded: list[Any] = []

    def value(self, node: Expr) -> Any:
        """Return the value of `node`; infinities of parts may be hidden, see `finite`."""
        found = self.values.get(node)
        if found is not None:
            return found
        op, args = node.op, node.args
        if op == "mul":
            found = self.value(args[0]) * self.value(args[1])
            for arg in args[2:]:
                found = found * self.value(arg)
        elif op == "add":
            found = self.value(args[0]) + self.value(args[1])
            for arg in args[2:]:
                found = found + self.value(arg)
        elif op == "pow":
            found = self._power(*args)
        elif op in self._functions:
            inner = self.value(args[0])
            if op in self._backend.hides:
                self._guarded.append(inner)
            found = self._functions[op](inner)
        else:
            found = self._leaf(node)
        self.values[node] = found
        return found

    def _leaf(self, node: Expr) -> Any:
        if node.op in NUMBERS:
            return self._backend.number(node.value)
        if node.op in self._backend.constants:
            return self._backend.constants[node.op]
        if node in GENERIC:
            return self._backend.number(GENERIC[node])
        raise NotNumericError(f"{node!r} has no value here")

    def _power(self, base: Expr, exponent: Expr) -> Any:
        inner = self.value(base)
        if exponent is TWO:
            return inner * inner
        if exponent is HALF:
            return self._functions["sqrt"](inner)
        outer = self.value(exponent)
        if not (exponent.op == "int" and exponent.value > 0):
            self._guarded += (inner, outer)
        return 1 / inner if exponent is MINUS_ONE else self._backend.power(inner, outer)

    def derivative(self, node: Expr) -> Any:
        """Return the derivative of `node` by x; the integer 0 where x does not occur."""
        if not node.symbols & X_BIT:
            return 0
        found = self._derivatives.get(node)
        if found is not None:
            return found
        op, args = node.op, node.args
        if op == "add":
            parts = [self.derivative(arg) for arg in args if arg.symbols & X_BIT]
            found = parts[0]
            for part in parts[1:]:
                found = found + part
        elif op == "mul":
            found = self._product_rule(args)
        elif op == "pow":
            found = self._power_rule(node, *args)
        elif op in RULES:
            slope = RULES[op](self.value(args[0]), self.value(node), self._functions)
            found = _times(slope, self.derivative(args[0]))
        else:
            raise NotNumericError(f"{op!r} cannot be differentiated")
        self._derivatives[node] = found
        return found

    def _product_rule(self, args: tuple[Expr, ...]) -> Any:
        value, slope = self.value(args[0]), self.derivative(args[0])
        for arg in args[1:]:
            factor = self.value(arg)
            slope = _plus(_times(factor, slope), _times(value, self.derivative(arg)))
            value = value * factor
        return slope

    def _power_rule(self, node: Expr, base: Expr, exponent: Expr) -> Any:
        inner, value, slope = self.value(base), self.value(node), self.derivative(base)
        if exponent is TWO:
            return _times(inner + inner, slope)
        if exponent is HALF:
            return _times(0.5 / value, slope)
        if exponent is MINUS_ONE:
            return _times(-(value * value), slope)
        outer = self.value(exponent)
        lowered = _times(outer * self._backend.power(inner, outer - 1), slope)
        if not exponent.symbols & X_BIT:
            return lowered
        log = self._functions["ln"](inner)
        return _plus(_times(value * log, self.derivative(exponent)), lowered)

    def finite(self, *results: Any) -> npt.NDArray[np.bool_]:
        """Return where `results` and all that they were made of are finite numbers (arrays)."""
        total = results[0]
        for other in (*results[1:], *self._guarded):
            total = total + other
        return np.asarray(np.isfinite(total), dtype=bool)


def _times(outer: Any, slope: Any) -> Any:
    """Multiply by a derivative; 0 and 1 are integers where they are exact."""
    if type(slope) is int:
        return outer if slope else 0
    return outer * slope


def _plus(left: Any, right: Any) -> Any:
    if type(left) is int and left == 0:
        return right
    return left if type(right) is int and right == 0 else left + right


def evaluate(expression: Expr, points: Points) -> FloatArray:
    """Evaluate on the real line.

    Args:
        expression: An expression in x alone.
        points: Real values of x, of any shape.

    Returns:
        Values of the points' shape; NaN where a sub-expression is not a finite real number.

    Raises:
        NotNumericError: The expression has parts without a value.
    """
    return _finite_values(expression, REAL, np.asarray(points, dtype=np.float64))


def evaluate_complex(expression: Expr, points: Points) -> npt.NDArray[np.complex128]:
    """Evaluate with principal branches at complex points; NaN where not finite.

    Raises:
        NotNumericError: The expression has parts without a value.
    """
    return _finite_values(expression, COMPLEX, np.asarray(points, dtype=np.complex128))


def _finite_values(
    expression: Expr, backend: Backend, points: npt.NDArray[Any]
) -> npt.NDArray[Any]:
    with np.errstate(all="ignore"):
        run = Evaluation(backend, points)
        result = np.broadcast_to(run.value(expression), points.shape)
        return np.where(run.finite(result), result, np.nan)


def values_and_derivatives(expression: Expr, points: Points) -> tuple[FloatArray, FloatArray]:
    """Evaluate an expression and its derivative by x on the real line.

    Args:
        expression: An expression in x alone.
        points: Real values of x, of any shape.

    Returns:
        Values and derivatives; both NaN where either is not a finite real number.

    Raises:
        NotNumericError: The expression has parts without a value.
    """
    xs = np.asarray(points, dtype=np.float64)
    with np.errstate(all="ignore"):
        run = Evaluation(REAL, xs)
        value = np.broadcast_to(run.value(expression), xs.shape)
        slope = np.broadcast_to(run.derivative(expression), xs.shape)
        kept = run.finite(value, slope)
        return np.where(kept, value, np.nan), np.where(kept, slope, np.nan)


def precise_point(backend: Backend, point: complex) -> Any:
    """Return a float or a complex number as an exact value of an mpmath backend."""
    real = backend.number(Fraction(point.real))
    if isinstance(point, complex):
        return real + backend.constants["I"] * backend.number(Fraction(point.imag))
    return real


def evaluate_precisely(expression: Expr, point: complex, digits: int) -> Any:
    """Return the value at one real or complex point as an mpmath number.

    Args:
        expression: An expression in x alone.
        point: A float, taken exactly, or a complex number.
        digits: Decimal digits of the arithmetic.

    Raises:
        NotNumericError: The expression has parts without a value.
        ZeroDivisionError: The point is a pole.
    """
    backend = precise(digits)
    return Evaluation(backend, precise_point(backend, point)).value(expression)
