"""Prefix expressions: the published words, their arity, and the `Y` shorthand.

The 91 words and their order are those of the program published with arXiv 1912.01412.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

PUBLISHED_SPECIAL = ("<s>", "</s>", "<pad>", "(", ")", *(f"<SPECIAL_{i}>" for i in range(5, 10)))
CONSTANTS = ("pi", "E")
VARIABLES = ("x", "y", "z", "t")
COEFFICIENTS = tuple(f"a{i}" for i in range(10))
IMAGINARY_UNIT = "I"
PARAMETERS = tuple("abcklmnpqrsuvwABDFGHJKLMNPQRSTUVWαβγδεθκλμνρστφψω")
"""Constants of typed problems that stand for any number; no published words, so no model has them.

Left out is what is read as something else: differentials, C, e, i, unknown functions, variables,
published words, and what looks like 0.
"""

BINARY = ("add", "sub", "mul", "div", "pow", "rac", "derivative", "g")
TERNARY = ("h",)
UNARY_FUNCTIONS = (
    *("exp", "ln", "abs", "sign"),
    *("sin", "cos", "tan", "cot", "sec", "csc"),
    *("asin", "acos", "atan", "acot", "asec", "acsc"),
    *("sinh", "cosh", "tanh", "coth", "sech", "csch"),
    *("asinh", "acosh", "atanh", "acoth", "asech", "acsch"),
)
UNARY_SHORTHANDS = ("inv", "sqrt", "pow2", "pow3", "pow4", "pow5")
ARITY: dict[str, int] = {
    **dict.fromkeys(BINARY, 2),
    **dict.fromkeys(TERNARY, 3),
    **dict.fromkeys((*UNARY_FUNCTIONS, *UNARY_SHORTHANDS, "f"), 1),
}
OPERATORS = tuple(sorted(ARITY))
LEAVES = frozenset((*CONSTANTS, *VARIABLES, *COEFFICIENTS, IMAGINARY_UNIT))
SYMBOL_WORDS = ("I", "INT+", "INT-", "INT", "FLOAT", "-", ".", "10^", "Y", "Y'", "Y''")
DIGIT_WORDS = tuple("0123456789")

PUBLISHED_WORDS: tuple[str, ...] = (
    *PUBLISHED_SPECIAL,
    *CONSTANTS,
    *VARIABLES,
    *COEFFICIENTS,
    *OPERATORS,
    *SYMBOL_WORDS,
    *DIGIT_WORDS,
)
# What expressions are made of: the published words without those that frame sequences.
EXPRESSION_WORDS = PUBLISHED_WORDS[len(PUBLISHED_SPECIAL) :]

_SHORTHANDS = (
    (("f", "x"), ("Y",)),
    (("derivative", "Y", "x"), ("Y'",)),
    (("derivative", "Y'", "x"), ("Y''",)),
)


def clean(words: Sequence[str]) -> list[str]:
    """Write `f x`, its derivative and its second derivative as `Y`, `Y'` and `Y''`."""
    return clean_text(" ".join(words)).split()


def clean_text(text: str) -> str:
    """Return words separated by single spaces after `clean`."""
    for long, short in _SHORTHANDS:
        text = re.sub(rf"(?<!\S){' '.join(long)}(?!\S)", short[0], text)
    return text


def unclean(words: Sequence[str]) -> list[str]:
    """Undo `clean`."""
    written = list(words)
    for long, short in reversed(_SHORTHANDS):
        written = _replace(written, short, long)
    return written


def count_operators(words: Sequence[str]) -> int:
    """Return how many of the words are operators."""
    return sum(word in ARITY for word in words)


def _replace(words: list[str], old: tuple[str, ...], new: tuple[str, ...]) -> list[str]:
    """Replace every non-overlapping occurrence of `old`, from the left."""
    if old[0] not in words:
        return words
    result: list[str] = []
    i, width = 0, len(old)
    while i < len(words):
        if tuple(words[i : i + width]) == old:
            result.extend(new)
            i += width
        else:
            result.append(words[i])
            i += 1
    return result
