"""Reading answers about systems: whole numbers, reals, Jacobians, gains (arXiv 2006.06462).

Every reader raises `ProblemError` for words that are not an answer.
"""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.encodings.scientific import read_complex, read_float
from hf_mathseq.systems.layout import MAX_DEGREE, read_whole
from hf_mathseq.systems.words import LIST_SEPARATOR, MATRIX_SEPARATOR, ROW_SEPARATOR
from hf_mathseq.verdict import ProblemError


def read_class(words: Sequence[str]) -> bool:
    """Return a class, `INT+ 1` or `INT+ 0`."""
    value = read_whole(words)
    if value not in (0, 1):
        raise ProblemError(f"a class is 0 or 1, not {value}")
    return value == 1


def read_real(words: Sequence[str]) -> float:
    """Return the real number that all of the words are."""
    found = read_float(words)
    if found is None:
        raise ProblemError("a number is FLOAT+ or FLOAT-, digits, 10^ and an integer")
    if found[1] < len(words):
        raise ProblemError(f"{words[found[1]][:40]!r} follows a number")
    return found[0]


def read_matrix(words: Sequence[str], rows: int, columns: int) -> tuple[list[list[complex]], int]:
    """Return a matrix: every entry ends with `<SPECIAL_5>` and every row with `<SPECIAL_4>`.

    Args:
        words: The words; what follows the matrix is not read.
        rows: Number of rows.
        columns: Number of columns.

    Returns:
        The entries and the position after the matrix.
    """
    at, matrix = 0, []
    for i in range(rows):
        row = []
        for j in range(columns):
            found = read_complex(words, at)
            if found is None:
                raise ProblemError(f"entry {j + 1} of row {i + 1} is no number")
            row.append(found[0])
            at = _after(words, found[1], LIST_SEPARATOR, f"entry {j + 1} of row {i + 1}")
        at = _after(words, at, ROW_SEPARATOR, f"row {i + 1}")
        matrix.append(row)
    return matrix, at


def read_jacobian_and_speed(words: Sequence[str], degree: int) -> tuple[list[list[complex]], float]:
    """Return a Jacobian of shape (degree, degree) and the speed behind `<SPECIAL_6>`."""
    matrix, end = read_matrix(words, degree, degree)
    end = _after(words, end, MATRIX_SEPARATOR, "the Jacobian")
    return matrix, read_real(words[end:])


def read_gain(
    words: Sequence[str], rows: int, columns: int
) -> tuple[int, list[list[float]] | None]:
    """Return the dimension of the uncontrollable part and, where it is 0, the gain.

    Args:
        words: `INT+ d`, or `INT+ 0 <SPECIAL_6>` and the gain.
        rows: Number of controls.
        columns: Number of states.
    """
    if MATRIX_SEPARATOR not in words:
        return read_dimension(words), None
    start = list(words).index(MATRIX_SEPARATOR)
    dimension = read_dimension(words[:start])
    if dimension:
        raise ProblemError("a gain belongs to a controllable system, whose dimension is 0")
    matrix, end = read_matrix(words[start + 1 :], rows, columns)
    if start + 1 + end < len(words):
        raise ProblemError(f"{words[start + 1 + end][:40]!r} follows the gain")
    if any(entry.imag for row in matrix for entry in row):
        raise ProblemError("a gain has real entries")
    return dimension, [[entry.real for entry in row] for row in matrix]


def read_dimension(words: Sequence[str]) -> int:
    """Return the dimension of a subspace."""
    value = read_whole(words)
    if not 0 <= value <= MAX_DEGREE:
        raise ProblemError(f"a dimension is 0 to {MAX_DEGREE}")
    return value


def _after(words: Sequence[str], at: int, separator: str, what: str) -> int:
    if at >= len(words) or words[at] != separator:
        raise ProblemError(f"{what} is not followed by {separator}")
    return at + 1
