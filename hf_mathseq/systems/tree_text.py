"""Trees of right-hand sides as text that people read, e.g. `x0*sin(x1) - (-3)`, and back.

The text says the tree exactly: sums and products associate to the left, brackets stand where the
tree differs from that, and a sign directly before a number belongs to the number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from hf_mathseq.encodings.integers import MAX_DIGITS
from hf_mathseq.systems.words import ARITY, BINARY, MAX_WORDS, Tree
from hf_mathseq.verdict import ProblemError

MAX_CHARACTERS = 100_000

_RANK = {"+": 1, "-": 1, "*": 2, "/": 2}
_LEAF = 3
_SPACED = {"+": " + ", "-": " - ", "*": "*", "/": "/"}
_PIECE = re.compile(r"\s*(?:(?P<name>[a-z]+[0-9]*)|(?P<number>[0-9]+)|(?P<sign>[-+*/()]))\s*")


def infix(tree: Tree) -> str:
    """Return the tree as text; see the module docstring."""
    parts: list[tuple[str, int]] = []
    for node in reversed(tree):
        if isinstance(node, int):
            # Rank 0: a negative number needs brackets unless it begins a formula.
            parts.append((str(node), _LEAF if node >= 0 else 0))
        elif node in _RANK:
            (left, left_rank), (right, right_rank) = parts.pop(), parts.pop()
            rank = _RANK[node]
            left = left if left_rank >= rank or _is_number(left) else f"({left})"
            right = right if right_rank > rank and not right.startswith("-") else f"({right})"
            parts.append((left + _SPACED[node] + right, rank))
        elif node in ARITY:
            parts.append((f"{node}({parts.pop()[0]})", _LEAF))
        else:
            parts.append((node, _LEAF))
    return parts[0][0]


def _is_number(text: str) -> bool:
    return text.removeprefix("-").isdecimal()


def read_infix_tree(text: str, variables: Sequence[str]) -> Tree:
    """Return the tree that a text says; the inverse of `infix`.

    Args:
        text: At most 100,000 characters of variables, integers, `+ - * /`, functions and brackets.
        variables: Names that may occur; position i is read as `x{i}`.

    Raises:
        ProblemError: The text is not one such formula; one line with the reason.
    """
    if not isinstance(text, str):
        raise ProblemError(f"an equation is text, not {type(text).__name__}")
    if len(text) > MAX_CHARACTERS:
        raise ProblemError(f"{len(text)} characters; at most {MAX_CHARACTERS} are read")
    reader = _Reader({name: f"x{i}" for i, name in enumerate(variables)})
    position = 0
    while position < len(text):
        match = _PIECE.match(text, position)
        if match is None:
            raise ProblemError(f"unexpected {text[position]!r} at position {position + 1}")
        reader.take(match[0].strip(), position + 1)
        position = match.end()
    return reader.finish()


class _Reader:
    """Operator precedence with a stack of its own; operands are trees in prefix order."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names
        self._operands: list[Tree] = []
        self._waiting: list[str] = []
        self._signed = False
        self._operand_next = True

    def take(self, piece: str, position: int) -> None:
        accepted = self._begin(piece) if self._operand_next else self._continue(piece)
        if not accepted:
            allowed = ", ".join(self._names)
            raise ProblemError(
                f"unexpected {piece[:40]!r} at position {position}; variables: {allowed}"
            )

    def finish(self) -> Tree:
        if self._operand_next:
            raise ProblemError("an equation ends before it is complete")
        self._apply_while(1)
        if self._waiting:
            raise ProblemError("a bracket is not closed")
        return self._operands[0]

    def _begin(self, piece: str) -> bool:
        """Take what may stand where an operand is due."""
        if piece.isdecimal():
            if len(piece) > MAX_DIGITS:
                raise ProblemError(f"an integer with more than {MAX_DIGITS} digits")
            self._operands.append((-int(piece) if self._signed else int(piece),))
            self._signed = self._operand_next = False
        elif self._signed or (self._expects_bracket() and piece != "("):
            return False
        elif piece == "-":
            self._signed = True
        elif piece in self._names:
            self._operands.append((self._names[piece],))
            self._operand_next = False
        elif piece == "(" or ARITY.get(piece) == 1:
            self._waiting.append(piece)
        else:
            return False
        return True

    def _expects_bracket(self) -> bool:
        return bool(self._waiting) and ARITY.get(self._waiting[-1]) == 1

    def _continue(self, piece: str) -> bool:
        """Take what may follow an operand."""
        if piece in BINARY:
            self._apply_while(_RANK[piece])
            self._waiting.append(piece)
            self._operand_next = True
        elif piece == ")":
            self._apply_while(1)
            if not self._waiting:
                return False
            self._waiting.pop()
            if self._expects_bracket():
                self._operands[-1] = (self._waiting.pop(), *self._operands[-1])
        else:
            return False
        return True

    def _apply_while(self, rank: int) -> None:
        """Apply the operators that bind at least as tightly as `rank`."""
        while self._waiting and _RANK.get(self._waiting[-1], 0) >= rank:
            right = self._operands.pop()
            tree = (self._waiting.pop(), *self._operands.pop(), *right)
            if len(tree) > MAX_WORDS:
                raise ProblemError(f"a formula with more than {MAX_WORDS} words")
            self._operands.append(tree)
