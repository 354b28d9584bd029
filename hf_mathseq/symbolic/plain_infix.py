"""Prefix words as text for people, word by word: no normal form is built, and nothing is evaluated.

For files of millions of lines. The text reads back to the expression that the words read to.
"""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.encodings.prefix import ARITY, DIGIT_WORDS, LEAVES

_SUM, _PRODUCT, _POWER, _ATOM = 1, 2, 3, 4
_SIGNS = {"INT+": "", "INT-": "-"}
_DIGITS = frozenset(DIGIT_WORDS)
_LEAVES = {leaf: leaf for leaf in LEAVES} | {"Y": "y", "Y'": "y'", "Y''": "y''"}
_POWERS = {"pow2": "2", "pow3": "3", "pow4": "4", "pow5": "5"}

Term = tuple[str, int]
"""A text and how tightly it binds."""


def plain_infix(words: Sequence[str]) -> str | None:
    """Return the expression as text, e.g. `2*(x*cos(x))`; None if the words are none.

    Products and powers keep their grouping, so that reading the text evaluates in the same order.

    Args:
        words: Published prefix words, with `Y`, `Y'` and `Y''` for y and its derivatives.
    """
    waiting: list[Term] = []
    digits: list[str] = []
    for word in reversed(words):
        if word in _DIGITS:
            digits.append(word)
        elif word in _SIGNS:
            if not digits:
                return None
            sign = _SIGNS[word]
            waiting.append((sign + "".join(reversed(digits)), _SUM if sign else _ATOM))
            digits = []
        elif digits:
            return None
        elif word in _LEAVES:
            waiting.append((_LEAVES[word], _ATOM))
        else:
            arity = ARITY.get(word, 0)
            if not arity or len(waiting) < arity:
                return None
            operands = waiting[: -arity - 1 : -1]
            del waiting[-arity:]
            waiting.append(_written(word, operands))
    return waiting[0][0] if len(waiting) == 1 and not digits else None


def _written(word: str, operands: list[Term]) -> Term:
    first = operands[0]
    if word == "add":
        return _sum(first[0], operands[1][0]), _SUM
    if word == "mul":
        return f"{_wrapped(first, _PRODUCT)}*{_wrapped(operands[1], _POWER)}", _PRODUCT
    if word == "pow":
        return f"{_wrapped(first, _ATOM)}**{_wrapped(operands[1], _ATOM)}", _POWER
    if word == "sub":
        return f"{first[0]} - {_wrapped(operands[1], _PRODUCT)}", _SUM
    if word == "div":
        return f"{_wrapped(first, _PRODUCT)}/{_wrapped(operands[1], _POWER)}", _PRODUCT
    if word == "inv":
        return f"1/{_wrapped(first, _POWER)}", _PRODUCT
    if word == "rac":
        return f"{_wrapped(first, _ATOM)}**(1/{_wrapped(operands[1], _ATOM)})", _POWER
    if word in _POWERS:
        return f"{_wrapped(first, _ATOM)}**{_POWERS[word]}", _POWER
    return f"{word}({', '.join(text for text, _ in operands)})", _ATOM


def _sum(left: str, right: str) -> str:
    return f"{left} - {right[1:]}" if right.startswith("-") else f"{left} + {right}"


def _wrapped(term: Term, level: int) -> str:
    return term[0] if term[1] >= level else f"({term[0]})"
