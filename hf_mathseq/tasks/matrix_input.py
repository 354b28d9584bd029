"""Matrices as people give them: text, lists, arrays; bounded, and refused in one clear line."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from contextlib import suppress
from fractions import Fraction
from typing import Any

import numpy as np

from hf_mathseq.encodings.arrays import MAX_DIMENSION
from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.verdict import ProblemError

MAX_TEXT = 1_000_000  # characters
# Runs are taken whole: tried at every length, a megabyte of digits would take hours to refuse.
_NUMBER = re.compile(r"[+-]?(\d++\.?\d*+|\.\d++)([eE][+-]?\d++)?")
_REAL = (int, float, Fraction, np.integer, np.floating)
_MOST_DIGITS = 400
"""Longest number, and largest power of ten, that is read exactly; a double has no larger one."""


def matrix_from(given: Any) -> FloatArray:
    """Return a finite matrix of at most 100 x 100 from text, nested lists or an array.

    Args:
        given: `"[[1, 1/2], [3, 4]]"`, `"1 2; 3 4"` (rows end with `;` or a new line), the same in
            brackets as MATLAB has it, what NumPy prints, a list of rows, or anything that NumPy
            reads as a real two-dimensional array.

    Raises:
        ProblemError: Not a rectangular matrix of finite numbers, empty, or too large.
    """
    return np.array([[_finite(value) for value in row] for row in _rows(given)])


def exact_rows(given: Any) -> list[list[Fraction]]:
    """Return the rows of a matrix with all of their digits; see `rows_or_row`.

    A float stands for the shortest decimal number that it is written as.

    Raises:
        ProblemError: See `matrix_from`.
    """
    return [[_exact(value) for value in row] for row in _rows(_nested(given))]


def _rows(given: Any) -> list[list[Any]]:
    """Return the rows of a rectangle of any values."""
    rows = _rows_of_text(given) if isinstance(given, str) else _rows_of_object(given)
    if not rows or not rows[0]:
        raise ProblemError("the matrix is empty")
    if len(rows) > MAX_DIMENSION or max(map(len, rows)) > MAX_DIMENSION:
        raise ProblemError(f"the matrix has more than {MAX_DIMENSION} rows or columns")
    widths = sorted({len(row) for row in rows})
    if len(widths) > 1:
        raise ProblemError(f"the rows have different lengths, from {widths[0]} to {widths[-1]}")
    return rows


def rows_or_row(given: Any) -> FloatArray:
    """Return a matrix as `matrix_from` does; a list of numbers is its only row."""
    return matrix_from(_nested(given))


def _nested(given: Any) -> Any:
    nested = (list, tuple, np.ndarray)
    is_row = isinstance(given, nested) and not any(isinstance(each, nested) for each in given)
    return [list(given)] if is_row else given


def _finite(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, _REAL):
        raise ProblemError(f"a coefficient is not a number: {_shown(value)}")
    try:
        number = float(value)
    except OverflowError:
        number = np.inf
    if not np.isfinite(number):
        raise ProblemError("a coefficient is NaN, infinite or too large for a double")
    return number


def _exact(value: Any) -> Fraction:
    number = _finite(value)
    if isinstance(value, Fraction):
        return value
    return Fraction(int(value) if isinstance(value, (int, np.integer)) else repr(number))


def _rows_of_object(given: Any) -> list[list[Any]]:
    if hasattr(given, "__array__"):
        array = np.asarray(given)
        if array.ndim != 2:
            raise ProblemError(f"a matrix has two dimensions, not {array.ndim}")
        if max(array.shape) > MAX_DIMENSION:
            raise ProblemError(f"the matrix has more than {MAX_DIMENSION} rows or columns")
        return array.tolist()
    if not isinstance(given, (list, tuple)):
        raise ProblemError(f"a matrix is text, a list of rows or an array, not {_shown(given)}")
    if not all(isinstance(row, (list, tuple)) for row in given):
        raise ProblemError("a matrix is a list of rows, each a list of numbers")
    return [list(row) for row in given]


def _rows_of_text(text: str) -> list[list[Any]]:
    if len(text) > MAX_TEXT:
        raise ProblemError(f"the text is longer than {MAX_TEXT:,} characters")
    text = text.strip()
    if not text.startswith("["):
        return _rows_of_lines(re.split(r"[;\n]", text))
    try:
        parsed = json.loads(text, parse_float=_number, parse_int=_number)
    except (ValueError, RecursionError):
        return _rows_in_brackets(text)
    return _rows_of_object(parsed)


def _rows_of_lines(lines: Iterable[str]) -> list[list[Any]]:
    rows = (line.replace(",", " ").split() for line in lines)
    return [[_number(word) for word in words] for words in rows if words]


def _rows_in_brackets(text: str) -> list[list[Any]]:
    """Return the rows of `[1 2; 3 4]`, or of `[[1. 2.] [3. 4.]]`."""
    inner = text[1:-1]
    if "[" in inner:
        *lines, rest = (line.lstrip(" ,;\r\n\t") for line in inner.split("]"))
        proper = not rest and all(line.startswith("[") for line in lines)
        lines = [line[1:] for line in lines]
    else:
        proper, lines = True, re.split(r"[;\n]", inner)
    with suppress(ProblemError):
        if proper and text.endswith("]"):
            return _rows_of_lines(lines)
    raise ProblemError(f"not a matrix such as [[1, 2], [3, 4]]: {_shown(text)}")


def _number(word: str) -> Fraction | float:
    """Return a number or a fraction of two, exactly where that takes no absurd space."""
    parts = word.split("/")
    if len(parts) > 2 or not all(map(_NUMBER.fullmatch, parts)):
        raise ProblemError(f"a coefficient is not a number: {_shown(word)}")
    values = [_decimal(part) for part in parts]
    if len(values) == 1:
        return values[0]
    if not values[1]:
        raise ProblemError(f"a coefficient is divided by zero: {_shown(word)}")
    try:
        return values[0] / values[1]
    except OverflowError:
        return math.inf


def _decimal(word: str) -> Fraction | float:
    number, _, exponent = word.lower().partition("e")
    short = len(number) <= _MOST_DIGITS and len(exponent) <= len(str(_MOST_DIGITS))
    return Fraction(word) if short else float(word)


def _shown(value: Any) -> str:
    text = repr(value) if isinstance(value, (str, int, float, bool, type(None))) else ""
    text = text or f"a {type(value).__name__}"
    return text if len(text) <= 40 else text[:36] + "..."
