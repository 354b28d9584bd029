"""The arithmetic that expressions are evaluated in: real arrays, complex arrays, many digits.

Every backend offers the published functions under their names. Reals are kept real: where a value
is not a real number, arrays hold NaN. Complex values are those of the principal branches, with
SymPy's conventions for the reciprocal functions: acot z = atan(1/z), asec z = acos(1/z) and so on.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np

Function = Callable[[Any], Any]

RECIPROCALS = {
    **{"sec": "cos", "csc": "sin", "cot": "tan"},
    **{"sech": "cosh", "csch": "sinh", "coth": "tanh"},
}
"""Functions whose values are the reciprocals of another's."""
OF_RECIPROCAL = {
    **{"asec": "acos", "acsc": "asin", "acot": "atan"},
    **{"asech": "acosh", "acsch": "asinh", "acoth": "atanh"},
}
"""Functions whose values are those of another at the reciprocal argument."""


REDUCING = frozenset({"exp", *RECIPROCALS, *RECIPROCALS.values()})
"""Functions that are computed after the argument was reduced by a period."""


class Backend:
    """Functions by published name, and how numbers are made.

    Attributes:
        functions: Published name -> function of one value; "sqrt" is among them.
        constants: Values of "pi", "E" and "I".
        number: Makes a value from an exact rational number.
        power: Raises one value to another.
        hides: Functions that can turn an infinite argument into a finite value.
    """

    def __init__(
        self,
        functions: dict[str, Function],
        constants: dict[str, Any],
        number: Callable[[int | Fraction], Any],
        power: Callable[[Any, Any], Any],
        hides: frozenset[str] = frozenset(),
    ) -> None:
        self.functions = functions
        self.constants = constants
        self.number = number
        self.power = power
        self.hides = hides


def _with_reciprocals(functions: dict[str, Function]) -> dict[str, Function]:
    complete = dict(functions)
    for name, inverse in RECIPROCALS.items():
        complete[name] = _reciprocal_of(functions[inverse])
    for name, other in OF_RECIPROCAL.items():
        complete[name] = _at_reciprocal(functions[other])
    return complete


def _reciprocal_of(function: Function) -> Function:
    return lambda value: 1.0 / function(value)


def _at_reciprocal(function: Function) -> Function:
    return lambda value: function(np.divide(1.0, value))


def _float(value: int | Fraction) -> np.float64:
    """Return the nearest float; NaN where the number is beyond the range of floats."""
    try:
        return np.float64(value)
    except OverflowError:
        return np.float64("nan")


_ARRAY_FUNCTIONS: dict[str, Function] = _with_reciprocals(
    {
        **{"exp": np.exp, "ln": np.log, "sqrt": np.sqrt, "abs": np.abs, "sign": np.sign},
        **{"sin": np.sin, "cos": np.cos, "tan": np.tan},
        **{"asin": np.arcsin, "acos": np.arccos, "atan": np.arctan},
        **{"sinh": np.sinh, "cosh": np.cosh, "tanh": np.tanh},
        **{"asinh": np.arcsinh, "acosh": np.arccosh, "atanh": np.arctanh},
    }
)
_HIDING = frozenset({"exp", "sign", "atan", "tanh", *OF_RECIPROCAL, *RECIPROCALS})

REAL = Backend(
    _ARRAY_FUNCTIONS,
    {"pi": np.float64(np.pi), "E": np.float64(np.e), "I": np.float64("nan")},
    _float,
    np.power,
    _HIDING,
)
COMPLEX = Backend(
    _ARRAY_FUNCTIONS,
    {"pi": np.complex128(np.pi), "E": np.complex128(np.e), "I": np.complex128(1j)},
    lambda value: np.complex128(_float(value)),
    np.power,
    _HIDING,
)


MOST_BITS = 10**8
"""By which the parts of a complex number may differ in size: 12 MB for the sum of their squares."""
LARGEST_ARGUMENT = 10**6
"""Bits before the point of an argument that is reduced by a period, or of an exponent."""


class TooLargeError(OverflowError):
    """A value of many digits that would take more memory or time than any use of it is worth."""


def _within_memory(function: Callable[..., Any], reduces: bool = False) -> Callable[..., Any]:
    """Return a function of mpmath's that refuses what it would compute at any cost.

    mpmath adds the squares of the parts of 1 + 2^(-10^18) i exactly; to reduce an argument by a
    period, it takes as many digits of the period as stand before the point.

    Args:
        function: A function of one argument, or of a base and an exponent.
        reduces: Whether it reduces its argument.
    """

    def at(value: Any, *others: Any) -> Any:
        sizes = _sizes(value)
        if len(sizes) == 2 and abs(sizes[0] - sizes[1]) > MOST_BITS:
            raise TooLargeError("a complex number whose parts are of very unlike sizes")
        for reduced in others or ((value,) if reduces else ()):
            if max(_sizes(reduced), default=0) > LARGEST_ARGUMENT:
                raise TooLargeError("an argument with too many digits before the point")
        return function(value, *others)

    return at


def _sizes(value: Any) -> list[int]:
    """Return the binary orders of magnitude of an mpmath number's parts that are not 0."""
    parts = getattr(value, "_mpc_", None) or (getattr(value, "_mpf_", (0, 0, 0, 0)),)
    return [exponent + bits for _, mantissa, exponent, bits in parts if mantissa]


@lru_cache(maxsize=32)
def precise(digits: int) -> Backend:
    """Return arithmetic with `digits` decimal digits, on mpmath's real and complex numbers."""
    from mpmath.ctx_mp import MPContext

    context = MPContext()
    context.dps = digits
    names = [*RECIPROCALS, *RECIPROCALS.values(), *OF_RECIPROCAL, *OF_RECIPROCAL.values()]
    functions: dict[str, Function] = {name: getattr(context, name) for name in names}
    for name, spelling in {"exp": "exp", "ln": "ln", "sqrt": "sqrt", "abs": "fabs"}.items():
        functions[name] = getattr(context, spelling)
    functions["sign"] = context.sign
    return Backend(
        {name: _within_memory(f, name in REDUCING) for name, f in functions.items()},
        {"pi": +context.pi, "E": +context.e, "I": context.mpc(0, 1)},
        lambda value: context.mpf(value.numerator) / value.denominator,
        _within_memory(context.power),
    )
