"""Values of expressions modulo a prime, by which products of functions are found in a table.

Numbers, sums, products and rational powers are exact (Schwartz 1980: unequal rational functions
agree at a random point with a probability near 1/`PRIME`). Functions are fixed maps that look
random but keep the identities of the normal form: exp(u + v) = exp(u)*exp(v), exp(c*u) = exp(u)**c
for rational c, sinh, cosh and tanh from exp, sin, cos and tan from one number t(u), odd functions
odd. Roots, `abs` and `sign` are powers, hence multiplicative; sqrt(u)**2 = u where u is a square,
that is where it counts as positive. So equal functions have equal values up to rare signs, and the
value of a product is the product of the values: no product has to be formed to be recognised.

Values say nothing about the real line. Whoever acts on them must verify the outcome.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.arithmetic import split_coefficient
from hf_mathseq.symbolic.nodes import ONE, E, Expr, ExpressionError, X
from hf_mathseq.symbolic.numeric_backends import OF_RECIPROCAL, RECIPROCALS

PRIME = 2147483399
"""The largest prime p below 2^31 with p = 3 mod 4 (square roots are powers), p - 1 prime to 3, 5,
7 and 11 (so are other roots) and 2, 3 and 5 squares (their roots are true ones)."""

Values = tuple[int, ...]
"""Residues modulo `PRIME` at `POINTS`."""

_WORD = 2**64 - 1
_HALF = (PRIME + 1) // 2
# u**_ROOT is a square root of u if there is one, u**_CHARACTER is 1 for squares and -1 for others.
_ROOT, _CHARACTER = (PRIME + 1) // 4, (PRIME - 1) // 2


def _scattered(stream: int, value: int) -> int:
    """Return a residue other than 0 that looks random (the finaliser of splitmix64)."""
    state = (value + stream * 0x9E3779B97F4A7C15) & _WORD
    state = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 & _WORD
    state = (state ^ (state >> 27)) * 0x94D049BB133111EB & _WORD
    return (state ^ (state >> 31)) % (PRIME - 1) + 1


_STREAMS = ("point", "pi", "exp", "pow", "ln", "tangent", "asin", "atan", "asinh", "atanh", "acosh")


def _map(name: str) -> Callable[[int], int]:
    return partial(_scattered, 1 + _STREAMS.index(name))


def _odd(name: str) -> Callable[[int], int]:
    scattered = _map(name)
    return lambda u: scattered(u) if 2 * u < PRIME else PRIME - scattered(PRIME - u)


def _inverse(u: int) -> int:
    """Return 1/u, and 0 for 0: a zero or a pole somewhere leaves zeros in the result."""
    return pow(u, -1, PRIME) if u else 0


def _is_square(u: int) -> bool:
    return pow(u, _CHARACTER, PRIME) <= 1


def _points(count: int) -> Values:
    """Return squares x for which 1 + x, 1 - x and 1 + x**2 are squares too."""
    found: list[int] = []
    candidate = 0
    while len(found) < count:
        candidate += 1
        x = _map("point")(candidate) ** 2 % PRIME
        if all(map(_is_square, ((1 + x) % PRIME, (1 - x) % PRIME, (1 + x * x) % PRIME))):
            found.append(x)
    return tuple(found)


POINTS: Values = _points(4)
_ONES: Values = (1,) * len(POINTS)
_PI = _map("pi")(1)
_exponential, _powered = _map("exp"), _map("pow")
_tangent, _arcsine = _odd("tangent"), _odd("asin")


def _cosine_and_sine(u: int) -> tuple[int, int]:
    t = _tangent(u)
    below = _inverse(1 + t * t)
    return (1 - t * t) * below, 2 * t * below


def _tan(u: int) -> int:
    cosine, sine = _cosine_and_sine(u)
    return sine * _inverse(cosine % PRIME)


def _sign(u: int) -> int:
    return 1 if _is_square(u) else PRIME - 1


# Functions of the argument's value.
_FUNCTIONS: dict[str, Callable[[int], int]] = {
    **{"ln": _map("ln"), "acosh": _map("acosh"), "asin": _arcsine},
    **{name: _odd(name) for name in ("atan", "asinh", "atanh")},
    "acos": lambda u: _PI * _HALF - _arcsine(u),
    **{"sin": lambda u: _cosine_and_sine(u)[1], "cos": lambda u: _cosine_and_sine(u)[0]},
    **{"tan": _tan, "sign": _sign, "abs": lambda u: u * _sign(u)},
}
# Functions of w = exp(u).
_HYPERBOLIC: dict[str, Callable[[int], int]] = {
    "exp": lambda w: w,
    "sinh": lambda w: (w - _inverse(w)) * _HALF,
    "cosh": lambda w: (w + _inverse(w)) * _HALF,
    "tanh": lambda w: (w * w - 1) * _inverse((w * w + 1) % PRIME),
}


def times(left: Values, right: Values) -> Values:
    """Return the values of a product."""
    return tuple([u * v % PRIME for u, v in zip(left, right, strict=True)])


def over(left: Values, right: Values) -> Values:
    """Return the values of a quotient; 0 where the denominator is 0."""
    return tuple([u * _inverse(v) % PRIME for u, v in zip(left, right, strict=True)])


class Fingerprints:
    """Values of expressions in x, each distinct node computed once."""

    def __init__(self) -> None:
        self._values: dict[Expr, Values] = {X: POINTS}

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
        if op in ("int", "rational"):
            value = expr.value
            return (value.numerator * _inverse(value.denominator % PRIME) % PRIME,) * len(POINTS)
        if op == "pi":
            return (_PI,) * len(POINTS)
        if op == "E":
            return self._power(E, ONE)
        return self._function(op, expr.args[0]) if expr.args else self._refused(op)

    def _function(self, op: str, arg: Expr) -> Values:
        if op in RECIPROCALS:
            return over(_ONES, self._function(RECIPROCALS[op], arg))
        if op in _HYPERBOLIC:
            return tuple([_HYPERBOLIC[op](w) % PRIME for w in self._power(E, arg)])
        inner = self.values(arg)
        if op in OF_RECIPROCAL:
            op, inner = OF_RECIPROCAL[op], over(_ONES, inner)
        if op not in _FUNCTIONS:
            return self._refused(op)
        return tuple([_FUNCTIONS[op](u) % PRIME for u in inner])

    def _power(self, base: Expr, exponent: Expr) -> Values:
        """Return the product of base**(c*v) over the terms c*v of the exponent."""
        found = _ONES
        for term in exponent.args if exponent.op == "add" else (exponent,):
            coefficient, rest = split_coefficient(term)
            found = times(found, _rational_powers(self._atom(base, rest), Fraction(coefficient)))
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


def _rational_powers(bases: Iterable[int], exponent: Fraction) -> Values:
    power = exponent.numerator
    odd = exponent.denominator
    while odd % 2 == 0:
        odd //= 2
        power = power * _ROOT % (PRIME - 1)
    try:
        power *= pow(odd, -1, PRIME - 1)
    except ValueError:  # roots of such an order do not exist: any multiplicative map will do
        power *= _scattered(0, odd)
    return tuple([pow(u, power % (PRIME - 1), PRIME) if u else 0 for u in bases])


def ratio(values: Values) -> tuple[int, int]:
    """Return what values of c*u have in common for all constants c, up to signs of roots.

    The ratio of a product is the product of the ratios modulo `PRIME`.
    """
    first, second, third = values[:3]
    return (first * _inverse(second)) ** 2 % PRIME, (first * _inverse(third)) ** 2 % PRIME


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
