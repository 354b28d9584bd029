"""Where the argument of a function without brackets ends; the rule is that of `infix`."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from hf_mathseq.symbolic.infix_lexer import Token

_FACTORS = frozenset({"fraction", "root", "radical", "number"})


def ends_argument(
    token: Token, following: Token, found: Collection[str], unknowns: Collection[str]
) -> bool:
    """Return whether a factor without a sign before it stands behind the argument.

    Args:
        token: Where the factor begins.
        following: The token behind it.
        found: The variables in the argument so far.
        unknowns: The variables that stand for an unknown function and its derivatives.
    """
    if token.kind in ("function", "log"):
        return True
    if not found or token.after == "letter":
        return False
    if token.kind in ("open", "bar"):
        return token.after == "blank"
    if token.kind == "constant":
        return token.value == "E" and following[:2] == ("operator", "^")
    if token.kind == "symbol":
        return token.value in found or token.value in unknowns
    return token.kind in _FACTORS


def found_since(start: int, latest: Mapping[str, int]) -> list[str]:
    """Return the variables that occur at token `start` or later.

    Args:
        start: Number of a token.
        latest: The number of the last token of each variable that was read.
    """
    return [name for name, place in latest.items() if place >= start]
