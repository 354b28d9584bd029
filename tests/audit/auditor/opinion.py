"""What a judge says of one answer."""

from dataclasses import dataclass
from enum import Enum


class Word(Enum):
    """The four opinions."""

    RIGHT = "right"
    WRONG = "wrong"
    MALFORMED = "malformed"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Opinion:
    """An opinion on one answer.

    Attributes:
        word: The opinion.
        why: One line for people.
        tie: Whether the answer lies so near the edge of the criterion that double precision
            may see it on the other side.
    """

    word: Word
    why: str = ""
    tie: bool = False


class MalformedError(ValueError):
    """Tokens that are not what the task's answers are made of."""


def right(why=""):
    return Opinion(Word.RIGHT, why)


def wrong(why=""):
    return Opinion(Word.WRONG, why)


def unclear(why):
    return Opinion(Word.UNCLEAR, why)


TIE = 1e-5
"""Relative distance from a tolerance within which an answer is a tie; rounding slack included."""


def within(error, tolerance):
    """Return the opinion on an answer that is right up to a relative tolerance.

    Args:
        error: The smallest tolerance at which the answer passes, None for infinite.
        tolerance: The tolerance.
    """
    if error is None:
        return wrong("no tolerance is enough")
    near = abs(error - tolerance) <= TIE * tolerance
    word = Word.RIGHT if error <= tolerance else Word.WRONG
    return Opinion(word, f"needs {float(error):.6g}", tie=near)
