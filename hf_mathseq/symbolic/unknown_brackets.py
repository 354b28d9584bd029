"""Brackets behind an unknown function: where it is taken, or a factor.

`y(1 - y)`, `y(1 + x)` and `y'(y + x)` are products; `y(0)` and `y(2x)` are the function somewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from hf_mathseq.symbolic.parameters import names_in

_WORD = re.compile(r"[A-Za-z]++")
_BRACKET = re.compile(r"[(\[{]|[)\]}]")


class Bracketed(NamedTuple):
    """A bracket behind a letter.

    Attributes:
        letter: Place of the letter.
        start: Place of the bracket.
        content: What stands in it.
    """

    letter: int
    start: int
    content: str


def brackets_behind(text: str, letters: str) -> Iterator[Bracketed]:
    """Yield the brackets that stand behind one of `letters` and are closed."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for bracket in _BRACKET.finditer(text):
        if bracket[0] in "([{":
            opened.append(bracket.start())
        elif opened:
            ends[opened.pop()] = bracket.start()
    for match in re.finditer(rf"[{letters}]\s*+(?:\\left)?+\s*+[(\[]", text):
        start = match.end() - 1
        if start in ends:
            content = text[start + 1 : ends[start]].removesuffix("\\right")
            yield Bracketed(match.start(), start, content)


def has_variable(content: str) -> bool:
    """Return whether x occurs."""
    words = (word for word in _WORD.findall(content) if "x" in word)
    return any("x" in names_in(word, ("x",)) for word in words)


def is_factor(content: str, letters: str) -> bool:
    """Return whether a bracket behind the function is a factor.

    Args:
        content: What stands in the bracket.
        letters: Those that stand for the function and its derivatives.
    """
    if any(letter in content for letter in letters):
        return True
    return has_variable(content) and _is_sum(content)


def _is_sum(content: str) -> bool:
    """Return whether there is a sign between two terms, outside brackets."""
    depth, before = 0, ""
    for character in content:
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
        elif character in "+-−–" and depth == 0 and before not in ("", *"*/^+-·"):
            return True
        if not character.isspace():
            before = character
    return False
