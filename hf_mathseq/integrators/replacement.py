"""Expressions with parts replaced by others, and expressions read as functions of a part."""

from __future__ import annotations

from fractions import Fraction

from hf_mathseq.integrators.factors import scale_and_rest
from hf_mathseq.symbolic.decomposition import base_and_exponent, split_coefficient
from hf_mathseq.symbolic.evaluation import add, mul, negative, power, rebuilt
from hf_mathseq.symbolic.nodes import NUMBERS, X_BIT, ZERO, Expr, X, number


class Replacement:
    """Replaces parts that contain x, each by a fixed expression.

    Args:
        parts: Part -> what stands for it.
    """

    def __init__(self, parts: dict[Expr, Expr]) -> None:
        self._done = dict(parts)

    def __call__(self, expr: Expr) -> Expr:
        """Return the expression with the parts replaced, in normal form."""
        if not expr.symbols & X_BIT:
            return expr
        found = self._done.get(expr)
        if found is None:
            found = expr
            if expr.args:
                args = tuple([self(arg) for arg in expr.args])
                found = expr if args == expr.args else rebuilt(expr.op, args)
            self._done[expr] = found
        return found


def at(expr: Expr, value: Expr) -> Expr:
    """Return the expression with `value` in the place of x."""
    return Replacement({X: value})(expr)


class FunctionOf:
    """Reads expressions as functions of a part u, x in the result standing for u.

    Besides u itself its rational powers and sums that contain it are recognised: x**4 and
    sqrt(1 + x**2) are functions of x**2.

    Args:
        part: u, an expression in x without constant factor and constant terms.
    """

    def __init__(self, part: Expr) -> None:
        self._done: dict[Expr, Expr | None] = {part: X}
        self._part = part
        self._base, self._exponent = base_and_exponent(part)

    def __call__(self, expr: Expr) -> Expr | None:
        """Return g with expr = g(u), None where x occurs outside of u."""
        if not expr.symbols & X_BIT:
            return expr
        if expr not in self._done:
            self._done[expr] = self._read(expr)
        return self._done[expr]

    def _read(self, expr: Expr) -> Expr | None:
        found = self._power(expr)
        if found is None and self._part.op == "add" and expr.op == "add":
            found = self._sum(expr)
        if found is not None or not expr.args:
            return found
        args = []
        for arg in expr.args:
            inner = self(arg)
            if inner is None:
                return None
            args.append(inner)
        return rebuilt(expr.op, tuple(args))

    def _power(self, expr: Expr) -> Expr | None:
        """b**r as a power of u = b**s where r is an integer multiple of s."""
        base, exponent = base_and_exponent(expr)
        if base is not self._base:
            return None
        ratio = _ratio(exponent, self._exponent)
        if ratio is None or ratio.denominator != 1:
            return None
        return power(X, number(ratio.numerator))

    def _sum(self, expr: Expr) -> Expr | None:
        """A multiple of the sum u and other terms."""
        own = dict(map(_reversed_split, expr.args))
        ratio: Fraction | None = None
        for term in self._part.args:
            coefficient, rest = split_coefficient(term)
            if rest not in own:
                return None
            quotient = Fraction(own[rest]) / Fraction(coefficient)
            if ratio is not None and quotient != ratio:
                return None
            ratio = quotient
        if ratio is None:
            return None
        scale = number(ratio)
        other = self(add(expr, negative(add(*[mul(scale, term) for term in self._part.args]))))
        return None if other is None else add(mul(scale, X), other)


def _reversed_split(term: Expr) -> tuple[Expr, int | Fraction]:
    coefficient, rest = split_coefficient(term)
    return rest, coefficient


def _ratio(left: Expr, right: Expr) -> Fraction | None:
    """Return left / right where it is a rational number."""
    if right is ZERO:
        return None
    if left.op in NUMBERS and right.op in NUMBERS:
        return Fraction(left.value) / Fraction(right.value)
    first, rest = scale_and_rest(left)
    second, other = scale_and_rest(right)
    return first / second if rest is other else None
