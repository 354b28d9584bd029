"""Keys that put arguments in SymPy's order (the rule of `Basic.compare` in SymPy's source).

Leaves and derivatives have rules of their own; the key of any other node is the rank of its
operator, the number of its arguments, and their keys.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hf_mathseq.encodings.prefix import VARIABLES

Key = tuple[Any, ...]

# Ranks of SymPy's classes in the order of arguments (SymPy 1.4 to 1.14: core/basic.py,
# `ordering_of_classes`); classes that it does not list follow by name.
_LISTED = {
    **{"int": 7, "rational": 8, "E": 10, "pi": 11, "I": 12, "symbol": 13},
    **{"pow": 15, "mul": 16, "add": 17, "derivative": 18, "abs": 20},
}
_NUMBER_RANKS = {0: 0, 1: 1, Fraction(1, 2): 2, -1: 5}
_TUPLE_RANK = 99
_FUNCTION_NAMES = (
    *("acos", "acosh", "acot", "acoth", "acsc", "acsch", "asec", "asech", "asin", "asinh"),
    *("atan", "atanh", "cos", "cosh", "cot", "coth", "csc", "csch", "exp", "f", "g", "h", "ln"),
    *("sec", "sech", "sign", "sin", "sinh", "tan", "tanh"),
)
RANK: dict[str, int] = {
    **_LISTED,
    # SymPy calls the natural logarithm "log"; that is also where "ln" stands in this order.
    **{name: 100 + i for i, name in enumerate(_FUNCTION_NAMES)},
}


def leaf_key(op: str, value: Any) -> Key:
    """Return the key of a leaf.

    Args:
        op: "int", "rational", "symbol", "pi", "E" or "I".
        value: Its number or name, or None.
    """
    if value in _NUMBER_RANKS and op != "symbol":
        return (_NUMBER_RANKS[value],)
    if op == "int":
        return (RANK[op], 2, value, 1)
    if op == "rational":
        return (RANK[op], 2, value.numerator, value.denominator)
    if op == "symbol":
        # Symbols with more assumptions come later: coefficients are not known to be non-zero.
        return (RANK[op], 2 if value in VARIABLES else 1, value)
    return (RANK[op],)


def derivative_key(inner: Key, variable: Key, order: int) -> Key:
    """Return the key of a derivative; SymPy holds a tuple (variable, order) beside the function.

    Args:
        inner: Key of what is derived.
        variable: Key of the variable.
        order: How often.
    """
    return (RANK["derivative"], 2, inner, (_TUPLE_RANK, 2, variable, leaf_key("int", order)))
