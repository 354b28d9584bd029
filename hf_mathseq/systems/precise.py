"""Jacobians of systems with many digits and an error estimate, by dual numbers on mpmath.

The conventions are those of `duals`: principal branches with `sqrt` and `ln` above their cuts, and
a derivative that is exactly 0 stays 0 whatever it is multiplied by, save where it hides that there
is none: sqrt(x*x) at 0. Every Jacobian is computed twice, with different numbers of digits; where
rounding matters the two disagree. A term that a sum loses altogether, as 10^60 + 1/3 does with 50
digits, would be lost twice: it asks for more digits.
"""

from __future__ import annotations

import math
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
LOST = 10
"""A term counts as lost in a sum where it lies more digits than this below the last one: then the
second computation hardly sees it. What rounding leaves of zeros lies just below the last digit."""
MANY_DIGITS = 200
"""With so many a lost term is let go, unless something cancels in the same expression."""

_LOG10_2 = math.log10(2)

Dual = tuple[Any, dict[int, Any], int]
"""A value, its derivatives by the variables for which they are not exactly zero, and the number of
nodes it was made of."""


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
    _, slopes, _ = _dual(tree, point, backend, digits)
    zero = backend.number(0)
    return [slopes.get(i, zero) for i in range(len(point))]


def _dual(tree: Tree, point: list[Fraction], backend: Backend, digits: int) -> Dual:
    stack: list[Dual] = []
    sums = _Sums()
    try:
        for at, node in reversed([*enumerate(tree)]):
            if isinstance(node, int):
                stack.append((backend.number(node), {}, 1))
            elif node in VARIABLE_INDEX:
                index = VARIABLE_INDEX[node]
                stack.append((backend.number(point[index]), {index: backend.number(1)}, 1))
            elif node in BINARY:
                stack.append(_binary(node, stack.pop(), stack.pop(), sums))
            else:
                value, slopes, size = stack.pop()
                if not slopes and _is_edge(node, value):
                    _check_constant(tree[at + 1 : at + 1 + size], point, backend, digits)
                stack.append(_unary(node, value, slopes, size, backend, digits))
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


def _binary(name: str, left: Dual, right: Dual, sums: _Sums) -> Dual:
    (a, da, nodes), (b, db, others) = left, right
    size = nodes + others + 1
    if name == "+":
        return sums.add(a, b), _combined(1, da, 1, db, sums), size
    if name == "-":
        return sums.add(a, -b), _combined(1, da, -1, db, sums), size
    if name == "*":
        return a * b, _combined(b, da, a, db, sums), size
    quotient = a / b
    return quotient, _combined(1 / b, da, -quotient / b, db, sums), size


def _combined(
    p: Any, first: dict[int, Any], q: Any, second: dict[int, Any], sums: _Sums
) -> dict[int, Any]:
    """Return p * first + q * second without what is exactly zero."""
    total = {i: p * slope for i, slope in first.items()}
    for i, slope in second.items():
        total[i] = sums.add(total[i], q * slope) if i in total else q * slope
    return {i: slope for i, slope in sorted(total.items()) if slope}


class _Sums:
    """Adds the numbers of one expression, and minds the terms that get lost."""

    def __init__(self) -> None:
        self._lost = False

    def add(self, a: Any, b: Any) -> Any:
        """Return a + b.

        Raises:
            TooFewDigitsError: One of the two is lost, or a sum cancels after another lost a term.
        """
        total = a + b
        if not (a and b):
            return total
        context = a.context
        size, digits = context.mag(a), context.dps
        if abs(size - context.mag(b)) * _LOG10_2 > digits + LOST:
            if digits < MANY_DIGITS:
                raise TooFewDigitsError("a term is lost in a sum")
            self._lost = True
        cancels = not total or (size - context.mag(total)) * _LOG10_2 > digits - LOST
        if self._lost and cancels:
            raise TooFewDigitsError("a sum cancels that may have lost a term")
        return total


def _unary(
    name: str, inner: Any, slopes: dict[int, Any], size: int, backend: Backend, digits: int
) -> Dual:
    _check_branch(name, inner, _small(backend, digits))
    value = backend.functions[name](inner)
    if not slopes:
        return value, slopes, size + 1
    factor = _derivative(name, inner, value, backend)
    return value, {i: factor * slope for i, slope in slopes.items() if factor}, size + 1


def _is_edge(name: str, inner: Any) -> bool:
    """Return whether a function is infinitely steep: of what is flat there it makes a corner."""
    return not inner if name == "sqrt" else name in ("asin", "acos") and abs(inner) == 1


def _check_constant(tree: Tree, point: list[Fraction], backend: Backend, digits: int) -> None:
    """Refuse what is flat at the point but not beside it."""
    beside = [value + Fraction(2 * i + 1, 101) for i, value in enumerate(point)]
    if _dual(tree, beside, backend, digits)[1]:
        raise UndefinedValueError("a root of a square has no derivative where it is 0")


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
