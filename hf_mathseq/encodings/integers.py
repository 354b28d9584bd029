"""Integers as a sign word and digit words (arXiv 1912.01412, section 3.1)."""

from __future__ import annotations

from collections.abc import Sequence

POSITIVE, NEGATIVE = "INT+", "INT-"
DIGITS = frozenset("0123456789")
# Longer integers are refused: Python's own limit for reading and writing decimals is 4,300 digits,
# and no published data set comes near this.
MAX_DIGITS = 1000


def write_integer(value: int) -> list[str]:
    """Return the words of an integer, e.g. `["INT-", "3", "4"]` for -34; 0 is `INT+ 0`."""
    return [POSITIVE if value >= 0 else NEGATIVE, *str(abs(value))]


def read_integer(words: Sequence[str], start: int) -> tuple[int, int]:
    """Read the integer whose sign word is `words[start]`.

    A sign without digits is 0 and leading zeros are accepted, as in the published program.

    Returns:
        The value and the index after its last digit.

    Raises:
        ValueError: More than `MAX_DIGITS` digits.
    """
    end = start + 1
    while end < len(words) and words[end] in DIGITS:
        end += 1
    if end - start - 1 > MAX_DIGITS:
        raise ValueError(f"integer with more than {MAX_DIGITS} digits")
    magnitude = int("".join(words[start + 1 : end]) or "0")
    return (magnitude if words[start] == POSITIVE else -magnitude), end
