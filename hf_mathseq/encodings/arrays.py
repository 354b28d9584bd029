"""Matrices as token sequences: `V<rows> V<columns>`, then the numbers row by row.

Nothing stands between numbers or rows (arXiv 2112.01898, section 3). Whole batches of matrices of
any shapes are encoded at once, with no Python call per number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hf_mathseq.encodings.decimals import Decimals, FloatArray, IntArray
from hf_mathseq.encodings.floats import ABSENT, FloatEncoding
from hf_mathseq.encodings.known_numbers import KnownNumbers
from hf_mathseq.encodings.ragged import Ragged

MAX_DIMENSION = 100  # published program: dimension tokens V1..V100
DIMENSIONS = {f"V{d}": d for d in range(1, MAX_DIMENSION + 1)}
ARROW_MATRIX = pa.list_(pa.list_(pa.float64()))


class MalformedMatrix(ValueError):  # noqa: N818 - a finding about data
    """Tokens that are not a matrix; the message says where they fail."""


@dataclass(frozen=True)
class Matrices:
    """A batch of matrices of possibly different shapes.

    Attributes:
        values: All coefficients, matrix after matrix, row by row; shape (total,).
        rows: Number of rows of each matrix, shape (matrices,).
        columns: Number of columns of each matrix, shape (matrices,).
    """

    values: npt.NDArray[Any]
    rows: IntArray
    columns: IntArray

    @classmethod
    def stacked(cls, array: npt.ArrayLike) -> Matrices:
        """Return the matrices of an array of shape (matrices, rows, columns)."""
        values = np.asarray(array, dtype=np.float64)
        count, rows, columns = values.shape
        return cls(values.ravel(), np.full(count, rows), np.full(count, columns))

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def counts(self) -> IntArray:
        """Number of coefficients of each matrix."""
        return self.rows * self.columns

    @cached_property
    def offsets(self) -> IntArray:
        """Position in `values` at which each matrix begins, and the total at the end."""
        return np.concatenate([[0], np.cumsum(self.counts)])

    @cached_property
    def shape(self) -> tuple[int, int] | None:
        """Rows and columns of all matrices; None where they differ or there is no matrix."""
        if not len(self):
            return None
        rows, columns = int(self.rows[0]), int(self.columns[0])
        same = (self.rows == rows).all() and (self.columns == columns).all()
        return (rows, columns) if same else None

    def transposed(self) -> Matrices:
        """Return the transposed matrices."""
        if self.shape:
            stack = self.values.reshape(-1, *self.shape)
            return Matrices(np.swapaxes(stack, 1, 2).ravel(), self.columns, self.rows)
        start, rows, columns = (
            np.repeat(x, self.counts) for x in (self.offsets[:-1], self.rows, self.columns)
        )
        j, i = np.divmod(np.arange(len(self.values)) - start, rows)
        return Matrices(self.values[start + i * columns + j], self.columns, self.rows)

    def take(self, keep: npt.NDArray[np.bool_]) -> Matrices:
        """Return the matrices where `keep` is true."""
        if keep.all():
            return self
        return Matrices(self.taken(self.values, keep), self.rows[keep], self.columns[keep])

    def taken(self, values: npt.NDArray[Any], keep: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
        """Return those of numbers, one for each coefficient, whose matrices have `keep` true."""
        if self.shape:
            return values.reshape(len(self), -1)[keep].ravel()
        return values[np.repeat(keep, self.counts)]

    def groups(self) -> Iterator[tuple[IntArray, npt.NDArray[Any]]]:
        """Yield, for each shape, the positions of its matrices and the matrices, stacked."""
        if self.shape:
            yield np.arange(len(self)), self.values.reshape(-1, *self.shape)
            return
        shapes = self.rows * (MAX_DIMENSION + 1) + self.columns
        for shape in np.unique(shapes):
            members = np.flatnonzero(shapes == shape)
            rows, columns = int(self.rows[members[0]]), int(self.columns[members[0]])
            index = self.offsets[members][:, None] + np.arange(rows * columns)
            yield members, self.values[index].reshape(-1, rows, columns)

    @classmethod
    def collected(
        cls,
        rows: IntArray,
        columns: IntArray,
        parts: Iterable[tuple[IntArray, npt.NDArray[Any]]],
    ) -> Matrices:
        """Return the batch whose `groups` are `parts`."""
        batch = cls(np.empty(int((rows * columns).sum())), rows, columns)
        for members, stack in parts:
            count = stack.shape[1] * stack.shape[2]
            index = batch.offsets[members][:, None] + np.arange(count)
            batch.values[index] = stack.reshape(-1, count)
        return batch

    def mapped(self, function: Callable[[FloatArray], npt.NDArray[Any]]) -> Matrices:
        """Return the results of a function that is called once for each shape.

        Args:
            function: Stacked matrices, (count, rows, columns) -> stacked results, (count, ...).
        """
        if self.shape:
            return self.stacked(function(self.values.reshape(-1, *self.shape)))
        parts = [(members, function(stack)) for members, stack in self.groups()]
        rows, columns = np.empty_like(self.rows), np.empty_like(self.columns)
        for members, stack in parts:
            rows[members], columns[members] = stack.shape[1:]
        return self.collected(rows, columns, parts)

    def to_arrow(self) -> pa.Array:
        """Return an Arrow array of lists of rows."""
        row_lengths = np.repeat(self.columns, self.rows)
        inner = np.concatenate([[0], np.cumsum(row_lengths)]).astype(np.int32)
        outer = np.concatenate([[0], np.cumsum(self.rows)]).astype(np.int32)
        lines = pa.ListArray.from_arrays(pa.array(inner), pa.array(self.values))
        return pa.ListArray.from_arrays(pa.array(outer), lines)


class MatrixEncoding:
    """Writes and reads matrices whose coefficients are written by `numbers`.

    Args:
        numbers: The encoding of one coefficient.
    """

    def __init__(self, numbers: FloatEncoding) -> None:
        self.numbers = numbers
        self._known = KnownNumbers(numbers)
        self.symbols: tuple[str, ...] = (*DIMENSIONS, *numbers.symbols)

    def length(self, rows: int, columns: int) -> int:
        """Return the largest number of tokens of a matrix."""
        return 2 + rows * columns * self.numbers.max_tokens

    def indices(self, numbers: Decimals, rows: IntArray, columns: IntArray) -> Ragged:
        """Return positions in `symbols` for a batch of matrices.

        Args:
            numbers: The rounded coefficients, shape (total,), in the order of `Matrices`.
            rows: Number of rows of each matrix, 1..100.
            columns: Number of columns of each matrix, 1..100.
        """
        written = self.numbers.indices(numbers)
        counts = rows * columns
        if self.numbers.min_tokens == self.numbers.max_tokens or written.min(initial=0) != ABSENT:
            widths, flat_numbers = counts * written.shape[1], written.ravel()
        else:
            present = written != ABSENT
            ends = np.concatenate([[0], np.cumsum(present.sum(axis=1))])[np.cumsum(counts)]
            widths, flat_numbers = np.diff(ends, prepend=0), written[present]
        lengths = 2 + widths
        flat = np.empty(int(lengths.sum()), dtype=np.int32)
        if len(rows) and (lengths == lengths[0]).all():
            table = flat.reshape(len(rows), -1)
            table[:, 0], table[:, 1] = rows - 1, columns - 1
            np.add(flat_numbers.reshape(len(rows), -1), len(DIMENSIONS), out=table[:, 2:])
            return Ragged.from_lengths(flat, lengths)
        heads = np.cumsum(lengths) - lengths
        is_number = np.ones(len(flat), dtype=bool)
        is_number[heads] = is_number[heads + 1] = False
        flat[heads], flat[heads + 1] = rows - 1, columns - 1
        flat[is_number] = flat_numbers + len(DIMENSIONS)
        return Ragged.from_lengths(flat, lengths)

    def tokens(self, matrix: npt.ArrayLike) -> list[str]:
        """Return the tokens of one matrix.

        Raises:
            EncodingError: A coefficient cannot be written.
        """
        batch = Matrices.stacked(np.asarray(matrix, dtype=np.float64)[None])
        numbers = self.numbers.round(batch.values)
        positions = self.indices(numbers, batch.rows, batch.columns)
        return [self.symbols[i] for i in positions.values]

    def read(self, tokens: Sequence[str], *, complete: bool = False) -> list[list[float]]:
        """Return the matrix that tokens stand for.

        Args:
            tokens: A token sequence, possibly a model's.
            complete: By default the published leniency holds: what follows the last number is
                ignored, and P10 and P1000 take a missing exponent for zero. True refuses both.

        Raises:
            MalformedMatrix: The tokens are not a matrix.
        """
        shape = [DIMENSIONS.get(token) for token in tokens[:2]]
        if len(shape) < 2 or shape[0] is None or shape[1] is None:
            raise MalformedMatrix("a matrix begins with two dimension tokens")
        rows, columns = shape[0], shape[1]
        if len(tokens) == self.length(rows, columns) and (known := self._known.read(tokens, 2)):
            return _rows(known, columns)
        position, values = 2, []
        for index in range(rows * columns):
            found = self.numbers.read(tokens, position, complete)
            if found is None:
                raise MalformedMatrix(f"no number at token {position} (coefficient {index})")
            values.append(found[0])
            position = found[1]
        if complete and position < len(tokens):
            raise MalformedMatrix(f"{len(tokens) - position} tokens after the last number")
        return _rows(values, columns)


def _rows(values: list[float], columns: int) -> list[list[float]]:
    return [values[i : i + columns] for i in range(0, len(values), columns)]
