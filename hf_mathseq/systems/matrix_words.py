"""Matrices as words: `<SPECIAL_5>` after each entry, `<SPECIAL_4>` after each row."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.floats import ABSENT
from hf_mathseq.encodings.scientific import SYMBOLS, complex_positions
from hf_mathseq.systems.words import LIST_SEPARATOR, ROW_SEPARATOR


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


def longest_matrix(rows: int, columns: int, precision: int, *, real: bool) -> int:
    """Return the largest number of words of a matrix."""
    entry = longest_float(precision) if real else 2 * longest_float(precision) + 1
    return rows * (columns * (entry + 1) + 1)


def longest_float(precision: int) -> int:
    """Return the largest number of words of a real number."""
    sign, digits, point = 1, 1 + precision, 1 if precision else 0
    power, exponent = 2, 3
    return sign + digits + point + power + exponent
