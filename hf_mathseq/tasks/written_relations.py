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
from hf_mathseq.symbolic.expression import Expr, ExpressionError, read_prefix, symbol, write_prefix
from hf_mathseq.symbolic.inversion import solve_for
from hf_mathseq.symbolic.nodes import ZERO
from hf_mathseq.tasks.written_constants import words_and_constants
from hf_mathseq.verdict import ProblemError
from hf_mathseq.verification.implicit_solution import WORD, read_relation

CONSTANT = symbol("a8")
"""What F is equal to."""
_WANTED = "one constant is wanted in a solution of first order"
_EXPLICIT = re.compile(r"\s*[A-Za-z](\s*\(\s*[xt]\s*\))?\s*=[^=y]*")


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
        ProblemError: It cannot be read, has no or several constants, or cannot be solved for it.
    """
    words, general = curve_words(text, parameters)
    if not general:
        raise ProblemError(f"{_WANTED}, not none")
    return words


def curve_words(text: str, parameters: Sequence[str] = ()) -> tuple[list[str], bool]:
    """Return the words of F, and whether there is a constant.

    Without one F is the difference of the sides, which vanishes on one curve. See `relation_words`.
    """
    sides = [words_and_constants(side, parameters, unknowns=("y",)) for side in sides_of(text)]
    names = sorted({name for _, found in sides for name in found})
    if len(names) > 1:
        raise ProblemError(f"{_WANTED}, not {' and '.join(names)}")
    meant = {"y": WORD, **dict.fromkeys(names, CONSTANT.value)}
    left, right = ([meant.get(word, word) for word in words] for words, _ in sides)
    try:
        difference = read_prefix(["sub", *left, *right])
        words = clean(write_prefix(_solved(difference) if names else difference))
        read_relation(words)
    except ExpressionError as error:
        raise ProblemError(str(error)) from None
    return words, bool(names)


def _solved(difference: Expr) -> Expr:
    """Return what the constant is on the curve on which a difference vanishes."""
    found = solve_for(CONSTANT, difference, ZERO, lambda branches: 0)
    if found is None:
        raise ExpressionError("the implicit solution cannot be solved for its constant")
    return found
