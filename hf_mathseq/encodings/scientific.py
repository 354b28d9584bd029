"""Reals and complex numbers in scientific notation, a word per character (arXiv 2006.06462).

0.314 with two decimals is `FLOAT+ 3 . 1 4 10^ INT- 1`; 1 - 2i with one is
`FLOAT- 2 . 0 10^ INT+ 0 I FLOAT+ 1 . 0 10^ INT+ 0`. (The paper prints `DOT` and `e` for `.` and
`10^`, which are what the published data have.)
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.decimals import EncodingError, IntArray
from hf_mathseq.encodings.floats import ABSENT
from hf_mathseq.encodings.integers import DIGITS, NEGATIVE, POSITIVE

FLOAT_POSITIVE, FLOAT_NEGATIVE = "FLOAT+", "FLOAT-"
POINT, POWER_OF_TEN, IMAGINARY = ".", "10^", "I"
SYMBOLS = (
    *(FLOAT_POSITIVE, FLOAT_NEGATIVE, POINT, POWER_OF_TEN, POSITIVE, NEGATIVE, IMAGINARY),
    *"0123456789",
)
"""The words that numbers are written in; the positions of `float_positions` point here."""

MAX_RUN = 400
"""Longer runs of digits are no number: the largest double has 309 digits."""

_PLACE = {symbol: i for i, symbol in enumerate(SYMBOLS)}
# Bytes of C's "%.2e" -> positions in `SYMBOLS`; in the exponent "+" and "-" are words of their own.
_PLACE_OF_BYTE = np.full(256, ABSENT, dtype=np.int64)
for _byte, _symbol in zip(
    b".e+-0123456789", (POINT, POWER_OF_TEN, POSITIVE, NEGATIVE, *"0123456789"), strict=True
):
    _PLACE_OF_BYTE[_byte] = _PLACE[_symbol]


def write_float(value: float, precision: int) -> list[str]:
    """Return the words of a real number.

    Args:
        value: A finite number; -0.0 is written as 0.
        precision: Number of decimals of the mantissa: 2 means three significant digits. Rounded
            from the exact binary value, ties to even.

    Raises:
        EncodingError: NaN or infinity.
    """
    return _words(float_positions(np.array([value]), precision)[0])


def write_complex(value: complex, precision: int) -> list[str]:
    """Return the words of a complex number: imaginary part, `I`, real part.

    A part that is zero is left out; the number 0 is the real number 0. See `write_float`.
    """
    return _words(complex_positions(np.array([value]), precision)[0])


def float_positions(values: npt.ArrayLike, precision: int) -> IntArray:
    """Return positions in `SYMBOLS` of many real numbers, `ABSENT` where one is shorter.

    Args:
        values: Finite numbers, shape (count,).
        precision: See `write_float`.

    Returns:
        Shape (count, columns); the number of columns depends on `precision` only.

    Raises:
        EncodingError: NaN or infinity.
    """
    numbers = np.asarray(values, dtype=np.float64)
    if not np.isfinite(numbers).all():
        raise EncodingError("NaN and infinity have no words")
    mantissa = precision + 2 if precision else 1
    width = mantissa + len("e+308")
    texts = [f"{size:.{precision}e}" for size in np.abs(numbers).tolist()]
    written = np.array(texts, dtype=f"S{width}").view(np.uint8).reshape(len(texts), width)
    positions = np.empty((len(texts), width + 1), dtype=np.int64)
    positions[:, 0] = np.where(numbers < 0, _PLACE[FLOAT_NEGATIVE], _PLACE[FLOAT_POSITIVE])
    positions[:, 1:] = _PLACE_OF_BYTE[written]
    # C writes at least two digits of the exponent.
    exponent = positions[:, mantissa + 3 :]
    padded = (exponent[:, 0] == _PLACE["0"]) & (exponent[:, 2] == ABSENT)
    exponent[padded, 0] = ABSENT
    return positions


def complex_positions(values: npt.ArrayLike, precision: int) -> IntArray:
    """Return positions in `SYMBOLS` of many complex numbers; see `float_positions`."""
    numbers = np.asarray(values, dtype=np.complex128)
    imaginary = float_positions(numbers.imag, precision)
    unit = np.full((len(numbers), 1), _PLACE[IMAGINARY])
    real = float_positions(numbers.real, precision)
    imaginary[numbers.imag == 0] = ABSENT
    unit[numbers.imag == 0] = ABSENT
    real[(numbers.real == 0) & (numbers.imag != 0)] = ABSENT
    return np.hstack([imaginary, unit, real])


def read_float(words: Sequence[str], start: int = 0) -> tuple[float, int] | None:
    """Read the real number whose sign word is `words[start]`.

    The decimals and the power of ten may be missing, as in the published reader. The value is the
    nearest double (the published reader adds up digits and may be a few units of the last bit off).

    Returns:
        The value and the position after the number, or None when there is no number.
    """
    if start >= len(words) or words[start] not in (FLOAT_POSITIVE, FLOAT_NEGATIVE):
        return None
    end = _end_of_digits(words, start + 1)
    if end == start + 1:
        return None
    if end < len(words) and words[end] == POINT:
        end = _end_of_digits(words, end + 1)
    mantissa, exponent = "".join(words[start + 1 : end]), "0"
    if end < len(words) and words[end] == POWER_OF_TEN:
        begin, end = end + 2, _end_of_digits(words, end + 2)
        if end <= begin or words[begin - 1] not in (POSITIVE, NEGATIVE):
            return None
        exponent = ("-" if words[begin - 1] == NEGATIVE else "") + "".join(words[begin:end])
    if max(len(mantissa), len(exponent)) > MAX_RUN:
        return None
    value = float(f"{mantissa}e{exponent}")
    return None if math.isinf(value) else (-value if words[start] == FLOAT_NEGATIVE else value, end)


def read_complex(words: Sequence[str], start: int = 0) -> tuple[complex, int] | None:
    """Read the complex number that begins at `words[start]`; see `write_complex`.

    Returns:
        The value and the position after the number, or None when there is no number.
    """
    first = read_float(words, start)
    if first is None or first[1] >= len(words) or words[first[1]] != IMAGINARY:
        return first
    imaginary, end = first[0], first[1] + 1
    real, end = read_float(words, end) or (0.0, end)
    return complex(real, imaginary), end


def _end_of_digits(words: Sequence[str], start: int) -> int:
    while start < len(words) and words[start] in DIGITS:
        start += 1
    return start


def _words(positions: IntArray) -> list[str]:
    return [SYMBOLS[place] for place in positions if place != ABSENT]
