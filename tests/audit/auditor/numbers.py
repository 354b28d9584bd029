"""Numbers of the token formats as exact fractions, with half a unit of their last digit."""

import re
from fractions import Fraction

from .opinion import MalformedError
from .programs import DIGITS, read_integer

MANTISSA_DIGITS = 3
SMALLEST = Fraction(1, 10**98)
"""Numbers below this are written as 0 by P10, P1000 and B1999."""
_DIMENSION = re.compile(r"V[1-9][0-9]?|V100")
_SINGLE = re.compile(r"N(-?)(0|[1-9][0-9]{0,2})e(1[0-5]|[0-9])")
_EXPONENT = re.compile(r"E(-?)(0|[1-9][0-9]?|100)")


def read_matrix(words, encoding):
    """Return the matrix, a list of rows of fractions, that all of the words are.

    Args:
        words: `V<rows> V<columns>` and the numbers row by row.
        encoding: "P1000", "B1999" or "FP15".

    Raises:
        MalformedError: They are no matrix.
    """
    if len(words) < 2 or not all(_DIMENSION.fullmatch(word) for word in words[:2]):
        raise MalformedError("no dimensions")
    rows, columns = (int(word[1:]) for word in words[:2])
    at, numbers = 2, []
    for _ in range(rows * columns):
        value, at = _READERS[encoding](words, at)
        numbers.append(value)
    if at < len(words):
        raise MalformedError("words follow the matrix")
    return [numbers[i : i + columns] for i in range(0, len(numbers), columns)]


def _read_p1000(words, at):
    if len(words) < at + 3 or words[at] not in ("+", "-"):
        raise MalformedError("no number")
    return _scientific(words[at] == "-", words[at + 1], words[at + 2]), at + 3


def _read_b1999(words, at):
    if len(words) < at + 2 or words[at][:1] != "N":
        raise MalformedError("no number")
    digits = words[at][1:]
    if digits == "-0":
        raise MalformedError("no mantissa")
    return _scientific(digits[:1] == "-", digits.removeprefix("-"), words[at + 1]), at + 2


def _scientific(negative, digits, last):
    exponent = _EXPONENT.fullmatch(last)
    if not re.fullmatch(r"0|[1-9][0-9]{0,2}", digits) or not exponent:
        raise MalformedError("no number")
    value = int(digits) * Fraction(10) ** (int(exponent[2]) * (-1 if exponent[1] else 1))
    return -value if negative else value


def _read_fp15(words, at):
    if len(words) <= at:
        raise MalformedError("a number is missing")
    if words[at] in ("NaN", "-NaN"):
        return Fraction(10**9 if words[at] == "NaN" else -(10**9)), at + 1
    found = _SINGLE.fullmatch(words[at])
    mantissa = found and int(found[2])
    if not found or not (mantissa >= 100 or found[3] == "0") or (not mantissa and found[1]):
        raise MalformedError("no number")
    value = mantissa * Fraction(10) ** (int(found[3]) - 9)
    return (-value if found[1] else value), at + 1


_READERS = {"P1000": _read_p1000, "B1999": _read_b1999, "FP15": _read_fp15}


def half_unit(value, encoding):
    """Return how far rounding to three digits moves numbers of the size of `value`, at most."""
    size = abs(value)
    if encoding == "FP15":
        return Fraction(10) ** max(decade(size) - 2, -9) / 2 if size else Fraction(1, 2 * 10**9)
    return Fraction(10) ** (decade(_rounded(size)) - 2) / 2 if size >= SMALLEST else SMALLEST


def decade(size):
    """Return the exponent of the leading digit of a positive fraction."""
    exponent = len(str(size.numerator)) - len(str(size.denominator))
    return exponent if Fraction(10) ** exponent <= size else exponent - 1


def _rounded(size):
    unit = Fraction(10) ** (decade(size) - 2)
    return round(size / unit) * unit


def read_float(words, at=0):
    """Return a number `FLOAT+ d . d d 10^ INT+ e` and the position after it.

    Raises:
        MalformedError: No such number begins there.
    """
    if at >= len(words) or words[at] not in ("FLOAT+", "FLOAT-"):
        raise MalformedError("no number")
    end = _digits_end(words, at + 1)
    whole, part = "".join(words[at + 1 : end]), ""
    if end < len(words) and words[end] == ".":
        start = end + 1
        end = _digits_end(words, start)
        part = "".join(words[start:end])
    if not whole:
        raise MalformedError("no digits")
    exponent = 0
    if end < len(words) and words[end] == "10^":
        if end + 1 >= len(words) or words[end + 1] not in ("INT+", "INT-"):
            raise MalformedError("no exponent")
        exponent, after = read_integer(words, end + 1)
        if after == end + 2 or abs(exponent) > 300:
            raise MalformedError("no exponent")
        end = after
    value = Fraction(int(whole + part)) * Fraction(10) ** (exponent - len(part))
    return (value if words[at] == "FLOAT+" else -value), end


def _digits_end(words, at):
    while at < len(words) and words[at] in DIGITS:
        at += 1
    return at


def whole_number(words):
    """Return the integer that all of the words are."""
    if len(words) < 2 or words[0] not in ("INT+", "INT-"):
        raise MalformedError("no integer")
    value, end = read_integer(words, 0)
    if end < len(words) or end < 2:
        raise MalformedError("no integer")
    return value
