r"""Differential equations for a function y of x, as people write them.

`y' = y/x + x`, `x*y'' - y' = 0`, `x*y' + y`, `Eq(y(x).diff(x), y(x))`, `y dy = x dx`; see
`derivative_spellings` for what stands for a derivative and `infix` for the rest. What is read is
the expression that must vanish, left side minus right side, with the unknown function as the
published words have it: `f x` and its derivatives.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hf_mathseq.symbolic.derivative_spellings import (
    LETTERS,
    SHOWN,
    check_function,
    refuse_left_over,
    shown,
    with_letters,
)
from hf_mathseq.symbolic.differentials import has_differentials, read_differentials
from hf_mathseq.symbolic.expression import (
    Expr,
    ExpressionError,
    UndefinedValueError,
    read_prefix,
    write_infix,
    write_prefix,
)
from hf_mathseq.symbolic.infix import InfixError, read_infix
from hf_mathseq.symbolic.infix_tokens import check_text
from hf_mathseq.symbolic.nodes import X
from hf_mathseq.symbolic.parameters import parameters_in, parameters_of
from hf_mathseq.symbolic.unknown_function import UNKNOWNS

_SYMBOL_OPS = frozenset({"symbol", "f", "g", "h", "derivative"})
_WORDS = dict(zip(LETTERS, ("Y", "Y'", "Y''"), strict=True))
_EQ = re.compile(r"\s*+(?P<head>Eq\s*+\()(?P<sides>.*)\)\s*+", re.DOTALL)


def read_equation(text: Any) -> Expr:
    """Read an ordinary differential equation of order 2 at most.

    Args:
        text: With one `=`, or without for an expression that is to vanish; the function is called
            y or f.

    Returns:
        Left side minus right side in normal form, with nodes "f" and "derivative".

    Raises:
        InfixError: Not readable, without the function, with other symbols than x and parameters
            (`symbolic.parameters`), or without a real value; one line with the reason.
    """
    check_text(text, "an equation")
    written = with_letters(text)
    check_function(written)
    if has_differentials(written):
        return read_differentials(sides_of(written))
    refuse_left_over(written)
    sides = sides_of(written)
    words = [word for side in sides for word in _side(side)]
    return equation_of(["sub", *words] if len(sides) == 2 else words)


def equation_of(words: Sequence[str]) -> Expr:
    """Return the equation that published words stand for, an expression that must vanish.

    Args:
        words: Prefix words with `x`, `Y`, `Y'`, `Y''`, parameters and no other symbols.

    Raises:
        InfixError: They do not stand for an equation; one line with the reason.
    """
    equation = _evaluated(words, "the equation")
    found = _symbols(equation)
    known = (X, *UNKNOWNS, *parameters_of(equation))
    foreign = next((symbol for symbol in found if symbol not in known), None)
    if foreign is not None:
        raise InfixError(
            f"the equation may have x, y, y' and y'', not {write_infix(foreign)[:60]!r}"
        )
    if not any(unknown in found for unknown in UNKNOWNS):
        raise InfixError("the equation has no y; write it with y and its derivatives, as y' = y/x")
    return equation


def write_equation(equation: Expr) -> str:
    """Return the text of an equation, e.g. `x*y' - y + x = 0`; `read_equation` reads it back."""
    return f"{write_in_y(equation)} = 0"


def write_in_y(expr: Expr) -> str:
    """Return the text of an expression with `y`, `y'` and `y''` for the unknown function's."""
    text = write_infix(expr)
    for unknown, spelled in reversed(list(zip(UNKNOWNS, SHOWN, strict=True))):
        text = text.replace(write_infix(unknown), spelled)
    return text


def order_of(equation: Expr) -> int:
    """Return the highest order of a derivative, 0 where there is none."""
    found = _symbols(equation)
    return max(order for order, unknown in enumerate(UNKNOWNS) if order == 0 or unknown in found)


def has_variable(equation: Expr) -> bool:
    """Return whether x occurs outside y and its derivatives."""
    return X in _symbols(equation)


def _symbols(expr: Expr) -> dict[Expr, None]:
    """Return the symbols, functions without rules and derivatives that an expression is made of."""
    found: dict[Expr, None] = {}
    seen: set[Expr] = set()
    stack = [expr]
    while stack:
        part = stack.pop()
        if part in seen:
            continue
        seen.add(part)
        if part.op in _SYMBOL_OPS:
            found[part] = None
        else:
            stack += part.args
    return found


def sides_of(text: str) -> list[str]:
    """Cut at the equality sign, or read `Eq(a, b)`; every side keeps its place.

    Raises:
        InfixError: More than one sign, or nothing on one side of it.
    """
    call = _EQ.fullmatch(text)
    if call:
        text = call["sides"].replace(",", "=").rjust(call.end("sides"))
    sides = text.split("=")
    if len(sides) > 2:
        raise InfixError("more than one equality sign; an equation has one, or none for '= 0'")
    if not text.strip():
        raise InfixError("an equation is missing; write it as y' = y/x")
    for side, place in zip(sides, ("before", "after"), strict=False):
        if not side.strip():
            raise InfixError(f"nothing stands {place} the equality sign")
    return [sides[0], *(side.rjust(len(text)) for side in sides[1:])]


def read_number(text: str) -> Expr:
    """Read a number such as `2`, `pi/2` or `sqrt(2)`.

    Raises:
        InfixError: Not readable, without a real value, or with symbols.
    """
    number = read_value(text)
    if number.symbols:
        raise _no_number(text)
    return number


def read_value(text: str) -> Expr:
    """Read a number, perhaps with parameters, such as `A/2`.

    Raises:
        InfixError: Not readable, without a real value, or with x or y.
    """
    value = _evaluated(_side(text), "the number")
    if _symbols(value).keys() - {*parameters_of(value)}:
        raise _no_number(text)
    return value


def _no_number(text: str) -> InfixError:
    return InfixError(f"a number is wanted, not {shown(text.strip())[:60]!r}")


def _side(text: str) -> list[str]:
    try:
        symbols = ("x", *LETTERS, *parameters_in(text))
        words = read_infix(text, symbols, integral=False, unknowns=LETTERS)
    except InfixError as error:
        raise InfixError(shown(str(error))) from None
    return [_WORDS.get(word, word) for word in words]


def _evaluated(words: Sequence[str], kind: str) -> Expr:
    try:
        expr = read_prefix(words)
    except UndefinedValueError as error:
        raise InfixError(f"{kind} has no value: {error}") from None
    except ExpressionError as error:
        raise InfixError(str(error)) from None
    if "I" in write_prefix(expr):
        raise InfixError(f"{kind} has complex parts; only real ones are read")
    return expr
