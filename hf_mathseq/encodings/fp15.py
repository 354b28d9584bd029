"""FP15: one token per number, `N<mantissa>e<exponent>`, the exponent biased by 7.

The published rounding rule differs from the other encodings': ties go up, after a product that is
itself a rounded double. Below 1e-7 the format is fixed-point with a step of 1e-9; sizes from
9.995e8 on are the overflow tokens `NaN` and `-NaN`, read as +-1e9. (With four digits: 1e-10 and
9.9995e8; range and exponents stay, and a mantissa of any length carries into the next exponent.)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from hf_mathseq.encodings.decimals import (
    DIGITS,
    POWERS_OF_TEN,
    Decimals,
    FloatArray,
    SmallIntArray,
    cells,
    decades,
    decimal_value,
)
from hf_mathseq.encodings.floats import FloatEncoding

EXPONENTS = 16  # published program: exponents 0..15
BIAS = 7  # published program: the exponent token of a number in [1, 10)
OVERFLOW = (1, EXPONENTS - BIAS)  # mantissa and exponent by which overflow is kept: 1e9
_SCALE = float(f"1e{BIAS}")


class FP15(FloatEncoding):
    """One token: 3.14 is `N314e7`."""

    published_name = "FP15"
    min_tokens = max_tokens = 1

    def __init__(self, digits: int = DIGITS) -> None:
        super().__init__(digits)
        self._powers = np.array([float(f"1e{digits - 1 - e}") for e in range(EXPONENTS + 3)])
        self._bias = BIAS + digits - 1  # published program: the value is m * 10**(e - 9)
        # The smallest mantissa of the numbers that are not fixed-point.
        self._first = 10 ** (digits - 1)
        self._normal = 9 * self._first
        self.limit = float(f"{'9' * digits}5e{EXPONENTS - BIAS - 1 - digits}")  # 9.995e8 overflows

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """Zero, the fixed-point tokens, the normal ones by exponent, then the overflow pair."""
        fixed = [f"N{sign}{m}e0" for sign in ("", "-") for m in range(1, self._first)]
        normal = [
            f"N{sign}{m}e{e}"
            for e in range(EXPONENTS)
            for sign in ("", "-")
            for m in range(self._first, 10 * self._first)
        ]
        return ("N0e0", *fixed, *normal, "NaN", "-NaN")

    @property
    def legacy_symbols(self) -> tuple[str, ...]:
        """The tokens that the published program lists."""
        return self.symbols

    def _rounded(self, values: FloatArray) -> Decimals:
        v = np.minimum(np.abs(values), 2e9) * _SCALE
        e = self._decades[cells(v)]
        m = np.trunc(v * self._powers[e] + 0.5)
        above = np.flatnonzero(m >= 10 * self._first)
        e[above] += 1
        m[above] = np.trunc(v[above] * self._powers[e[above]] + 0.5)
        k = e - self._bias
        k[m == 0] = 0
        overflow = e >= EXPONENTS
        m[overflow], k[overflow] = OVERFLOW
        return Decimals(np.copysign(m, values, out=m).astype(np.int32), k)

    @cached_property
    def _decades(self) -> SmallIntArray:
        """Exponent, or one less, by the cell of the scaled size."""
        return np.clip(decades(), 0, EXPONENTS)

    def indices(self, numbers: Decimals) -> SmallIntArray:
        """Return positions in `symbols`; see `FloatEncoding.indices`."""
        m, negative = np.abs(numbers.mantissas), numbers.mantissas < 0
        fixed = np.where(m == 0, 0, m + negative * (self._first - 1))
        start = 2 * self._first - 1
        e = numbers.exponents + self._bias
        normal = start + (2 * e + negative) * self._normal + m - self._first
        overflow = start + 2 * self._normal * EXPONENTS + negative
        small = np.where(numbers.exponents == OVERFLOW[1], overflow, fixed)
        return np.where(m < self._first, small, normal)[..., None]

    def half_unit(self, values: FloatArray) -> FloatArray:
        """Return half a unit of the last digit of each value."""
        e = np.trunc(np.log10(np.maximum(np.abs(values) * _SCALE, 1.0))).astype(np.int64)
        return float(f"0.5e-{self._bias}") * POWERS_OF_TEN[np.minimum(e, EXPONENTS)]

    @cached_property
    def _values(self) -> dict[str, float]:
        values = {"NaN": 1e9, "-NaN": -1e9}
        for symbol in self.symbols[: -len(values)]:
            mantissa, _, exponent = symbol[1:].partition("e")
            values[symbol] = decimal_value(int(mantissa), int(exponent) - self._bias)
        return values

    def read(self, tokens: Sequence[str], start: int, complete: bool) -> tuple[float, int] | None:
        """Read one number; see `FloatEncoding.read`."""
        value = self._values.get(tokens[start]) if start < len(tokens) else None
        return None if value is None else (value, start + 1)
