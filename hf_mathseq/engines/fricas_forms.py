"""Expressions to FriCAS's input language, and its answers (Lisp forms) to prefix words.

An answer such as `(/ (+ (* 2 |x|) (^ 3 (/ 1 2))) (|log| |x|))` is data: it is split into pieces and
read by our own reader, never evaluated.
"""

from __future__ import annotations

import re

from hf_mathseq.encodings.integers import write_integer
from hf_mathseq.encodings.prefix import UNARY_FUNCTIONS
from hf_mathseq.symbolic.expression import MAX_WORDS, Expr, ExpressionError, write_infix

# Our name -> FriCAS's where they differ.
_FRICAS_NAMES = {"ln": "log", "pi": "%pi", "E": "%e", "**": "^"}
_NAME = re.compile(r"[A-Za-z]+|\*\*")
_PIECE = re.compile(r"[()]|[^\s()]+")
_INTEGER = re.compile(r"-?\d{1,1000}")

# (head of a form, number of arguments) -> words before the arguments.
_FORMS: dict[tuple[str, int], list[str]] = {
    **{(f"|{_FRICAS_NAMES.get(name, name)}|", 1): [name] for name in UNARY_FUNCTIONS},
    **{("+", 2): ["add"], ("*", 2): ["mul"], ("/", 2): ["div"], ("^", 2): ["pow"]},
    **{("-", 2): ["sub"], ("-", 1): ["mul", "INT-", "1"], ("|sqrt|", 1): ["sqrt"]},
    **{("|pi|", 0): ["pi"], ("|%pi|", 0): ["pi"]},
}
_ATOMS = {"|x|": "x", "|%pi|": "pi", "|%e|": "E"}


def write_fricas(expr: Expr) -> str:
    """Return an expression in x in FriCAS's input language."""
    return _NAME.sub(lambda name: _FRICAS_NAMES.get(name[0], name[0]), write_infix(expr))


def read_form(text: str) -> list[str]:
    """Return the prefix words of a Lisp form.

    Raises:
        ExpressionError: Not one complete form, too long, or with parts that have no published
            word (unevaluated integrals, roots of polynomials, special functions).
    """
    # The words of a form are known when its arguments have been counted: until then there is an
    # empty list in their place.
    parts: list[list[str]] = []
    open_forms: list[tuple[str, list[str]]] = []
    counts = [0]
    head_next = False
    for piece in _PIECE.findall(text):
        if len(parts) > MAX_WORDS:
            raise ExpressionError(f"more than {MAX_WORDS} parts")
        if head_next:
            parts.append([])
            open_forms.append((piece, parts[-1]))
            counts.append(0)
            head_next = False
        elif piece == "(":
            counts[-1] += 1
            head_next = True
        elif piece == ")":
            if not open_forms:
                raise ExpressionError("a bracket too many")
            head, words = open_forms.pop()
            words += _words(head, counts.pop())
        else:
            counts[-1] += 1
            parts.append(_atom(piece))
    if open_forms or head_next or counts != [1]:
        raise ExpressionError("not one complete form")
    return [word for words in parts for word in words]


def _words(head: str, arguments: int) -> list[str]:
    found = _FORMS.get((head, arguments))
    if found is None:
        raise ExpressionError(f"{head[:40]} of {arguments} has no published word")
    return found


def _atom(piece: str) -> list[str]:
    if piece in _ATOMS:
        return [_ATOMS[piece]]
    if _INTEGER.fullmatch(piece):
        return write_integer(int(piece))
    raise ExpressionError(f"{piece[:40]!r} has no published word")
