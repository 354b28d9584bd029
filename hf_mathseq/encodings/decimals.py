"""Few significant digits: how a double becomes `mantissa * 10**exponent`, and back.

The published encodings keep three digits (arXiv 2112.01898, section 3): a mantissa is an integer
in 100..999 with its sign, or 0. With more digits d it is in 10**(d-1)..10**d - 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from hf_mathseq.suggestions import UserError

DIGITS, MAX_DIGITS = 3, 5  # of the paper; the most that the encodings offer
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
# Wide enough for mantissas, exponents and positions of tokens, and half as much to move.
SmallIntArray = npt.NDArray[np.int32]

# A table, because the last bit of a vectorised power differs between machines.
POWERS_OF_TEN = np.array([float(f"1e{k}") for k in range(309)])
# 10**k is a double without error up to k = 22, so that one product or quotient with it is
# correctly rounded.
_LARGEST_EXACT_POWER = 22
# A scaled value lies below 1e5 and carries an error under 1e-10: farther than this from one half
# its rounding is certain.
_TIE_MARGIN = 1e-9
# Below this every encoding writes zero (their smallest numbers are 1e-98 and 1e-9); about 5.7e-101,
# a power of two, so that it is the edge of a cell.
_NEGLIGIBLE = 2.0**-333
# The first sixteen bits of a positive double are its cell. They fix its decade, except where a
# power of ten lies inside the cell.
_CELL_BITS = 48
_CELLS = 1 << 15


class EncodingError(UserError):
    """A number that an encoding cannot write; the message is one clear line."""


@dataclass(frozen=True)
class Decimals:
    """Numbers `mantissas * 10**exponents`.

    Attributes:
        mantissas: Signed integers below 100,000 in size, any shape.
        exponents: Integers, same shape.
    """

    mantissas: SmallIntArray
    exponents: SmallIntArray

    def values(self) -> FloatArray:
        """Return the doubles nearest to the numbers."""
        return decimal_values(self.mantissas, self.exponents)

    def packed(self) -> SmallIntArray:
        """Return one integer per number; equal integers are equal numbers, however written."""
        m, k = self.mantissas, self.exponents
        packed = m * 1024
        packed += k
        packed += 512
        sizes = np.abs(m)
        # Mantissas of three digits, nearly all where the encoding has three, stand as they are.
        other = (sizes < 10 ** (DIGITS - 1)) | (sizes >= 10**DIGITS)
        if other.any():
            m, k = _three_digits(m[other], k[other])
            packed[other] = np.where(m == 0, 0, m * 1024 + (k + 512))
        return packed

    def take(self, keep: npt.NDArray[np.bool_]) -> Decimals:
        """Return the numbers where `keep` is true."""
        return Decimals(self.mantissas[keep], self.exponents[keep])


def _three_digits(m: SmallIntArray, k: SmallIntArray) -> tuple[SmallIntArray, SmallIntArray]:
    """Return mantissas of at least three digits, without the zeros that follow the third."""
    for _ in range(MAX_DIGITS - DIGITS):
        ends = (np.abs(m) >= 10**DIGITS) & (m % 10 == 0)
        m, k = np.where(ends, m // 10, m), k + ends
    for _ in range(DIGITS - 1):
        short = np.abs(m) < 10 ** (DIGITS - 1)
        m, k = np.where(short, m * 10, m), k - short
    return m, k


@cache
def decades() -> SmallIntArray:
    """Return `floor(log10(x))` of the smallest double x of every cell; see `cells`.

    Where a power of ten lies inside a cell, some of its doubles belong to the next decade.
    """
    edges = (np.arange(_CELLS) << _CELL_BITS).view(np.float64)
    lowest = -110
    powers = np.array([float(f"1e{k}") for k in range(lowest, len(POWERS_OF_TEN))])
    return (np.searchsorted(powers, edges, side="right") + (lowest - 1)).astype(np.int32)


def cells(sizes: FloatArray) -> IntArray:
    """Return the position in `decades()` of each double, which is finite and not negative."""
    return sizes.view(np.int64) >> _CELL_BITS


@cache
def _scales(digits: int) -> tuple[FloatArray, SmallIntArray]:
    """Return for every cell the power of ten that scales it to `digits` digits, and the exponent.

    A number of the cell is about `rint(size * power)` times ten to the exponent.
    """
    negligible = np.arange(_CELLS) < cells(np.array(_NEGLIGIBLE))
    exponents = np.where(negligible, 0, decades() - (digits - 1))
    powers = np.array([float(f"1e{-k}") for k in exponents])
    return np.where(negligible, 0.0, powers), exponents


def round_half_even(values: FloatArray, digits: int = DIGITS) -> Decimals:
    """Round doubles to a few digits, correctly from their exact binary value, ties to even.

    Args:
        values: Finite doubles, in one dimension or more.
        digits: Number of significant digits, up to 5.

    Returns:
        Mantissas 0 or of that many digits; sizes below 1e-100 become zero (the last of them is
        5.7e-101), and zero is `0 * 10**0`.
    """
    sizes = np.abs(values)
    powers, starts = _scales(digits)
    place = cells(sizes)
    scaled = sizes * powers[place]
    exponents = starts[place]
    mantissas = np.rint(scaled)
    close = _close_to_tie(scaled, mantissas)
    above = np.nonzero(mantissas >= 10**digits)
    if len(above[0]):
        tenths = scaled[above] / 10
        mantissas[above] = np.rint(tenths)
        exponents[above] += 1
        close[above] |= _close_to_tie(tenths, mantissas[above])
    if close.any():
        _settle_ties(np.nonzero(close), sizes, mantissas, exponents, digits)
    return Decimals(np.copysign(mantissas, values, out=mantissas).astype(np.int32), exponents)


def _close_to_tie(scaled: FloatArray, rounded: FloatArray) -> npt.NDArray[np.bool_]:
    distances = scaled - rounded
    return np.abs(distances, out=distances) > 0.5 - _TIE_MARGIN


def _settle_ties(
    places: tuple[npt.NDArray[np.intp], ...],
    sizes: FloatArray,
    mantissas: FloatArray,
    exponents: SmallIntArray,
    digits: int,
) -> None:
    """Redo, in place and by exact decimal formatting, the entries too close to a tie."""
    for index in zip(*places, strict=True):
        mantissa, exponent = f"{sizes[index]:.{digits - 1}e}".split("e")
        mantissas[index] = int(mantissa.replace(".", ""))
        exponents[index] = int(exponent) - (digits - 1)


def decimal_values(mantissas: SmallIntArray, exponents: SmallIntArray) -> FloatArray:
    """Return the doubles nearest to `mantissas * 10**exponents`."""
    powers = POWERS_OF_TEN[np.minimum(np.abs(exponents), _LARGEST_EXACT_POWER)]
    values = np.where(exponents >= 0, mantissas * powers, mantissas / powers)
    for index in zip(*np.nonzero(np.abs(exponents) > _LARGEST_EXACT_POWER), strict=True):
        values[index] = decimal_value(int(mantissas[index]), int(exponents[index]))
    return values


def decimal_value(mantissa: int, exponent: int) -> float:
    """Return the double nearest to `mantissa * 10**exponent`, both of any size.

    Raises:
        OverflowError: The number is beyond the largest double.
    """
    if exponent >= 0:
        return float(mantissa * 10**exponent)
    return mantissa / 10**-exponent
