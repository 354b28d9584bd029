"""Matrices as words: `<SPECIAL_5>` after each entry, `<SPECIAL_4>` after each row."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.floats import ABSENT
from hf_mathseq.encodings.scientific import SYMBOLS, complex_positions, read_complex
from hf_mathseq.systems.words import LIST_SEPARATOR, ROW_SEPARATOR
from hf_mathseq.verdict import ProblemError


def write_matrix(matrix: npt.ArrayLike, precision: int) -> list[str]:
    """Return the words of a real or complex matrix.

    Args:
        matrix: Shape (rows, columns).
        precision: Number of decimals of each entry; 2 means three significant digits.
    """
    entries = np.asarray(matrix)
    positions = complex_positions(entries.ravel(), precision).reshape(*entries.shape, -1)
    words: list[str] = []
    for row in positions.tolist():
        for entry in row:
            words += [SYMBOLS[place] for place in entry if place != ABSENT]
            words.append(LIST_SEPARATOR)
        words.append(ROW_SEPARATOR)
    return words


def read_matrix(words: Sequence[str], start: int = 0) -> tuple[list[list[complex]], int]:
    """Read the matrix that begins at `words[start]`.

    Returns:
        The rows, and the position after the last complete row.

    Raises:
        ProblemError: No matrix begins there, or its rows have different lengths.
    """
    rows: list[list[complex]] = []
    at = start
    while (row := _row(words, at)) is not None:
        rows.append(row[0])
        at = row[1]
    if not rows:
        raise ProblemError(
            f"no matrix: {LIST_SEPARATOR} follows each number and {ROW_SEPARATOR} each row"
        )
    if len({len(row) for row in rows}) > 1:
        raise ProblemError("the rows of the matrix have different lengths")
    return rows, at


def _row(words: Sequence[str], at: int) -> tuple[list[complex], int] | None:
    entries: list[complex] = []
    while (entry := read_complex(words, at)) is not None:
        value, at = entry
        if at >= len(words) or words[at] != LIST_SEPARATOR:
            return None
        entries.append(value)
        at += 1
    if not entries or at >= len(words) or words[at] != ROW_SEPARATOR:
        return None
    return entries, at + 1


def longest_matrix(rows: int, columns: int, precision: int, *, real: bool) -> int:
    """Return the largest number of words of a matrix."""
    entry = longest_float(precision) if real else 2 * longest_float(precision) + 1
    return rows * (columns * (entry + 1) + 1)


def longest_float(precision: int) -> int:
    """Return the largest number of words of a real number."""
    sign, digits, point = 1, 1 + precision, 1 if precision else 0
    power, exponent = 2, 3
    return sign + digits + point + power + exponent
