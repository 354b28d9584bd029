"""Implicit solutions as people write them: `x^2 y + sin y = C`, `y^2 = x^2 + C`, `e^y = C x`.

Verifiers have them as F alone, an expression in x and y that is constant along solutions; as text
that is `F = a8`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hf_mathseq.encodings.prefix import clean
from hf_mathseq.symbolic.equations import sides_of, write_in_y
from hf_mathseq.symbolic.evaluation import subtract
from hf_mathseq.symbolic.expression import Expr, ExpressionError, read_prefix, symbol, write_prefix
from hf_mathseq.symbolic.factored import factored
from hf_mathseq.symbolic.inversion import solve_for
from hf_mathseq.symbolic.nodes import ZERO
from hf_mathseq.tasks.written_constants import words_and_constants
from hf_mathseq.verdict import ProblemError
from hf_mathseq.verification.implicit_solution import WORD, read_relation

CONSTANT = symbol("a8")
"""What F is equal to."""
_WANTED = "one constant is wanted in a solution of first order"
_EXPLICIT = re.compile(r"\s*(?![xt])[A-Za-z](\s*\(\s*[xt]\s*\))?\s*=[^=y]*")
_AT = re.compile(r"(?<![A-Za-z])(?:(y)\s*+\(\s*+[xt]\s*+\)|(x)\s*+\(\s*+y\s*+\))")


def is_relation(text: Any) -> bool:
    """Return whether an answer is an equation for y, not `y =` a function of x."""
    return isinstance(text, str) and "=" in text and not _EXPLICIT.fullmatch(text)


def relation_text(words: Sequence[str]) -> str:
    """Return `F = a8` for the words of F."""
    return f"{write_in_y(read_relation(words))} = {CONSTANT.value}"


def relation_words(text: str, parameters: Sequence[str] = ()) -> list[str]:
    """Return the words of F for an implicit general solution as people write it.

    Args:
        text: An equation in x, y and a constant that it can be solved for.
        parameters: Those of the problem.

    Raises:
        ProblemError: It cannot be read, has no or several constants, cannot be solved for it, or
            has a factor without it.
    """
    left, right = curve_sides(text, parameters)
    try:
        difference = subtract(left, right)
        if not difference.symbols & CONSTANT.symbols:
            raise ProblemError(f"{_WANTED}, not none")
        words = clean(write_prefix(_solved(difference)))
        read_relation(words)
    except ExpressionError as error:
        raise ProblemError(str(error)) from None
    return words


def has_constant(text: str, parameters: Sequence[str] = ()) -> bool:
    """Return whether an implicit solution has a constant; see `relation_words`."""
    return any(side.symbols & CONSTANT.symbols for side in curve_sides(text, parameters))


def curve_sides(text: str, parameters: Sequence[str] = ()) -> tuple[Expr, Expr]:
    """Return both sides of an implicit solution, a8 standing for its constant if there is one.

    See `relation_words`.
    """
    plain = _AT.sub(lambda found: (found[1] or found[2]).ljust(len(found[0])), text)
    sides = [words_and_constants(side, parameters, unknowns=("y",)) for side in sides_of(plain)]
    names = sorted({name for _, found in sides for name in found})
    if len(names) > 1:
        raise ProblemError(f"{_WANTED}, not {' and '.join(names)}")
    meant = {"y": WORD, **dict.fromkeys(names, CONSTANT.value)}
    try:
        left, right = (read_prefix([meant.get(word, word) for word in words]) for words, _ in sides)
    except ExpressionError as error:
        raise ProblemError(str(error)) from None
    return left, right


def _solved(difference: Expr) -> Expr:
    """Return what the constant is on the curve on which a difference vanishes."""
    for base, exponent in factored(difference).powers.items():
        curve = base.op == "add" and not base.symbols & CONSTANT.symbols
        if curve and exponent > 0 and difference.op == "mul":
            raise ExpressionError(f"the factor {write_in_y(base)} is without the constant")
    found = solve_for(CONSTANT, difference, ZERO, lambda branches: 0)
    if found is None:
        raise ExpressionError("the implicit solution cannot be solved for its constant")
    return found
