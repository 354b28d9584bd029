"""Real numbers as tokens: what every encoding of a double offers, and the table of encodings."""

from __future__ import annotations

import importlib
from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cache
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.decimals import (
    DIGITS,
    Decimals,
    EncodingError,
    FloatArray,
    SmallIntArray,
)
from hf_mathseq.suggestions import UserError, unknown_name

# Name -> "module:class", imported on first use.
_CLASSES = {
    "P10": "hf_mathseq.encodings.positional:P10",
    "P1000": "hf_mathseq.encodings.positional:P1000",
    "B1999": "hf_mathseq.encodings.positional:B1999",
    "FP15": "hf_mathseq.encodings.fp15:FP15",
}
PUBLISHED_ENCODINGS = tuple(_CLASSES)
"""The encodings of the paper, with three significant digits."""
# FP15 with five digits would have 2.9 million tokens.
FLOAT_ENCODINGS = (
    *PUBLISHED_ENCODINGS,
    *(f"{name}-{d}" for name in PUBLISHED_ENCODINGS for d in (4, 5) if (name, d) != ("FP15", 5)),
)
"""Also with four and five digits: `P1000-4` is P1000 with four."""
ABSENT = -1
# Numbers are rounded in pieces of this many, so that what rounding needs, 96 kB an array, stays in
# the cache and is not handed back to the operating system.
_PIECE = 3 << 12


class FloatEncoding(ABC):
    """Writes real numbers with a few significant digits as short token sequences.

    Args:
        digits: Number of significant digits, 3 to 5; the paper has 3.

    Attributes:
        name: Name of the encoding, one of `FLOAT_ENCODINGS`.
        digits: Number of significant digits.
        min_tokens: Smallest number of tokens of one number.
        max_tokens: Largest number of tokens of one number.
        limit: Numbers of this size and above cannot be written.
    """

    published_name: ClassVar[str]
    min_tokens: int
    max_tokens: int
    limit: float

    def __init__(self, digits: int = DIGITS) -> None:
        self.digits = digits
        extra = f"-{digits}" if digits != DIGITS else ""
        self.name = f"{self.published_name}{extra}"

    @property
    @abstractmethod
    def symbols(self) -> tuple[str, ...]:
        """The tokens that can be written, ordered."""

    @property
    @abstractmethod
    def legacy_symbols(self) -> tuple[str, ...]:
        """The tokens that the published program lists for this encoding, signs left out."""

    def round(self, values: npt.ArrayLike) -> Decimals:
        """Round numbers to what the encoding can write.

        Args:
            values: Doubles, in one dimension or more.

        Raises:
            EncodingError: A number is NaN, infinite or too large.
        """
        array = np.asarray(values, dtype=np.float64)
        flat = array.ravel()
        mantissas, exponents = np.empty((2, flat.size), dtype=np.int32)
        for start in range(0, flat.size, _PIECE):
            piece = slice(start, start + _PIECE)
            if not np.isfinite(flat[piece]).all():
                raise EncodingError("NaN and infinity have no tokens")
            numbers = self._rounded(flat[piece])
            mantissas[piece], exponents[piece] = numbers.mantissas, numbers.exponents
        return Decimals(mantissas.reshape(array.shape), exponents.reshape(array.shape))

    @abstractmethod
    def _rounded(self, values: FloatArray) -> Decimals:
        """Round finite numbers, shape (n,); raise `EncodingError` when one is too large."""

    @abstractmethod
    def indices(self, numbers: Decimals) -> SmallIntArray:
        """Return positions in `symbols`, shape (..., max_tokens), `ABSENT` where shorter.

        Args:
            numbers: What `round` returned.
        """

    def _empty(self, numbers: Decimals) -> SmallIntArray:
        """Return an array for the positions of numbers."""
        return np.empty((*numbers.mantissas.shape, self.max_tokens), dtype=np.int32)

    @abstractmethod
    def half_unit(self, values: FloatArray) -> FloatArray:
        """Return the largest rounding error of numbers up to the size of each value."""

    @abstractmethod
    def read(self, tokens: Sequence[str], start: int, complete: bool) -> tuple[float, int] | None:
        """Read the number that begins at `tokens[start]`.

        Args:
            tokens: A token sequence, possibly a model's.
            start: Position of the number's first token.
            complete: Refuse the shortened forms that the published reader accepts.

        Returns:
            The value and the position after the number, or None when there is no number.
        """

    def tokens(self, value: float) -> list[str]:
        """Return the tokens of one number."""
        positions = self.indices(self.round([value]))[0]
        return [self.symbols[i] for i in positions if i != ABSENT]


@cache
def float_encoding(name: str) -> FloatEncoding:
    """Return the encoding called `name`.

    Raises:
        UserError: There is none; the message offers the nearest names.
    """
    if name not in FLOAT_ENCODINGS:
        raise UserError(unknown_name("encoding", name, FLOAT_ENCODINGS))
    published, _, digits = name.partition("-")
    module, _, attribute = _CLASSES[published].partition(":")
    encoding_class: type[FloatEncoding] = getattr(importlib.import_module(module), attribute)
    encoding = encoding_class(int(digits or DIGITS))
    return encoding
