"""Answers that are no formulas or matrices, as people write them: classes, numbers, levels."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

import numpy as np

from hf_mathseq.suggestions import unknown_name
from hf_mathseq.symbolic.equations import read_number
from hf_mathseq.symbolic.numeric import Evaluation, NotNumericError
from hf_mathseq.symbolic.numeric_backends import REAL
from hf_mathseq.verdict import ProblemError

MOST_LEVELS = 1_000
"""Entries of an answer that are read; networks have fewer vertices."""
LEVELS = "levels: "
"""What `solve` writes before levels by the names of vertices."""
_SEPARATORS = re.compile(r"[:=\s]+")
YES_OR_NO = {"yes": True, "no": False}
"""For tasks whose name is the question; `stability` is not one, its answer being `unstable`."""


def given_class(given: Any, meanings: Mapping[str, Any]) -> Any:
    """Return what the name of a class stands for.

    Args:
        given: A name, in any case, or a truth value where that is a natural answer.
        meanings: Name -> natural answer.

    Raises:
        ProblemError: It is neither.
    """
    if isinstance(given, bool) and any(given is meaning for meaning in meanings.values()):
        return given
    name = " ".join(str(given)[:1000].lower().split())
    if not isinstance(given, str) or name not in meanings:
        raise ProblemError(unknown_name("answer", str(given)[:1000], meanings))
    return meanings[name]


def given_number(given: Any) -> float:
    """Return a finite number from a number or its text, such as `0.5`, `1/3` or `sqrt(2)`.

    Raises:
        ProblemError: It is none.
    """
    with suppress(ValueError, OverflowError, ArithmeticError, NotNumericError):
        if isinstance(given, (str, int, float, np.integer, np.floating)):
            number = _number(given)
            if math.isfinite(number) and not isinstance(given, bool):
                return number
    raise ProblemError(f"an answer must be a finite number, not {str(given)[:60]!r}")


def _number(given: Any) -> float:
    """Return a number from itself or from its text, which may be `1/3` or `sqrt(2)`."""
    try:
        return float(given)
    except ValueError:
        read = read_number(given)
    with np.errstate(all="ignore"):
        return float(Evaluation(REAL, {}).value(read))


def given_levels(given: Any, names: Sequence[str]) -> list[float]:
    """Return a level for every vertex.

    Args:
        given: Numbers in the order of the vertices, a mapping from their names or numbers, or text:
            `1.5, 2` or `A: 1.5, B: 2`, also with `=` or a space.
        names: Of the vertices.

    Raises:
        ProblemError: It cannot be read, a level is missing, or a vertex is not there.
    """
    if isinstance(given, str):
        given = _from_text(given)
    if isinstance(given, Mapping):
        given = _in_order(given, names)
    if not isinstance(given, (list, tuple, np.ndarray)) or len(given) != len(names):
        raise ProblemError(f"an answer has a level for each of {len(names)} vertices")
    return [given_number(level) for level in given]


def _from_text(text: str) -> list[str] | dict[str, str]:
    parts = text.removeprefix(LEVELS).split(",", MOST_LEVELS)
    pairs = [_name_and_level(part.strip()) for part in parts]
    if not any(name for name, _ in pairs):
        return parts
    levels = dict(pairs)
    if "" in levels or len(levels) < len(parts):
        raise ProblemError("an answer names every vertex once, or none")
    return levels


def _name_and_level(text: str) -> tuple[str, str]:
    level = _SEPARATORS.split(text)[-1]
    return text[: len(text) - len(level)].rstrip(" \t:="), level


def _in_order(levels: Mapping[Any, Any], names: Sequence[str]) -> list[Any]:
    by_name = {str(name): level for name, level in levels.items()}
    numbers = [str(vertex) for vertex in range(1, len(names) + 1)]
    known = max((names, numbers), key=lambda each: len(by_name.keys() & set(each)))
    for name in by_name:
        if name not in known:
            raise ProblemError(unknown_name("vertex", name, known))
    return [by_name[name] for name in known if name in by_name]
