"""Rows of different lengths as one flat array and offsets: what Arrow stores, without copies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hf_mathseq.encodings.vocabulary import EOS_ID, Vocabulary


@dataclass(frozen=True)
class Ragged:
    """Integer rows of different lengths.

    Attributes:
        values: All rows one after another, shape (total,).
        offsets: Row r is `values[offsets[r]:offsets[r + 1]]`; shape (rows + 1,), int64.
    """

    values: npt.NDArray[Any]
    offsets: npt.NDArray[np.int64]

    @classmethod
    def from_lengths(cls, values: npt.NDArray[Any], lengths: npt.ArrayLike) -> Ragged:
        """Cut a flat array into rows of the given lengths."""
        return cls(values, np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64))

    @classmethod
    def from_text(cls, texts: Sequence[str], vocabulary: Vocabulary) -> Ragged:
        """Read rows of tokens separated by single spaces; the inverse of `to_text`.

        Raises:
            KeyError: A token that is not in the vocabulary.
        """
        tokens = " ".join(filter(None, texts)).split()
        lengths = [text.count(" ") + 1 if text else 0 for text in texts]
        ids = map(vocabulary.ids.__getitem__, tokens)
        return cls.from_lengths(np.fromiter(ids, dtype=np.int64, count=sum(lengths)), lengths)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __getitem__(self, row: int) -> npt.NDArray[Any]:
        """Return one row, counted from 0, without a copy."""
        return self.values[self._bounds[row] : self._bounds[row + 1]]

    @cached_property
    def _bounds(self) -> list[int]:
        """The offsets as Python's integers: rows are read one by one, where NumPy's are slow."""
        return list(self.offsets.tolist())

    @cached_property
    def lengths(self) -> npt.NDArray[np.int64]:
        """Length of every row."""
        return np.diff(self.offsets)

    @cached_property
    def width(self) -> int | None:
        """Length of all rows; None where lengths differ or there is no row."""
        lengths = self.lengths
        return int(lengths[0]) if len(lengths) and (lengths == lengths[0]).all() else None

    def take(self, mask: npt.NDArray[np.bool_]) -> Ragged:
        """Return the rows where `mask` is true."""
        if self.width is not None:
            rows = self.values.reshape(len(self), -1)[mask]
            return Ragged(rows.ravel(), self.offsets[: len(rows) + 1])
        return Ragged.from_lengths(self.values[np.repeat(mask, self.lengths)], self.lengths[mask])

    def reordered(self, order: npt.NDArray[np.int64]) -> Ragged:
        """Return the rows at the given positions, in that order."""
        lengths = self.lengths[order]
        ends = np.cumsum(lengths)
        starts = np.repeat(self.offsets[:-1][order] - (ends - lengths), lengths)
        return Ragged.from_lengths(self.values[starts + np.arange(len(starts))], lengths)

    def with_eos(self) -> Ragged:
        """Return the rows with the final `</s>` added to each."""
        if self.width is not None:
            rows = np.empty((len(self), self.width + 1), dtype=self.values.dtype)
            rows[:, :-1] = self.values.reshape(len(self), -1)
            rows[:, -1] = EOS_ID
            return Ragged.from_lengths(rows.ravel(), self.lengths + 1)
        flat = np.insert(self.values, self.offsets[1:], EOS_ID)
        return Ragged.from_lengths(flat, self.lengths + 1)

    def astype(self, dtype: np.dtype[Any]) -> Ragged:
        """Return the rows as integers of another type, which holds them."""
        return Ragged(self.values.astype(dtype, copy=False), self.offsets)

    def to_arrow(self, dtype: np.dtype[Any]) -> pa.Array:
        """Return an Arrow list array of the given integer type."""
        return pa.ListArray.from_arrays(
            pa.array(self.offsets.astype(np.int32)), pa.array(self.values.astype(dtype, copy=False))
        )

    def to_text(self, vocabulary: Vocabulary) -> pa.Array:
        """Return the rows as Arrow strings of space-separated tokens."""
        words = pa.array(vocabulary.tokens, pa.string()).take(pa.array(self.values))
        rows = pa.ListArray.from_arrays(pa.array(self.offsets.astype(np.int32)), words)
        return pc.binary_join(rows, " ")
