"""Constants of integration as people write them: `C`, `C_1`, `C₂`, `A`, `k`.

Any letter may be one that is read as a parameter in problems, if the problem has no such parameter.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from hf_mathseq.encodings.prefix import ARITY, DIGIT_WORDS
from hf_mathseq.symbolic.independent_variable import in_x
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.symbolic.infix_tokens import check_text
from hf_mathseq.symbolic.parameters import parameters_in, with_greek_letters
from hf_mathseq.tasks.ode_construction import CONSTANTS
from hf_mathseq.verdict import ProblemError
from hf_mathseq.verification.antiderivative import MAX_WORDS

LETTERS = ("A", "B", "C", "D", "K", "c", "k")
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_INDEX = re.compile(r"(?<![^\W\d])([Cc])_?(?:\{(\d)\}|(\d))(?!\d)")
_NAMED = re.compile(r"[Cc]\d(?!\d)")
# "Acos x" is A times a cosine; no name of a function begins with a single capital.
_CAPITAL = re.compile(r"(?<![A-Za-z\\])A(?=(?:sin|cos|tan|exp|ln|log|sqrt)(?![A-Za-z]*h\b))")
_SAID = {
    1: "one constant is wanted in a solution of first order, written C",
    2: "two constants are wanted in a solution of second order, written C1 and C2",
}


def words_and_constants(
    text: Any, parameters: Sequence[str] = (), unknowns: Sequence[str] = ()
) -> tuple[list[str], list[str]]:
    """Return the prefix words of typed mathematics, and which constants occur, in their order.

    Args:
        text: In x, or in t, and the constants; an index may stand below the line, in braces or
            behind `_`.
        parameters: Those of the problem, which are no constants of integration.
        unknowns: `y`, where it may occur.

    Raises:
        InfixError: The text cannot be read.
    """
    check_text(text)
    plain = _INDEX.sub(lambda found: found[1] + (found[2] or found[3]), text.translate(_SUBSCRIPTS))
    plain = in_x(with_greek_letters(plain))
    letters = [letter for letter in LETTERS if letter in plain]
    known = sorted({*_NAMED.findall(plain), *letters, *parameters_in(plain)} - {*parameters})
    known += [name for name in CONSTANTS if name in plain]
    symbols = ("x", *unknowns, *known, *parameters)
    words = read_infix(plain, symbols, unknowns=unknowns)
    return words, [name for name in known if name in words]


def solution_words(text: Any, order: int, parameters: Sequence[str] = ()) -> list[str]:
    """Return the words of a solution with the constants that the data have, a8 and a9.

    Args:
        text: As people write it.
        order: Of the equation, 1 or 2; the most constants.
        parameters: Those of the problem.

    Raises:
        ProblemError: It cannot be read, or has too many constants or one with a higher index.
    """
    spaced = _CAPITAL.sub("A ", text) if isinstance(text, str) else text
    words, found = words_and_constants(spaced, parameters)
    own = [name for name in found if name in CONSTANTS]
    beyond = any(int(name[1:] or 0) > order for name in found if name not in own)
    if len(found) > order or beyond or not {*own} <= {*CONSTANTS[:order]}:
        raise ProblemError(f"{_SAID[order]}, not {' and '.join(found)}")
    free = iter(name for name in CONSTANTS[:order] if name not in own)
    meant = {name: name if name in own else next(free) for name in found}
    return [meant.get(word, word) for word in words]


def antiderivative_words(text: Any, parameters: Sequence[str] = ()) -> list[str]:
    """Return the words of an antiderivative without the terms that are constants of integration.

    Args:
        text: As people write it, e.g. `C + x^2/2` or `x^2 - 2k`.
        parameters: Those of the integrand.

    Raises:
        ProblemError: It cannot be read, or has constants elsewhere.
    """
    words, found = words_and_constants(text, parameters)
    if not found:
        return words
    if len(words) > MAX_WORDS:
        raise ProblemError(f"{len(words)} words; at most {MAX_WORDS} are read")
    kept = [(sign, term) for sign, term in _terms(words) if "x" in term or not {*found} & {*term}]
    foreign = [name for name in found if any(name in term for _, term in kept)]
    if foreign:
        raise ProblemError(f"{foreign[0]} may only be added in an antiderivative, as in F + C")
    total = ["INT+", "0"]
    for sign, term in kept:
        total = [sign, *total, *term]
    return total


def _terms(words: list[str]) -> list[tuple[str, list[str]]]:
    """Return the terms of a sum in their order, each with `add` or `sub`."""
    waiting, terms = [(0, "add")], []
    while waiting:
        start, sign = waiting.pop()
        word = words[start]
        if word not in ("add", "sub"):
            terms.append((sign, words[start : _end(words, start)]))
            continue
        other = sign if word == "add" else {"add": "sub", "sub": "add"}[sign]
        waiting += [(_end(words, start + 1), other), (start + 1, sign)]
    return terms


def _end(words: list[str], start: int) -> int:
    """Return where the expression ends that begins at a word."""
    missing = 1
    while missing:
        missing += ARITY.get(words[start], 0) - 1
        start += 1
        while start < len(words) and words[start] in DIGIT_WORDS:
            start += 1
    return start
