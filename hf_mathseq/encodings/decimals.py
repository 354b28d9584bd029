"""Few significant digits: how a double becomes `mantissa * 10**exponent`, and back.

The published encodings keep three digits (arXiv 2112.01898, section 3): a mantissa is an integer
in 100..999 with its sign, or 0. With more digits d it is in 10**(d-1)..10**d - 1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hf_mathseq.suggestions import UserError

DIGITS, MAX_DIGITS = 3, 5  # of the paper; the most that the encodings offer
FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

# A table, because the last bit of a vectorised power differs between machines.
POWERS_OF_TEN = np.array([float(f"1e{k}") for k in range(309)])
# 10**k is a double without error up to k = 22, so that one product or quotient with it is
# correctly rounded.
_LARGEST_EXACT_POWER = 22
# A scaled value lies below 1e5 and carries an error under 1e-10: farther than this from one half
# its rounding is certain.
_TIE_MARGIN = 1e-9
# Below this every encoding writes zero (their smallest numbers are 1e-98 and 1e-9).
_NEGLIGIBLE = 1e-100


class EncodingError(UserError):
    """A number that an encoding cannot write; the message is one clear line."""


@dataclass(frozen=True)
class Decimals:
    """Numbers `mantissas * 10**exponents`.

    Attributes:
        mantissas: Signed integers below 100,000 in size, any shape.
        exponents: Integers, same shape.
    """

    mantissas: IntArray
    exponents: IntArray

    def values(self) -> FloatArray:
        """Return the doubles nearest to the numbers."""
        return decimal_values(self.mantissas, self.exponents)

    def packed(self) -> IntArray:
        """Return one integer per number; equal integers are equal numbers, however written."""
        m, k = self._shortened()
        tens = np.where(np.abs(m) < 10, 2, np.where(np.abs(m) < 100, 1, 0))
        normal = m * np.array([1, 10, 100])[tens] * 1024 + (k - tens) + 512
        return np.where(m == 0, 0, normal)

    def _shortened(self) -> tuple[IntArray, IntArray]:
        """Return mantissas and exponents without the zeros that follow the third digit."""
        m, k = self.mantissas, self.exponents
        for _ in range(MAX_DIGITS - DIGITS):
            ends = (np.abs(m) >= 10**DIGITS) & (m % 10 == 0)
            m, k = np.where(ends, m // 10, m), k + ends
        return m, k


def round_half_even(values: FloatArray, digits: int = DIGITS) -> Decimals:
    """Round doubles to a few digits, correctly from their exact binary value, ties to even.

    Args:
        values: Finite doubles, in one dimension or more.
        digits: Number of significant digits, up to 5.

    Returns:
        Mantissas 0 or of that many digits; sizes below 1e-100 become zero, and zero is `0 * 10**0`.
    """
    sizes = np.abs(values)
    small = sizes < _NEGLIGIBLE
    safe = np.where(small, 1.0, sizes)
    leading = np.floor(np.log10(safe)).astype(np.int64)
    scaled = _scaled(safe, digits - 1 - leading)
    mantissas = np.rint(scaled).astype(np.int64)
    _settle_ties(safe, scaled, mantissas, leading, digits)
    carry = mantissas == 10**digits
    mantissas[carry] = 10 ** (digits - 1)
    exponents = leading + carry - (digits - 1)
    mantissas = np.where(small, 0, np.where(values < 0, -mantissas, mantissas))
    return Decimals(mantissas, np.where(small, 0, exponents))


def _scaled(sizes: FloatArray, powers: IntArray) -> FloatArray:
    """Return `sizes * 10**powers` with a relative error of a few units of the last bit."""
    factors = POWERS_OF_TEN[np.abs(powers)]
    up = sizes * np.where(powers >= 0, factors, 1.0)
    return np.where(powers >= 0, up, sizes / factors)


def _settle_ties(
    sizes: FloatArray, scaled: FloatArray, mantissas: IntArray, leading: IntArray, digits: int
) -> None:
    """Redo, in place and by exact decimal formatting, the entries too close to a tie."""
    close = np.abs(scaled - np.floor(scaled) - 0.5) < _TIE_MARGIN
    for index in zip(*np.nonzero(close), strict=True):
        mantissa, exponent = f"{sizes[index]:.{digits - 1}e}".split("e")
        mantissas[index] = int(mantissa.replace(".", ""))
        leading[index] = int(exponent)


def decimal_values(mantissas: IntArray, exponents: IntArray) -> FloatArray:
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
