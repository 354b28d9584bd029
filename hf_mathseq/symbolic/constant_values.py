"""The value of an expression without symbols, in double precision."""

from __future__ import annotations

import cmath
import math
from collections.abc import Callable

from hf_mathseq.symbolic.nodes import NUMBERS, Expr


def constant_value(expr: Expr) -> complex | None:
    """Return the value of an expression without symbols, None where it has none."""
    try:
        value = _complex_value(expr)
    except (ArithmeticError, ValueError, KeyError):
        return None
    return value if cmath.isfinite(value) else None


def _complex_value(expr: Expr) -> complex:
    op = expr.op
    if op in NUMBERS:
        return complex(float(expr.value))
    if op in _CONSTANTS:
        return _CONSTANTS[op]
    values = [_complex_value(arg) for arg in expr.args]
    if op == "add":
        return sum(values, 0j)
    if op == "mul":
        return complex(math.prod(values))
    if op == "pow":
        base, exponent = values
        if exponent.imag == 0 and base.imag == 0 and (base.real > 0 or exponent.real % 1 == 0):
            return complex(base.real**exponent.real)
        return base**exponent
    return complex(_FUNCTIONS[op](values[0]))


_CONSTANTS: dict[str, complex] = {"pi": complex(math.pi), "E": complex(math.e), "I": 1j}
_FUNCTIONS: dict[str, Callable[[complex], complex]] = {
    **{"exp": cmath.exp, "ln": cmath.log, "abs": lambda z: complex(abs(z))},
    **{"sin": cmath.sin, "cos": cmath.cos, "tan": cmath.tan},
    **{"cot": lambda z: 1 / cmath.tan(z), "sec": lambda z: 1 / cmath.cos(z)},
    **{"csc": lambda z: 1 / cmath.sin(z), "sign": lambda z: z / abs(z)},
    **{"asin": cmath.asin, "acos": cmath.acos, "atan": cmath.atan},
    **{"acot": lambda z: cmath.atan(1 / z), "asec": lambda z: cmath.acos(1 / z)},
    **{"acsc": lambda z: cmath.asin(1 / z)},
    **{"sinh": cmath.sinh, "cosh": cmath.cosh, "tanh": cmath.tanh},
    **{"coth": lambda z: 1 / cmath.tanh(z), "sech": lambda z: 1 / cmath.cosh(z)},
    **{"csch": lambda z: 1 / cmath.sinh(z)},
    **{"asinh": cmath.asinh, "acosh": cmath.acosh, "atanh": cmath.atanh},
    **{"acoth": lambda z: cmath.atanh(1 / z), "asech": lambda z: cmath.acosh(1 / z)},
    **{"acsch": lambda z: cmath.asinh(1 / z)},
}
