"""The published words of differential systems, and trees of right-hand sides (arXiv 2006.06462).

A tree is its nodes in prefix order: `+ x0 INT- 1 2` is `("+", "x0", -12)`. It is never simplified.
"""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.encodings.integers import NEGATIVE, POSITIVE, read_integer, write_integer
from hf_mathseq.verdict import ProblemError

Tree = tuple[str | int, ...]
"""Operators, variables and integers in prefix order."""

BINARY = ("+", "-", "*", "/")
UNARY = ("sqrt", "exp", "ln", "sin", "cos", "tan", "asin", "acos", "atan")
OPERATORS = (*BINARY, *UNARY)
ARITY: dict[str, int] = {**dict.fromkeys(BINARY, 2), **dict.fromkeys(UNARY, 1)}
MAX_VARIABLES = 20
"""Ten equations and as many controls: the published vocabulary has two variables per equation."""
VARIABLES = tuple(f"x{i}" for i in range(MAX_VARIABLES))
VARIABLE_INDEX = {name: i for i, name in enumerate(VARIABLES)}

EQUATION_SEPARATOR = "<SPECIAL_3>"
ROW_SEPARATOR = "<SPECIAL_4>"
LIST_SEPARATOR = "<SPECIAL_5>"
MATRIX_SEPARATOR = "<SPECIAL_6>"

MAX_WORDS = 10_000
"""Longest right-hand side that is read; published ones have at most 100 words."""

_FRAME = ("<s>", "</s>", "<pad>", "(", ")")
_SPECIALS = tuple(f"<SPECIAL_{i}>" for i in range(10))
_NUMBERS = ("I", POSITIVE, NEGATIVE, "FLOAT+", "FLOAT-", ".", "10^", *"0123456789")


def vocabulary_words() -> tuple[str, ...]:
    """Return the words of every task on differential systems, whatever the largest degree.

    In the published layout the ids depend on the largest degree; one vocabulary for all lets a
    model read systems of degrees that it was not trained on.
    """
    separators = (EQUATION_SEPARATOR, ROW_SEPARATOR, LIST_SEPARATOR, MATRIX_SEPARATOR)
    return (*separators, *VARIABLES, *OPERATORS, *_NUMBERS)


def legacy_vocabulary(max_degree: int, *, pde: bool = False) -> tuple[str, ...]:
    """Return the published vocabulary; position is id, 0 frames sequences and 1 pads them.

    Args:
        max_degree: Largest number of equations that the published program was told.
        pde: The layout of the tasks on partial differential equations.
    """
    variables = tuple(f"x{i}" for i in range(2 * max_degree))
    operators = (*BINARY, "^", *UNARY, "delta0") if pde else OPERATORS
    return (*_FRAME, *_SPECIALS, "pi", "E", *variables, *operators, *_NUMBERS)


def read_tree(words: Sequence[str]) -> Tree:
    """Return the tree of prefix words.

    Raises:
        ProblemError: Not exactly one expression, an unknown word, or more than `MAX_WORDS`.
    """
    if len(words) > MAX_WORDS:
        raise ProblemError(f"an equation of {len(words)} words; at most {MAX_WORDS} are read")
    nodes: list[str | int] = []
    missing, i = 1, 0
    while i < len(words) and missing:
        word = words[i]
        if word in (POSITIVE, NEGATIVE):
            value, end = _integer(words, i)
            nodes.append(value)
            missing, i = missing - 1, end
            continue
        if word not in ARITY and word not in VARIABLE_INDEX:
            raise ProblemError(f"{word[:40]!r} is no operator, variable or sign of an integer")
        nodes.append(word)
        missing, i = missing + ARITY.get(word, 0) - 1, i + 1
    if missing:
        raise ProblemError("an equation ends before it is complete")
    if i < len(words):
        raise ProblemError(f"{words[i][:40]!r} follows a complete equation")
    return tuple(nodes)


def _integer(words: Sequence[str], start: int) -> tuple[int, int]:
    try:
        value, end = read_integer(words, start)
    except ValueError as error:
        raise ProblemError(str(error)) from None
    if end == start + 1:
        raise ProblemError(f"{words[start]} is not followed by a digit")
    return value, end


def write_tree(tree: Tree) -> list[str]:
    """Return the prefix words of a tree; the inverse of `read_tree`."""
    words: list[str] = []
    for node in tree:
        words += write_integer(node) if isinstance(node, int) else (node,)
    return words


def variables_of(tree: Tree) -> set[int]:
    """Return the indices of the variables that a tree shows."""
    return {VARIABLE_INDEX[node] for node in tree if node in VARIABLE_INDEX}
