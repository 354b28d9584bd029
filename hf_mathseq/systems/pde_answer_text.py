"""Answers on partial differential equations as people read and write them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from hf_mathseq.systems.pde_answers import PdeAnswer
from hf_mathseq.verdict import ProblemError

BEHAVIOURS = {
    "no tempered solution exists": (False, False),
    "a solution exists and vanishes": (True, True),
    "a solution exists and does not vanish": (True, False),
}
"""Words -> whether a solution exists and whether it vanishes."""
_BOUNDS = "; frequencies "
_INTERVAL = re.compile(r"\[([^,\[\]]{1,40}),([^,\[\]]{1,40})\]")


def answer_text(answer: PdeAnswer) -> str:
    """Return an answer in words, e.g. `a solution exists and vanishes; frequencies [-1, 1]`."""
    said = (answer.exists, answer.exists and answer.vanishes)
    text = next(words for words, meaning in BEHAVIOURS.items() if meaning == said)
    if answer.bounds is None:
        return text
    intervals = (f"[{low:g}, {high:g}]" for low, high in answer.bounds)
    return f"{text}{_BOUNDS}{' x '.join(intervals)}"


def given_answer(given: Any) -> PdeAnswer:
    """Return an answer from words as `answer_text` has them, or from a mapping of its attributes.

    Raises:
        ProblemError: It is no such answer.
    """
    return _from_text(given) if isinstance(given, str) else _from_mapping(given)


def _from_mapping(given: Any) -> PdeAnswer:
    names = ("exists", "vanishes", "bounds")
    if not isinstance(given, Mapping) or any(name not in given for name in names):
        raise ProblemError(f"an answer is words, or tells {', '.join(names)}")
    exists, vanishes, told = (given[name] for name in names)
    if not isinstance(exists, bool) or not isinstance(vanishes, bool):
        raise ProblemError("exists and vanishes are true or false")
    if told is None:
        return PdeAnswer(exists, vanishes)
    pairs = (list, tuple)
    if not isinstance(told, pairs) or any(not isinstance(i, pairs) or len(i) != 2 for i in told):
        raise ProblemError("bounds are a pair of numbers for each coordinate")
    return PdeAnswer(exists, vanishes, tuple((_bound(low), _bound(high)) for low, high in told))


def _from_text(text: str) -> PdeAnswer:
    words, _, told = text.partition(_BOUNDS.rstrip())
    name = " ".join(words[:1000].lower().split())
    if name not in BEHAVIOURS:
        raise ProblemError(
            f"an answer begins with one of: {', '.join(BEHAVIOURS)}; not {words[:60]!r}"
        )
    exists, vanishes = BEHAVIOURS[name]
    if not told:
        return PdeAnswer(exists, vanishes)
    parts = [_INTERVAL.fullmatch(part.strip()) for part in told[:10_000].split(" x ")]
    bounds = tuple((_bound(part[1]), _bound(part[2])) for part in parts if part)
    if len(bounds) < len(parts):
        raise ProblemError("frequencies are intervals such as [-1.5, inf] x [0, 2]")
    return PdeAnswer(exists, vanishes, bounds)


def _bound(given: Any) -> float:
    try:
        bound = math.nan if isinstance(given, bool) else float(given)
    except (TypeError, ValueError, OverflowError):
        bound = math.nan
    if math.isnan(bound):
        raise ProblemError(f"a bound is a number, inf or -inf, not {str(given)[:40]!r}")
    return bound
