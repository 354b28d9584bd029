"""Differential equations in differentials: `(2xy + 3) dx + (x^2 - 1) dy = 0`, `y dy = x dx`.

What stands on both sides must be M dx + N dy with M and N free of differentials; it is read as the
equation M + N y' = 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import add, mul
from hf_mathseq.symbolic.expression import Expr, ExpressionError, read_prefix, symbol
from hf_mathseq.symbolic.infix import InfixError, read_infix
from hf_mathseq.symbolic.nodes import ZERO, X
from hf_mathseq.symbolic.parameters import parameters_in
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.symbolic.unknown_function import UNKNOWNS

_DIFFERENTIAL = re.compile(r"(?<!\\)d\s*+([xy])(?![A-Za-z])")
_DERIVED = re.compile(r"[ẏÿ]|diff|Derivative|d\s*+[A-Za-z]?\s*+/\s*+d")
_LETTERS = {"x": "ẋ", "y": "ẏ"}
_VARIABLE, _FUNCTION, _OTHER = "t", "y", "z"
_READ = {symbol(_VARIABLE): X, symbol(_FUNCTION): UNKNOWNS[0]}


def has_differentials(text: str) -> bool:
    """Return whether an equation is written in dx and dy, without derivatives.

    Args:
        text: The result of `derivative_spellings.with_letters`.
    """
    return bool(_DIFFERENTIAL.search(text)) and not _DERIVED.search(text)


def read_differentials(sides: Sequence[str]) -> Expr:
    """Return the equation M + N y' = 0, an expression that must vanish.

    Args:
        sides: One side, or those of the equality sign.

    Raises:
        InfixError: Not readable, or not M dx + N dy.
    """
    written = [_words(side) for side in sides]
    words = ["sub", *written[0], *written[1]] if len(written) == 2 else written[0]
    try:
        along_x, along_y = _factor(words, "ẋ"), _factor(words, "ẏ")
        if along_y is ZERO:
            raise _not_linear()
        return add(along_x, mul(along_y, UNKNOWNS[1]))
    except ExpressionError as error:
        raise InfixError(f"the equation has no value: {error}") from None


def _words(side: str) -> list[str]:
    text = _DIFFERENTIAL.sub(lambda found: _LETTERS[found[1]].ljust(len(found[0])), side)
    unknowns = ("y", *_LETTERS.values())
    symbols = ("x", *unknowns, *parameters_in(text))
    try:
        return read_infix(text, symbols, integral=False, unknowns=unknowns)
    except InfixError as error:
        message = str(error)
        for name, letter in _LETTERS.items():
            message = message.replace(letter, f"d{name}")
        raise InfixError(message) from None


def _factor(words: Sequence[str], differential: str) -> Expr:
    """Return what a differential is multiplied by."""
    other = "ẏ" if differential == "ẋ" else "ẋ"
    names = {differential: "x", other: _OTHER, "x": _VARIABLE, "y": _FUNCTION}
    whole = _read(words, names)
    slope = derivative(whole)
    both = {X: ZERO, symbol(_OTHER): ZERO}
    free = not slope.symbols & (X.symbols | symbol(_OTHER).symbols)
    if not free or substitute(whole, both) is not ZERO:
        raise _not_linear()
    return substitute(slope, _READ)


def _read(words: Sequence[str], names: Mapping[str, str]) -> Expr:
    return read_prefix([names.get(word, word) for word in words])


def _not_linear() -> InfixError:
    return InfixError("with differentials an equation is M dx + N dy = 0, as x dx + y dy = 0")
