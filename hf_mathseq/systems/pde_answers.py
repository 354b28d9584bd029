"""Answers on partial differential equations as published words, and back (arXiv 2006.06462).

An answer is `INT+ e <SPECIAL_3> INT+ v`: whether a solution exists and whether it vanishes; then,
where frequency bounds are told, `<SPECIAL_3>` and `low <SPECIAL_5> high <SPECIAL_4>` for each
coordinate, in cycles.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from hf_mathseq.encodings.integers import POSITIVE
from hf_mathseq.encodings.scientific import read_float, write_float
from hf_mathseq.systems.pde_problem import MAX_DIMENSION, NO_SOLUTION, VANISHES, Interval
from hf_mathseq.systems.pde_words import MINUS_INFINITY, PLUS_INFINITY
from hf_mathseq.systems.words import EQUATION_SEPARATOR, LIST_SEPARATOR, ROW_SEPARATOR
from hf_mathseq.verdict import ProblemError

PRECISION = 2
"""Decimals of a bound: the published program writes two, whatever its options say."""

_INFINITE = {MINUS_INFINITY: -math.inf, PLUS_INFINITY: math.inf}


@dataclass(frozen=True)
class PdeAnswer:
    """What is said of one problem.

    Attributes:
        exists: Whether there is a tempered solution.
        vanishes: Whether no frequency of the initial condition grows.
        bounds: The interval of frequencies of every coordinate, in cycles; None where not told.
    """

    exists: bool
    vanishes: bool
    bounds: tuple[Interval, ...] | None = None


def answer_of(behaviour: int) -> PdeAnswer:
    """Return the booleans of a decided behaviour."""
    return PdeAnswer(exists=behaviour != NO_SOLUTION, vanishes=behaviour == VANISHES)


def written_bounds(bounds: Sequence[Interval]) -> tuple[Interval, ...]:
    """Return frequency bounds as their words say them."""
    return tuple((_rounded(low), _rounded(high)) for low, high in bounds)


def write_answer(answer: PdeAnswer) -> list[str]:
    """Return the words of an answer."""
    separator = EQUATION_SEPARATOR
    words = [POSITIVE, str(int(answer.exists)), separator, POSITIVE, str(int(answer.vanishes))]
    if answer.bounds is not None:
        words.append(separator)
        for low, high in answer.bounds:
            words += (*_bound(low), LIST_SEPARATOR, *_bound(high), ROW_SEPARATOR)
    return words


def read_answer(words: Sequence[str]) -> PdeAnswer:
    """Return the answer that words say; the inverse of `write_answer`.

    Raises:
        ProblemError: The words are not a well-formed answer.
    """
    bits = ("0", "1")
    head = tuple(words[:5])
    if len(head) < 5 or head[1] not in bits or head[4] not in bits:
        raise ProblemError("an answer begins with two integers 0 or 1")
    if head[::3] != (POSITIVE, POSITIVE) or head[2] != EQUATION_SEPARATOR:
        raise ProblemError(f"the two integers are separated by {EQUATION_SEPARATOR}")
    bounds = None
    if len(words) > len(head):
        if words[5] != EQUATION_SEPARATOR:
            raise ProblemError(f"bounds begin with {EQUATION_SEPARATOR}")
        bounds = _read_bounds(words, 6)
    return PdeAnswer(head[1] == "1", head[4] == "1", bounds)


def _read_bounds(words: Sequence[str], position: int) -> tuple[Interval, ...]:
    bounds: list[Interval] = []
    while position < len(words) and len(bounds) < MAX_DIMENSION:
        low, position = _end_of_interval(words, position, LIST_SEPARATOR)
        high, position = _end_of_interval(words, position, ROW_SEPARATOR)
        bounds.append((low, high))
    if position < len(words) or not bounds:
        raise ProblemError(f"an answer has bounds for 1 to {MAX_DIMENSION} coordinates")
    return tuple(bounds)


def _end_of_interval(words: Sequence[str], position: int, separator: str) -> tuple[float, int]:
    word = words[position] if position < len(words) else ""
    found = (_INFINITE[word], position + 1) if word in _INFINITE else read_float(words, position)
    if found is None or found[1] >= len(words) or words[found[1]] != separator:
        raise ProblemError(f"no bound followed by {separator} at word {position + 1}")
    return found[0], found[1] + 1


def _bound(value: float) -> tuple[str, ...]:
    if math.isinf(value):
        return (PLUS_INFINITY if value > 0 else MINUS_INFINITY,)
    return _finite_bound(value)


@lru_cache(maxsize=4096)
def _finite_bound(value: float) -> tuple[str, ...]:
    return tuple(write_float(value, PRECISION))


@lru_cache(maxsize=4096)
def _rounded(value: float) -> float:
    return value if math.isinf(value) else float(f"{value:.{PRECISION}e}") + 0.0
