"""Which names of a typed system are variables, functions or controls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from hf_mathseq.suggestions import unknown_name
from hf_mathseq.symbolic.infix_names import CONSTANTS, FUNCTIONS, function_named, split_word
from hf_mathseq.systems.own_text import NAME
from hf_mathseq.verdict import ProblemError

MAX_NEW = 20

_NAMES = re.compile(rf"\\[A-Za-z]+|(?P<name>{NAME})(?P<primes>'*)(?P<called>\s*\()?")


def new_names(texts: Iterable[str], known: Sequence[str]) -> list[str]:
    """Return the names in formulas that stand for nothing known, in order of appearance.

    Letters written together are taken apart where that explains them: `xu` with a state x is x
    times the new name u only if u stands somewhere alone.

    Raises:
        ProblemError: An unknown function, or a derivative on a right-hand side.
    """
    found: dict[str, bool] = {}
    for text in texts:
        for match in _NAMES.finditer(text):
            name = match["name"]
            if name is None or name + match["primes"] in known:
                continue
            if match["primes"]:
                raise ProblemError(_stray_derivative(name + match["primes"], known))
            found[name] = found.get(name, False) or match["called"] is not None
    new: list[str] = []
    for name in sorted(found, key=len):
        if not _explained(name, (*known, *new)):
            if found[name] and len(name) > 1:
                raise ProblemError(unknown_name("function", name, FUNCTIONS))
            new.append(name)
            if len(new) > MAX_NEW:
                raise ProblemError(f"more than {MAX_NEW} names have no equation")
    return [name for name in found if name in new]


def _explained(name: str, known: Sequence[str]) -> bool:
    if name in known or name in CONSTANTS or function_named(name):
        return True
    pure = name.isascii() and name.isalpha()
    return pure and split_word(name, tuple(known)) is not None


def _stray_derivative(name: str, known: Sequence[str]) -> str:
    states = ", ".join(known)
    return (
        f"{name} stands on a right-hand side and has no equation of higher order; known: {states}"
    )
