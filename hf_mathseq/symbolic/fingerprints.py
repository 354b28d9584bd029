"""Values of expressions modulo a prime, by which products of functions are found in a table.

Numbers, sums, products and rational powers are exact (Schwartz 1980: unequal rational functions
agree at a random point with a probability near 1/`PRIME`). Functions are fixed maps
(`residue_functions`), and exponents are split so that exp(u + v) = exp(u)*exp(v) and exp(c*u) =
exp(u)**c for rational c. Roots, `abs` and `sign` are powers, hence multiplicative. So equal
functions have equal values, save where the square of a root is formed and the radicand is no
square; and the value of a product is the product of the values: no product has to be formed to be
recognised.

Values say nothing about the real line. Whoever acts on them must verify the outcome.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.decomposition import split_coefficient
from hf_mathseq.symbolic.nodes import NUMBERS, ONE, E, Expr, ExpressionError, X, symbol
from hf_mathseq.symbolic.numeric_backends import OF_RECIPROCAL, RECIPROCALS
from hf_mathseq.symbolic.prefix_writer import prefix_text
from hf_mathseq.symbolic.residue_functions import (
    FUNCTIONS,
    HYPERBOLIC,
    PI,
    PRIME,
    fixed_map,
    inverse,
    is_square,
    rational_powers,
)

_SYMBOLS = (X, symbol("a8"), symbol("a9"))
Values = tuple[int, ...]
"""Residues modulo `PRIME` at `POINTS`."""


def _points(count: int, first: int = 0) -> Values:
    """Return squares x for which 1 + x, 1 - x and 1 + x**2 are squares too."""
    candidates = fixed_map("point")
    found: list[int] = []
    number = first
    while len(found) < count:
        number += 1
        x = candidates(number) ** 2 % PRIME
        if all(map(is_square, ((1 + x) % PRIME, (1 - x) % PRIME, (1 + x * x) % PRIME))):
            found.append(x)
    return tuple(found)


_SETS = 4
_POINTS = _points(_SETS * 12)
POINTS: Values = _POINTS[:4]
"""The values of x: for these the roots of x, 1 + x, 1 - x and 1 + x**2 are true ones."""
SYMBOL_VALUES: tuple[dict[Expr, Values], ...] = tuple(
    {name: _POINTS[at + 4 * i : at + 4 * (i + 1)] for i, name in enumerate(_SYMBOLS)}
    for at in range(0, len(_POINTS), 12)
)
"""Values of x and of the constants of integration, in independent sets; x has `POINTS` in the
first one."""


def unforeseen_values(*expressions: Expr) -> dict[Expr, Values]:
    """Return values of the symbols that depend on some expressions.

    Whoever knows `POINTS` can find an expression that vanishes at them, and nowhere else.
    """
    words = " = ".join(map(prefix_text, expressions)).encode()
    first = int.from_bytes(hashlib.blake2b(words, digest_size=7).digest())
    points = _points(4 * len(_SYMBOLS), first)
    return {name: points[4 * i : 4 * i + 4] for i, name in enumerate(_SYMBOLS)}


_ONES: Values = (1,) * len(POINTS)
_exponential, _powered = fixed_map("exp"), fixed_map("pow")


def times(left: Values, right: Values) -> Values:
    """Return the values of a product."""
    return tuple([u * v % PRIME for u, v in zip(left, right, strict=True)])


def over(left: Values, right: Values) -> Values:
    """Return the values of a quotient; 0 where the denominator is 0."""
    return tuple([u * inverse(v) % PRIME for u, v in zip(left, right, strict=True)])


class Fingerprints:
    """Values of expressions in x, a8 and a9, each distinct node computed once.

    Args:
        symbols: The values of these symbols: one of `SYMBOL_VALUES`, or `unforeseen_values`.
    """

    def __init__(self, symbols: Mapping[Expr, Values] = SYMBOL_VALUES[0]) -> None:
        self._values: dict[Expr, Values] = dict(symbols)

    def values(self, expr: Expr) -> Values:
        """Return the values; one of them is 0 for zeros and poles, wherever these come from.

        Raises:
            ExpressionError: The expression is complex or has unknown functions or other symbols.
        """
        found = self._values.get(expr)
        if found is None:
            found = self._values[expr] = self._computed(expr)
        return found

    def _computed(self, expr: Expr) -> Values:
        op = expr.op
        if op == "mul":
            found = self.values(expr.args[0])
            for factor in expr.args[1:]:
                found = times(found, self.values(factor))
            return found
        if op == "add":
            columns = zip(*map(self.values, expr.args), strict=True)
            return tuple([sum(column) % PRIME for column in columns])
        if op == "pow":
            return self._power(*expr.args)
        if op in NUMBERS:
            value = expr.value
            return (value.numerator * inverse(value.denominator % PRIME) % PRIME,) * len(POINTS)
        if op == "pi":
            return (PI,) * len(POINTS)
        if op == "E":
            return self._power(E, ONE)
        return self._function(op, expr.args[0]) if expr.args else self._refused(op)

    def _function(self, op: str, arg: Expr) -> Values:
        if op in RECIPROCALS:
            return over(_ONES, self._function(RECIPROCALS[op], arg))
        if op in HYPERBOLIC:
            return tuple([HYPERBOLIC[op](w) % PRIME for w in self._power(E, arg)])
        inner = self.values(arg)
        if op in OF_RECIPROCAL:
            op, inner = OF_RECIPROCAL[op], over(_ONES, inner)
        if op not in FUNCTIONS:
            return self._refused(op)
        return tuple([FUNCTIONS[op](u) % PRIME for u in inner])

    def _power(self, base: Expr, exponent: Expr) -> Values:
        """Return the product of base**(c*v) over the terms c*v of the exponent."""
        found = _ONES
        for term in exponent.args if exponent.op == "add" else (exponent,):
            coefficient, rest = split_coefficient(term)
            found = times(found, rational_powers(self._atom(base, rest), Fraction(coefficient)))
        return found

    def _atom(self, base: Expr, exponent: Expr) -> Iterable[int]:
        """Return base**exponent for an exponent without rational factor; squares, as positive."""
        if base is E:
            return [_exponential(v) ** 2 % PRIME for v in self.values(exponent)]
        if exponent is ONE:
            return self.values(base)
        pairs = zip(self.values(base), self.values(exponent), strict=True)
        return [_powered(u << 31 ^ v) ** 2 % PRIME for u, v in pairs]

    def _refused(self, op: str) -> Values:
        raise ExpressionError(f"{op} has no fingerprint")


def ratio(values: Values) -> tuple[int, int]:
    """Return what values of c*u have in common for all constants c, up to signs of roots.

    The ratio of a product is the product of the ratios modulo `PRIME`.
    """
    first, second, third = values[:3]
    return (first * inverse(second)) ** 2 % PRIME, (first * inverse(third)) ** 2 % PRIME


def keys(ratios: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Return one 62-bit key per ratio.

    Args:
        ratios: Shape (..., 2).
    """
    return ratios[..., 0] << np.uint64(31) | ratios[..., 1]


def product_keys(
    left: npt.NDArray[np.uint64], right: npt.NDArray[np.uint64]
) -> npt.NDArray[np.uint64]:
    """Return the keys of all products.

    Args:
        left: Ratios, shape (rows, 2).
        right: Ratios, shape (columns, 2).

    Returns:
        Shape (rows, columns).
    """
    prime = np.uint64(PRIME)
    first = left[:, None, 0] * right[None, :, 0] % prime
    return first << np.uint64(31) | left[:, None, 1] * right[None, :, 1] % prime
