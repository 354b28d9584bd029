"""The functions of expressions as maps of residues modulo a prime: exact powers, or random looks.

Functions that are no powers keep the identities of the normal form between themselves: sinh, cosh
and tanh are those of one number exp(u), sin, cos and tan of one number t(u), odd functions are odd,
acos(u) = pi/2 - asin(u).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import partial

PRIME = 2147483399
"""The largest prime p below 2^31 with p = 3 mod 4 (square roots are powers), p - 1 prime to 3, 5,
7 and 11 (so are other roots) and 2, 3 and 5 squares (their roots are true ones)."""

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


def fixed_map(name: str) -> Callable[[int], int]:
    """Return a map of residues to residues other than 0 that looks random."""
    return partial(_scattered, 1 + _STREAMS.index(name))


def _odd(name: str) -> Callable[[int], int]:
    half = fixed_map(name)

    def odd(u: int) -> int:
        if 2 * u > PRIME:
            return PRIME - half(PRIME - u)
        return half(u) if u else 0

    return odd


def inverse(u: int) -> int:
    """Return 1/u, and 0 for 0: a zero or a pole somewhere leaves zeros in the result."""
    return pow(u, -1, PRIME) if u else 0


def is_square(u: int) -> bool:
    """Return whether a residue is a square; 0 is one."""
    return pow(u, _CHARACTER, PRIME) <= 1


PI = fixed_map("pi")(1)
_tangent, _arcsine = _odd("tangent"), _odd("asin")


def _cosine_and_sine(u: int) -> tuple[int, int]:
    t = _tangent(u)
    below = inverse(1 + t * t)
    return (1 - t * t) * below, 2 * t * below


def _tan(u: int) -> int:
    cosine, sine = _cosine_and_sine(u)
    return sine * inverse(cosine % PRIME)


def _sign(u: int) -> int:
    return 1 if is_square(u) else PRIME - 1


FUNCTIONS: dict[str, Callable[[int], int]] = {
    **{"ln": fixed_map("ln"), "acosh": fixed_map("acosh"), "asin": _arcsine},
    **{name: _odd(name) for name in ("atan", "asinh", "atanh")},
    "acos": lambda u: PI * _HALF - _arcsine(u),
    **{"sin": lambda u: _cosine_and_sine(u)[1], "cos": lambda u: _cosine_and_sine(u)[0]},
    **{"tan": _tan, "sign": _sign, "abs": lambda u: u * _sign(u)},
}
"""Functions of the argument's residue; results are not reduced."""

HYPERBOLIC: dict[str, Callable[[int], int]] = {
    "exp": lambda w: w,
    "sinh": lambda w: (w - inverse(w)) * _HALF,
    "cosh": lambda w: (w + inverse(w)) * _HALF,
    "tanh": lambda w: (w * w - 1) * inverse((w * w + 1) % PRIME),
}
"""Functions of u by w = exp(u); results are not reduced."""


def rational_powers(bases: Iterable[int], exponent: Fraction) -> tuple[int, ...]:
    """Return powers of residues; for every exponent a multiplicative map.

    u**(1/2) is a square root where u is a square, and one of -u elsewhere; odd roots are true ones
    for the orders that occur.
    """
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
