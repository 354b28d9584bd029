"""Jacobians of systems with many digits and an error estimate, by dual numbers on mpmath.

The conventions are those of `duals`: principal branches with `sqrt` and `ln` above their cuts, and
a derivative that is exactly 0 stays 0 whatever it is multiplied by. Every Jacobian is computed
twice, with different numbers of digits; where rounding matters the two disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from hf_mathseq.symbolic.numeric_backends import Backend, precise
from hf_mathseq.systems.words import BINARY, VARIABLE_INDEX, Tree

CHECK_DIGITS = 15
"""Digits that the second computation has more."""
ERROR_MARGIN = 1_000
"""An error is taken to be the difference of the two computations, times this."""
MAX_MAGNITUDE = 4_096
"""Values above 2 to this power count as overflow: they would cost memory, not only time."""

Dual = tuple[Any, dict[int, Any]]
"""A value, and its derivatives by the variables for which they are not exactly zero."""


class UndefinedValueError(ArithmeticError):
    """A right-hand side or a derivative has no value at the point, or an absurdly large one."""


class TooFewDigitsError(ArithmeticError):
    """The digits do not decide the value; more of them may."""


@dataclass(frozen=True)
class PreciseMatrix:
    """A matrix of mpmath numbers.

    Attributes:
        rows: The entries; 0 where a derivative is exactly zero.
        errors: Estimated bounds of the absolute errors of the entries.
        backend: The arithmetic of the entries.
        digits: Digits of the arithmetic.
    """

    rows: list[list[Any]]
    errors: list[list[Any]]
    backend: Backend
    digits: int

    @property
    def context(self) -> Any:
        """The mpmath context of the entries."""
        return self.backend.constants["pi"].context

    def block(self, rows: Sequence[int], columns: Sequence[int]) -> PreciseMatrix:
        """Return the entries in some rows and columns."""
        entries, errors = (
            [[table[i][j] for j in columns] for i in rows] for table in (self.rows, self.errors)
        )
        return PreciseMatrix(entries, errors, self.backend, self.digits)

    def norms(self) -> tuple[Any, Any]:
        """Return the Frobenius norms of the matrix and of its error bounds."""
        context = self.context
        return tuple(
            context.sqrt(sum((abs(value) ** 2 for row in table for value in row), context.zero))
            for table in (self.rows, self.errors)
        )


def precise_jacobian(trees: Sequence[Tree], point: Sequence[float], digits: int) -> PreciseMatrix:
    """Return the derivatives of right-hand sides by all variables.

    Args:
        trees: The right-hand sides.
        point: Value of each variable; a float stands for the decimal number it is written as.
        digits: Decimal digits to compute with.

    Raises:
        UndefinedValueError: A value or derivative is undefined at the point, or overflows.
        TooFewDigitsError: Rounding may decide a branch or more than half of the digits.
    """
    exact = [Fraction(repr(float(value))) for value in point]
    backend, check = precise(digits), precise(digits + CHECK_DIGITS)
    rows = [_row(tree, exact, backend, digits) for tree in trees]
    again = [_row(tree, exact, check, digits) for tree in trees]
    return compared(rows, again, backend, digits)


def compared(
    rows: list[list[Any]], again: list[list[Any]], backend: Backend, digits: int
) -> PreciseMatrix:
    """Return a matrix with errors estimated from a second computation with more digits.

    Raises:
        TooFewDigitsError: The two differ by more than half of the digits.
    """
    pairs = [list(zip(row, other, strict=True)) for row, other in zip(rows, again, strict=True)]
    unit = backend.number(Fraction(1, 10**digits))
    errors = [[ERROR_MARGIN * (abs(a - b) + unit * abs(b)) for a, b in row] for row in pairs]
    found = PreciseMatrix(rows, errors, backend, digits)
    size, error = found.norms()
    if error > size * _small(backend, digits):
        raise TooFewDigitsError("rounding decides more than half of the digits")
    return found


def _row(tree: Tree, point: list[Fraction], backend: Backend, digits: int) -> list[Any]:
    _, slopes = _dual(tree, point, backend, digits)
    zero = backend.number(0)
    return [slopes.get(i, zero) for i in range(len(point))]


def _dual(tree: Tree, point: list[Fraction], backend: Backend, digits: int) -> Dual:
    stack: list[Dual] = []
    try:
        for node in reversed(tree):
            if isinstance(node, int):
                stack.append((backend.number(node), {}))
            elif node in VARIABLE_INDEX:
                index = VARIABLE_INDEX[node]
                stack.append((backend.number(point[index]), {index: backend.number(1)}))
            elif node in BINARY:
                stack.append(_binary(node, stack.pop(), stack.pop()))
            else:
                stack.append(_unary(node, *stack.pop(), backend, digits))
            _check_size(stack[-1][0])
    except (ZeroDivisionError, ValueError, OverflowError) as error:
        raise UndefinedValueError(f"no value at the point: {error}") from None
    return stack.pop()


def moderate(value: Any) -> bool:
    """Return whether a number is finite and within `MAX_MAGNITUDE`, upwards and downwards."""
    if not value:
        return True
    return bool(-MAX_MAGNITUDE < value.context.mag(value) < MAX_MAGNITUDE)


def _check_size(value: Any) -> None:
    if not moderate(value):
        raise UndefinedValueError("a value at the point is beyond 2^4096 or below 2^-4096")


def _binary(name: str, left: Dual, right: Dual) -> Dual:
    (a, da), (b, db) = left, right
    if name == "+":
        return a + b, _combined(1, da, 1, db)
    if name == "-":
        return a - b, _combined(1, da, -1, db)
    if name == "*":
        return a * b, _combined(b, da, a, db)
    quotient = a / b
    return quotient, _combined(1 / b, da, -quotient / b, db)


def _combined(p: Any, first: dict[int, Any], q: Any, second: dict[int, Any]) -> dict[int, Any]:
    """Return p * first + q * second without what is exactly zero."""
    total = {i: p * slope for i, slope in first.items()}
    for i, slope in second.items():
        total[i] = total[i] + q * slope if i in total else q * slope
    return {i: slope for i, slope in sorted(total.items()) if slope}


def _unary(name: str, inner: Any, slopes: dict[int, Any], backend: Backend, digits: int) -> Dual:
    _check_branch(name, inner, _small(backend, digits))
    value = backend.functions[name](inner)
    if not slopes:
        return value, slopes
    factor = _derivative(name, inner, value, backend)
    return value, {i: factor * slope for i, slope in slopes.items() if factor}


def _derivative(name: str, inner: Any, value: Any, backend: Backend) -> Any:
    if name == "exp":
        return value
    if name == "sin":
        return backend.functions["cos"](inner)
    if name == "cos":
        return -backend.functions["sin"](inner)
    if name == "tan":
        return 1 + value * value
    if name == "sqrt":
        return 1 / (2 * value)
    if name == "ln":
        return 1 / inner
    if name == "atan":
        return 1 / (1 + inner * inner)
    slope = 1 / backend.functions["sqrt"]((1 - inner) * (1 + inner))
    return slope if name == "asin" else -slope


def _check_branch(name: str, inner: Any, small: Any) -> None:
    """Refuse arguments so near a branch cut, but not on it, that rounding may choose the side."""
    across, along = inner.imag, inner.real
    if name == "atan":
        across, along = along, inner.imag
    cut = {
        **dict.fromkeys(("sqrt", "ln"), along < 0),
        **dict.fromkeys(("asin", "acos", "atan"), abs(along) > 1),
    }
    if cut.get(name, False) and across and abs(across) < small * abs(along):
        raise TooFewDigitsError(f"an argument of {name} is too near its branch cut")


def _small(backend: Backend, digits: int) -> Any:
    return backend.number(Fraction(1, 10 ** (digits // 2)))
