"""Numbers of fixed width in ids to their values: each different one is read once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.encodings.vocabulary import Vocabulary

MOST_VALUES = 1 << 17
"""Different numbers that are remembered, which take 20 MB; there are some ten thousand."""
_TOGETHER = 1 << 16
"""Numbers that are sorted together."""
Reader = Callable[[Sequence[str]], float | None]


class KnownValues:
    """Reads numbers of a given number of words.

    Args:
        read: The words of one number -> its value; None where they are none.
        vocabulary: Of the ids.
        width: Number of words of each number.
        num_ids: Numbers hold ids below this one.
    """

    def __init__(self, read: Reader, vocabulary: Vocabulary, width: int, num_ids: int) -> None:
        if num_ids**width >= 1 << 63:
            raise ValueError(f"{width} of {num_ids} ids do not fit 64 bits")
        self._read, self._vocabulary = read, vocabulary
        self._width, self._num_ids = width, num_ids
        self._values: dict[int, float] = {}

    def values(self, numbers: npt.NDArray[Any]) -> FloatArray:
        """Return the value of each row of ids, shape (numbers, width); NaN for what is none."""
        found = np.empty(len(numbers))
        for start in range(0, len(numbers), _TOGETHER):
            part = slice(start, start + _TOGETHER)
            found[part] = self._part(numbers[part])
        found[(numbers >= self._num_ids).any(axis=1)] = np.nan
        return found

    def _part(self, numbers: npt.NDArray[Any]) -> FloatArray:
        keys = np.zeros(len(numbers), np.int64)
        for column in numbers.T:
            keys = keys * self._num_ids + np.minimum(column, self._num_ids - 1)
        different, places = np.unique(keys, return_inverse=True)
        if len(self._values) + len(different) > MOST_VALUES:
            self._values.clear()
        return np.array([self._value(key) for key in different.tolist()])[places]

    def _value(self, key: int) -> float:
        if key not in self._values:
            words, rest = [], key
            for _ in range(self._width):
                rest, place = divmod(rest, self._num_ids)
                words.append(self._vocabulary.tokens[place])
            value = self._read(words[::-1])
            self._values[key] = np.nan if value is None else value
        return self._values[key]
