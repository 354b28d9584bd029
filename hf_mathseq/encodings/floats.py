"""Real numbers as tokens: what every encoding of a double offers, and the table of encodings."""

from __future__ import annotations

import importlib
from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cache
from typing import ClassVar

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.decimals import Decimals, EncodingError, FloatArray, IntArray
from hf_mathseq.suggestions import UserError, unknown_name

# Name -> "module:class", imported on first use.
_ENCODINGS = {
    "P10": "hf_mathseq.encodings.positional:P10",
    "P1000": "hf_mathseq.encodings.positional:P1000",
    "B1999": "hf_mathseq.encodings.positional:B1999",
    "FP15": "hf_mathseq.encodings.fp15:FP15",
}
FLOAT_ENCODINGS = tuple(_ENCODINGS)
ABSENT = -1


class FloatEncoding(ABC):
    """Writes real numbers with three significant digits as short token sequences.

    Attributes:
        name: Name of the encoding in the paper.
        max_tokens: Largest number of tokens of one number.
        limit: Numbers of this size and above cannot be written.
    """

    name: ClassVar[str]
    max_tokens: ClassVar[int]
    limit: ClassVar[float]

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
        if not np.isfinite(array).all():
            raise EncodingError("NaN and infinity have no tokens")
        return self._rounded(array)

    @abstractmethod
    def _rounded(self, values: FloatArray) -> Decimals:
        """Round finite numbers; raise `EncodingError` when one is too large."""

    @abstractmethod
    def indices(self, numbers: Decimals) -> IntArray:
        """Return positions in `symbols`, shape (..., max_tokens), `ABSENT` where shorter.

        Args:
            numbers: What `round` returned.
        """

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
    if name not in _ENCODINGS:
        raise UserError(unknown_name("encoding", name, FLOAT_ENCODINGS))
    module, _, attribute = _ENCODINGS[name].partition(":")
    encoding: FloatEncoding = getattr(importlib.import_module(module), attribute)()
    return encoding
