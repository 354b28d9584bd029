r"""Differential equations for a function y of x, as people write them.

`y' = y/x + x`, `x*y'' - y' = 0`, `x*y' + y`, `Eq(y(x).diff(x), y(x))`; see
`derivative_spellings` for what stands for a derivative and `infix` for the rest. What is read is
the expression that must vanish, left side minus right side, with the unknown function as the
published words have it: `f x` and its derivatives.
"""

from __future__ import annotations

import re
from typing import Any

from hf_mathseq.symbolic.derivative_spellings import LETTERS, SHOWN, plain_derivatives
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

_WORDS = dict(zip(LETTERS, ("Y", "Y'", "Y''"), strict=True))
_NODES = ("f(x)", "Derivative(f(x), x)", "Derivative(Derivative(f(x), x), x)")
_EQ = re.compile(r"\s*+(?P<head>Eq\s*+\()(?P<sides>.*)\)\s*+", re.DOTALL)


def read_equation(text: Any) -> Expr:
    """Read an ordinary differential equation of order 2 at most.

    Args:
        text: With one `=`, or without for an expression that is to vanish; the function is called
            y or f.

    Returns:
        Left side minus right side in normal form, with nodes "f" and "derivative".

    Raises:
        InfixError: Not readable, without the function, with other symbols than x, or without a
            real value; one line with the reason.
    """
    check_text(text, "an equation")
    sides = sides_of(plain_derivatives(text))
    words = [word for side in sides for word in _side(side)]
    equation = _evaluated(["sub", *words] if len(sides) == 2 else words, "the equation")
    if not unknowns(equation):
        raise InfixError("the equation has no y; write it with y and its derivatives, as y' = y/x")
    return equation


def write_equation(equation: Expr) -> str:
    """Return the text of an equation, e.g. `x*y' - y + x = 0`; `read_equation` reads it back."""
    text = write_infix(equation)
    for node, shown in reversed(list(zip(_NODES, SHOWN, strict=True))):
        text = text.replace(node, shown)
    return f"{text} = 0"


def order_of(equation: Expr) -> int:
    """Return the highest order of a derivative, 0 where there is none."""
    return max(unknowns(equation), default=0)


def unknowns(equation: Expr) -> dict[int, Expr]:
    """Return the unknown function (0) and its derivatives (their order) that occur."""
    found: dict[int, Expr] = {}
    seen: dict[Expr, None] = {}
    stack = [equation]
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen[node] = None
        if node.op in ("f", "derivative"):
            found[write_prefix(node).count("derivative")] = node
        else:
            stack += node.args
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
        InfixError: Not readable, without a real value, or with x or y.
    """
    number = _evaluated(_side(text), "the number")
    if number.symbols:
        raise InfixError(f"a number is wanted, not {text.strip()[:60]!r}")
    return number


def _side(text: str) -> list[str]:
    try:
        words = read_infix(text, ("x", *LETTERS), integral=False)
    except InfixError as error:
        raise InfixError(_shown(str(error))) from None
    return [_WORDS.get(word, word) for word in words]


def _shown(message: str) -> str:
    """Write derivatives in a message as people do."""
    for letter, shown in zip(LETTERS, SHOWN, strict=True):
        message = message.replace(letter, shown)
    return message


def _evaluated(words: list[str], kind: str) -> Expr:
    try:
        expr = read_prefix(words)
    except UndefinedValueError as error:
        raise InfixError(f"{kind} has no value: {error}") from None
    except ExpressionError as error:
        raise InfixError(str(error)) from None
    if "I" in write_prefix(expr):
        raise InfixError(f"{kind} has complex parts; only real ones are read")
    return expr
