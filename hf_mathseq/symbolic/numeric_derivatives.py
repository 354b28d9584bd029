"""Derivatives of the published functions as arithmetic on values, for forward differentiation.

Written from the calculus, not from the derivative engine of expressions, so that each can check
the other. A rule gets the argument v, the function's value f(v) and the table of functions, and
returns f'(v). The forms hold on the principal branches for complex arguments as well.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Rule = Callable[[Any, Any, Mapping[str, Callable[[Any], Any]]], Any]

RULES: dict[str, Rule] = {
    "exp": lambda v, f, t: f,
    "ln": lambda v, f, t: 1 / v,
    "sqrt": lambda v, f, t: 1 / (f + f),
    "abs": lambda v, f, t: t["sign"](v),
    "sign": lambda v, f, t: f - f,
    "sin": lambda v, f, t: t["cos"](v),
    "cos": lambda v, f, t: -t["sin"](v),
    "tan": lambda v, f, t: 1 + f * f,
    "cot": lambda v, f, t: -1 - f * f,
    "sec": lambda v, f, t: f * t["tan"](v),
    "csc": lambda v, f, t: -f * t["cot"](v),
    "asin": lambda v, f, t: 1 / t["sqrt"](1 - v * v),
    "acos": lambda v, f, t: -1 / t["sqrt"](1 - v * v),
    "atan": lambda v, f, t: 1 / (1 + v * v),
    "acot": lambda v, f, t: -1 / (1 + v * v),
    "asec": lambda v, f, t: 1 / (v * v * t["sqrt"](1 - 1 / (v * v))),
    "acsc": lambda v, f, t: -1 / (v * v * t["sqrt"](1 - 1 / (v * v))),
    "sinh": lambda v, f, t: t["cosh"](v),
    "cosh": lambda v, f, t: t["sinh"](v),
    "tanh": lambda v, f, t: 1 / t["cosh"](v) ** 2,
    "coth": lambda v, f, t: -1 / t["sinh"](v) ** 2,
    "sech": lambda v, f, t: -f * t["tanh"](v),
    "csch": lambda v, f, t: -f * t["coth"](v),
    "asinh": lambda v, f, t: 1 / t["sqrt"](1 + v * v),
    "acosh": lambda v, f, t: 1 / (t["sqrt"](v - 1) * t["sqrt"](v + 1)),
    "atanh": lambda v, f, t: 1 / (1 - v * v),
    "acoth": lambda v, f, t: 1 / (1 - v * v),
    "asech": lambda v, f, t: -1 / (v * v * t["sqrt"](1 / v - 1) * t["sqrt"](1 / v + 1)),
    "acsch": lambda v, f, t: -1 / (v * v * t["sqrt"](1 + 1 / (v * v))),
}
