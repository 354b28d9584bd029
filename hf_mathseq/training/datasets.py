"""The order of training examples: a pure function of the index, so that resuming is exact.

Item i is the i-th example that the run sees. Nothing here has state, so a run that starts again at
example i sees what an uninterrupted one would have seen, on any number of processes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Item = Mapping[str, npt.NDArray[Any]]


class MapStyle(Protocol):
    """Items by index; an item has `input_ids` and `labels`, final `</s>` included."""

    def __len__(self) -> int: ...

    def __getitem__(self, index: int) -> Item: ...


def rng_of(seed: int, number: int, purpose: int = 0) -> np.random.Generator:
    """Return the generator of one order of examples.

    Args:
        seed: Seed of all orders.
        number: Number of the epoch or window.
        purpose: What is ordered; other purposes have other numbers.
    """
    key = np.array([seed % 2**64, number], dtype=np.uint64)
    return np.random.Generator(np.random.Philox(key=key, counter=[0, 0, 0, purpose]))


class Repeated:
    """A table read again and again, each time in another order.

    Args:
        table: Has `input_ids` and `labels`.
        length: Number of examples that the run sees.
        seed: Seed of the orders.
    """

    def __init__(self, table: pa.Table, length: int, seed: int) -> None:
        if not len(table):
            raise ValueError("there are no training examples")
        self._inputs = _Lists(table["input_ids"])
        self._labels = _Lists(table["labels"])
        self._length, self._seed, self._rows = length, seed, len(table)
        self._order: tuple[int, npt.NDArray[np.int64]] = (-1, np.empty(0, dtype=np.int64))

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: int) -> Item:
        epoch, position = divmod(index, self._rows)
        if self._order[0] != epoch:
            self._order = (epoch, rng_of(self._seed, epoch).permutation(self._rows))
        row = int(self._order[1][position])
        return {"input_ids": self._inputs[row], "labels": self._labels[row]}


class Consecutive:
    """Several data sets, one behind the other.

    Args:
        parts: The data sets, in order.
    """

    def __init__(self, parts: Sequence[MapStyle]) -> None:
        self._parts = parts
        self._ends = list(accumulate(map(len, parts)))

    def __len__(self) -> int:
        return self._ends[-1]

    def __getitem__(self, index: int) -> Item:
        part = bisect_right(self._ends, index)
        return self._parts[part][index - (self._ends[part - 1] if part else 0)]


class LengthSorted:
    """Another data set, rearranged so that a batch holds examples of similar length.

    Examples are taken in windows of several batches; each window is sorted by length and its
    batches are shuffled.

    Args:
        dataset: What is rearranged.
        batch_size: Examples of a batch.
        window: Batches of a window.
        seed: Seed of the order of batches.
    """

    def __init__(self, dataset: MapStyle, batch_size: int, window: int, seed: int) -> None:
        self._dataset, self._batch, self._seed = dataset, batch_size, seed
        self._size = batch_size * window
        self._window: tuple[int, Sequence[Item]] = (-1, ())

    def __len__(self) -> int:
        return len(self._dataset)

    def __getitem__(self, index: int) -> Item:
        window, position = divmod(index, self._size)
        if self._window[0] != window:
            self._window = (window, self._arranged(window))
        return self._window[1][position]

    def _arranged(self, window: int) -> Sequence[Item]:
        start = window * self._size
        stop = min(start + self._size, len(self._dataset))
        items = [self._dataset[i] for i in range(start, stop)]
        items.sort(key=lambda item: (len(item["labels"]), len(item["input_ids"])))
        batches = [items[i : i + self._batch] for i in range(0, len(items), self._batch)]
        full = len(items) // self._batch
        order = [*rng_of(self._seed, window).permutation(full), *range(full, len(batches))]
        return [item for i in order for item in batches[i]]


class _Lists:
    """The rows of an Arrow list column as NumPy views.

    Chunks stay as they are, mapped from a disk or not: joined, their 32-bit offsets would end at
    2^31 values.
    """

    def __init__(self, column: pa.ChunkedArray) -> None:
        chunks = [chunk for chunk in column.chunks if len(chunk)]
        self._ends = list(accumulate(map(len, chunks)))
        self._offsets = [chunk.offsets.to_numpy() for chunk in chunks]
        self._values = [chunk.values.to_numpy() for chunk in chunks]

    def __getitem__(self, row: int) -> npt.NDArray[Any]:
        chunk = bisect_right(self._ends, row)
        offsets = self._offsets[chunk]
        row -= self._ends[chunk]  # from the end of the chunk: its last offset is one behind
        view: npt.NDArray[Any] = self._values[chunk][offsets[row - 1] : offsets[row]]
        return view
