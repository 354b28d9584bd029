"""Expressions to the input languages of programs that write formulas, and their answers back.

An answer such as `c_0*exp(x)/2` is data: names are replaced, and the text is read by the reader of
what people type, never evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from hf_mathseq.symbolic.equations import write_equation
from hf_mathseq.symbolic.expression import Expr, write_infix
from hf_mathseq.symbolic.infix import InfixError, read_infix

CONSTANTS = ("a8", "a9")
"""The published constants of integration."""

_WRITTEN_NAME = re.compile(r"[A-Za-z]+|\*\*")


def write_integrand(integrand: Expr, names: Mapping[str, str]) -> str:
    """Return an expression in x in a program's language.

    Args:
        integrand: An expression in x.
        names: The program's names of our operators, where they differ.
    """
    return _renamed(write_infix(integrand), names)


def write_differential_equation(equation: Expr, names: Mapping[str, str]) -> str:
    """Return a differential equation in a program's language, with `y`, `y'` and `y''`.

    Args:
        equation: The expression that must vanish.
        names: As in `write_integrand`.
    """
    return _renamed(write_equation(equation), names)


def read_answers(text: str, names: Mapping[str, str], constant: re.Pattern[str]) -> list[list[str]]:
    """Return the prefix words of an answer, or of each answer in a list `[a, b]`.

    Answers with names that have no published word (unevaluated integrals, special functions,
    imaginary numbers) are left out.

    Args:
        text: What a program printed.
        names: Our names of the program's, where they differ.
        constant: What the program's constants of integration look like; the first one in an answer
            becomes a8, the second one a9.
    """
    is_list = text.startswith("[") and text.endswith("]")
    texts = _entries(text[1:-1]) if is_list else [text]
    found = (_words(each, names, constant) for each in texts)
    return [words for words in found if words is not None]


def _renamed(text: str, names: Mapping[str, str]) -> str:
    return _WRITTEN_NAME.sub(lambda name: names.get(name[0], name[0]), text)


def _entries(text: str) -> Iterator[str]:
    """Cut at the commas outside of all brackets."""
    start = depth = 0
    for place, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if character == "," and depth == 0:
            yield text[start:place]
            start = place + 1
    yield text[start:]


def _words(text: str, names: Mapping[str, str], constant: re.Pattern[str]) -> list[str] | None:
    found = list(dict.fromkeys(constant.findall(text)))
    if len(found) > len(CONSTANTS):
        return None
    ours = {**names, **dict(zip(found, CONSTANTS, strict=False))}
    pattern = "|".join(map(re.escape, sorted(ours, key=len, reverse=True)))
    replaced = re.sub(pattern, lambda name: f"({ours[name[0]]})", text) if ours else text
    try:
        return read_infix(replaced, ("x", *CONSTANTS), integral=False)
    except InfixError:
        return None
