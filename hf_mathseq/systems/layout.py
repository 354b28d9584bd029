"""How a system is written as one sequence of words: `INT+ n`, then `<SPECIAL_3>` and an equation.

The evaluation point and the number of controls are not written (arXiv 2006.06462).
"""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.encodings.integers import NEGATIVE, POSITIVE, read_integer, write_integer
from hf_mathseq.systems.tree_text import infix, read_infix_tree
from hf_mathseq.systems.words import (
    EQUATION_SEPARATOR,
    MAX_VARIABLES,
    MAX_WORDS,
    VARIABLES,
    Tree,
    read_tree,
    variables_of,
    write_tree,
)
from hf_mathseq.verdict import ProblemError

MAX_DEGREE = MAX_VARIABLES // 2


def write_system(trees: Sequence[Tree]) -> list[str]:
    """Return the words of a system."""
    words = write_integer(len(trees))
    for tree in trees:
        words += (EQUATION_SEPARATOR, *write_tree(tree))
    return words


def read_system(words: Sequence[str]) -> list[Tree]:
    """Return the equations of a system; the inverse of `write_system`.

    Raises:
        ProblemError: The words are not a system, or not as many equations as they announce.
    """
    if len(words) > MAX_DEGREE * MAX_WORDS:
        raise ProblemError(f"a system of {len(words)} words is not read")
    parts: list[list[str]] = [[]]
    for word in words:
        if word == EQUATION_SEPARATOR:
            parts.append([])
        else:
            parts[-1].append(word)
    degree = read_whole(parts[0])
    if degree != len(parts) - 1 or not 1 <= degree <= MAX_DEGREE:
        raise ProblemError(
            f"{degree} equations are announced and {len(parts) - 1} follow; 1 to {MAX_DEGREE} are"
            " allowed"
        )
    return [read_tree(part) for part in parts[1:]]


def read_whole(words: Sequence[str]) -> int:
    """Return the integer that all of the words are.

    Raises:
        ProblemError: The words are not one integer.
    """
    if len(words) < 2 or words[0] not in (POSITIVE, NEGATIVE):
        raise ProblemError("an integer is INT+ or INT- and digits")
    try:
        value, end = read_integer(words, 0)
    except ValueError as error:
        raise ProblemError(str(error)) from None
    if end < len(words):
        raise ProblemError(f"{words[end][:40]!r} stands in or after an integer")
    return value


def system_text(trees: Sequence[Tree]) -> list[str]:
    """Return the equations as text; `x0, x1, ...` are the states, then come the controls."""
    return [infix(tree) for tree in trees]


def system_trees(texts: Sequence[str]) -> list[Tree]:
    """Return the equations that texts say; the inverse of `system_text`.

    Raises:
        ProblemError: No or too many equations, or text that is none.
    """
    if not 1 <= len(texts) <= MAX_DEGREE:
        raise ProblemError(f"{len(texts)} equations; 1 to {MAX_DEGREE} are allowed")
    return [read_infix_tree(text, VARIABLES) for text in texts]


def count_variables(trees: Sequence[Tree]) -> int:
    """Return one more than the largest index of a variable that occurs, at least the degree."""
    return max(len(trees), *(max(variables_of(tree), default=-1) + 1 for tree in trees))
