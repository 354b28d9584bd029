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


def _within_memory(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of mpmath's that refuses arguments such as 1 + 2^(-10^18) i.

    mpmath adds the squares of their parts exactly, whatever memory that takes.
    """

    def at(value: Any, *others: Any) -> Any:
        parts = getattr(value, "_mpc_", ())
        if parts and all(mantissa for _, mantissa, _, _ in parts):
            sizes = [exponent + bits for _, _, exponent, bits in parts]
            if abs(sizes[0] - sizes[1]) > MOST_BITS:
                raise OverflowError("a complex number whose parts are of very unlike sizes")
        return function(value, *others)

    return at


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
        {name: _within_memory(function) for name, function in functions.items()},
        {"pi": +context.pi, "E": +context.e, "I": context.mpc(0, 1)},
        lambda value: context.mpf(value.numerator) / value.denominator,
        _within_memory(context.power),
    )
