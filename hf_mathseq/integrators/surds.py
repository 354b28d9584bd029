"""Rational functions of x and one square root y = sqrt(q), written as a + b*y."""

from __future__ import annotations

from hf_mathseq.integrators.rational_functions import in_lowest_terms
from hf_mathseq.symbolic.evaluation import add, divide, mul, negative, power, subtract
from hf_mathseq.symbolic.nodes import ONE, TWO, X_BIT, ZERO, Expr, UndefinedValueError, number

MAX_EXPONENT = 6
"""Larger powers of sums with the root are not multiplied out."""

Surd = tuple[Expr, Expr]


def only_radicand(expr: Expr) -> Expr | None:
    """Return q where sqrt(q) and its powers are the only functions of x, else None."""
    found: Expr | None = None
    pending = [expr]
    while pending:
        part = pending.pop()
        if part.op == "pow" and part.args[1].op == "rational" and part.symbols & X_BIT:
            base, exponent = part.args
            if exponent.value.denominator != 2 or found not in (None, base):
                return None
            found = base
        elif part.op in ("add", "mul") or (part.op == "pow" and part.args[1].op == "int"):
            pending.extend(part.args)
        elif part.op not in ("int", "rational", "symbol"):
            return None
    return found


def as_surd(expr: Expr, radicand: Expr) -> Surd | None:
    """Return a and b in lowest terms with `expr` = a + b*sqrt(q), q being the radicand.

    None where powers are too large, or where coefficients are not rational numbers.

    Raises:
        UndefinedValueError: A denominator is zero.
    """
    pair = _Reader(radicand).read(expr)
    if pair is None:
        return None
    fixed, factor = map(in_lowest_terms, pair)
    return None if fixed is None or factor is None else (fixed, factor)


class _Reader:
    def __init__(self, radicand: Expr) -> None:
        self._radicand = radicand

    def read(self, expr: Expr) -> Surd | None:
        if expr.op == "pow":
            base, exponent = expr.args
            if base is self._radicand and exponent.op == "rational":
                whole = number((exponent.value.numerator - 1) // 2)
                return ZERO, power(base, whole)
            inner = self.read(base)
            if inner is None or inner[1] is ZERO:
                return None if inner is None else (power(inner[0], exponent), ZERO)
            return self._power(inner, exponent.value)
        if expr.op not in ("add", "mul"):
            return expr, ZERO
        found: Surd = (ZERO, ZERO) if expr.op == "add" else (ONE, ZERO)
        for arg in expr.args:
            other = self.read(arg)
            if other is None:
                return None
            if expr.op == "add":
                found = add(found[0], other[0]), add(found[1], other[1])
            else:
                found = self._product(found, other)
        return found

    def _product(self, left: Surd, right: Surd) -> Surd:
        (a, b), (c, d) = left, right
        return add(mul(a, c), mul(b, d, self._radicand)), add(mul(a, d), mul(b, c))

    def _power(self, inner: Surd, exponent: int) -> Surd | None:
        if abs(exponent) > MAX_EXPONENT:
            return None
        found = inner
        for _ in range(abs(exponent) - 1):
            found = self._product(found, inner)
        return found if exponent > 0 else self._inverse(found)

    def _inverse(self, surd: Surd) -> Surd | None:
        a, b = surd
        norm = in_lowest_terms(subtract(power(a, TWO), mul(power(b, TWO), self._radicand)))
        if norm is None:
            return None
        if norm is ZERO:
            raise UndefinedValueError("division by zero")
        return divide(a, norm), divide(negative(b), norm)
