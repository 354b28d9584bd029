"""P10, P1000 and B1999: a mantissa of three digits and a power of ten, in 5, 3 or 2 tokens.

Numbers are rounded correctly, ties to even; sizes below 1e-98 are written as zero. With four or
five digits P1000 writes the mantissa in base 1,000, in two tokens: 3.1415 is `+ 31 415 E-4`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

import numpy as np

from hf_mathseq.encodings.decimals import (
    DIGITS,
    Decimals,
    EncodingError,
    FloatArray,
    SmallIntArray,
    decimal_value,
    decimal_values,
    round_half_even,
)
from hf_mathseq.encodings.floats import ABSENT, FloatEncoding

MAX_EXPONENT = 100  # published program: exponent tokens E-100..E100
EXPONENTS = {f"E{k}": k for k in range(-MAX_EXPONENT, MAX_EXPONENT + 1)}
# The largest double has 309 digits: a longer run of digit tokens is no number.
_MAX_RUN = 400


class _Exponential(FloatEncoding):
    """What the encodings with an exponent token share."""

    limit = 1e101  # published program: larger results are drawn again

    def __init__(self, digits: int = DIGITS) -> None:
        super().__init__(digits)
        self._first = 10 ** (digits - 1)  # smallest mantissa
        self._smallest = float(f"1e{digits - 1 - MAX_EXPONENT}")

    @property
    def mantissas(self) -> range:
        """The mantissas of the numbers that are not zero."""
        return range(self._first, 10 * self._first)

    def _rounded(self, values: FloatArray) -> Decimals:
        numbers = round_half_even(values, self.digits)
        if numbers.exponents.max(initial=0) > MAX_EXPONENT:
            most = f"9.{'9' * (self.digits - 1)}5e{MAX_EXPONENT + self.digits - 1}"
            raise EncodingError(f"{self.name} writes numbers below {most} in size")
        if numbers.exponents.min(initial=0) < -MAX_EXPONENT:
            lost = numbers.exponents < -MAX_EXPONENT
            numbers.mantissas[lost] = numbers.exponents[lost] = 0
        return numbers

    def half_unit(self, values: FloatArray) -> FloatArray:
        """Return half a unit of the last digit of each value."""
        numbers = round_half_even(np.abs(values), self.digits)
        half = 0.5 * decimal_values(np.ones_like(numbers.mantissas), numbers.exponents)
        return np.where(np.abs(values) < self._smallest, self._smallest, half)


class _Positional(_Exponential):
    """Sign, mantissa in digits of some base, exponent."""

    base: ClassVar[int]
    min_tokens = 3

    def __init__(self, digits: int = DIGITS) -> None:
        super().__init__(digits)
        self._digits = {str(d): d for d in range(self.base)}

    @cached_property
    def written_digits(self) -> Sequence[int]:
        """The digits that mantissas consist of, ordered."""
        return range(self.base)

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """The tokens that can be written, ordered."""
        return ("+", "-", *map(str, self.written_digits), *EXPONENTS)

    @property
    def legacy_symbols(self) -> tuple[str, ...]:
        """The tokens that the published program lists."""
        return (*self._digits, *EXPONENTS)

    def read(self, tokens: Sequence[str], start: int, complete: bool) -> tuple[float, int] | None:
        """Read one number; see `FloatEncoding.read`."""
        sign = {"+": 1, "-": -1}.get(tokens[start]) if start < len(tokens) else None
        mantissa, position = 0, start + 1
        stop = min(len(tokens), position + _MAX_RUN)
        while position < stop and (digit := self._digits.get(tokens[position])) is not None:
            mantissa, position = mantissa * self.base + digit, position + 1
        if sign is None or position == start + 1 or position == start + 1 + _MAX_RUN:
            return None
        last = tokens[position] if position < len(tokens) else ""
        exponent = EXPONENTS.get(last)
        if exponent is None and (complete or last.startswith("E")):
            return None
        return _value(sign * mantissa, exponent or 0, position + (exponent is not None))


class P10(_Positional):
    """Sign, three digits, exponent: 3.14 is `+ 3 1 4 E-2`, zero is `+ 0 E0`."""

    published_name = "P10"
    base = 10

    def __init__(self, digits: int = DIGITS) -> None:
        super().__init__(digits)
        self.max_tokens = digits + 2

    def indices(self, numbers: Decimals) -> SmallIntArray:
        """Return positions in `symbols`; see `FloatEncoding.indices`."""
        positions = self._empty(numbers)
        positions[..., 0] = numbers.mantissas < 0
        sizes = np.abs(numbers.mantissas)
        for place in range(self.digits, 0, -1):
            rest = sizes // 10
            positions[..., place] = sizes - 10 * rest + 2
            sizes = rest
        positions[..., -1] = numbers.exponents + (MAX_EXPONENT + 12)
        positions[numbers.mantissas == 0, 2:-1] = ABSENT
        return positions


class P1000(_Positional):
    """Sign, mantissa, exponent: 3.14 is `+ 314 E-2`, zero is `+ 0 E0`."""

    published_name = "P1000"
    base = 1000

    def __init__(self, digits: int = DIGITS) -> None:
        super().__init__(digits)
        self._in_one = digits == DIGITS
        self.max_tokens = 3 if self._in_one else 4

    @cached_property
    def written_digits(self) -> Sequence[int]:
        """The digits that mantissas consist of: 0 and 100..999 where one digit is enough."""
        return (0, *self.mantissas) if self._in_one else range(self.base)

    def indices(self, numbers: Decimals) -> SmallIntArray:
        """Return positions in `symbols`; see `FloatEncoding.indices`."""
        positions = self._empty(numbers)
        positions[..., 0] = numbers.mantissas < 0
        sizes = np.abs(numbers.mantissas)
        if self._in_one:
            positions[..., 1] = np.maximum(sizes, self._first - 1) - (self._first - 3)
        else:
            high = sizes // self.base
            positions[..., 1] = high + 2
            positions[..., 2] = sizes - self.base * high + 2
            positions[sizes == 0, 2] = ABSENT
        positions[..., -1] = numbers.exponents + (MAX_EXPONENT + 2 + len(self.written_digits))
        return positions


class B1999(_Exponential):
    """Signed mantissa, exponent: 3.14 is `N314 E-2`."""

    published_name = "B1999"
    min_tokens = max_tokens = 2

    def __init__(self, digits: int = DIGITS) -> None:
        super().__init__(digits)
        most = 10**digits
        self._mantissas = {f"N{m}": m for m in range(-most, most + 1)}

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """The tokens that can be written, ordered."""
        positive = (f"N{m}" for m in self.mantissas)
        negative = (f"N-{m}" for m in self.mantissas)
        return ("N0", *positive, *negative, *EXPONENTS)

    @property
    def legacy_symbols(self) -> tuple[str, ...]:
        """The tokens that the published program lists."""
        return (*self._mantissas, *EXPONENTS)

    def indices(self, numbers: Decimals) -> SmallIntArray:
        """Return positions in `symbols`; see `FloatEncoding.indices`."""
        positions = self._empty(numbers)
        m = numbers.mantissas
        count, below = len(self.mantissas), self._first - 1
        positions[..., 0] = np.where(m < 0, count - below - m, np.maximum(m, below) - below)
        positions[..., 1] = numbers.exponents + (MAX_EXPONENT + 1 + 2 * count)
        return positions

    def read(self, tokens: Sequence[str], start: int, complete: bool) -> tuple[float, int] | None:
        """Read one number; see `FloatEncoding.read`."""
        if start + 1 >= len(tokens):
            return None
        mantissa = self._mantissas.get(tokens[start])
        exponent = EXPONENTS.get(tokens[start + 1])
        if mantissa is None or exponent is None:
            return None
        return _value(mantissa, exponent, start + 2)


def _value(mantissa: int, exponent: int, position: int) -> tuple[float, int] | None:
    try:
        return decimal_value(mantissa, exponent), position
    except OverflowError:
        return None
