"""The natural columns of published networks, for many lines at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hf_mathseq.conversion.known_values import KnownValues
from hf_mathseq.conversion.published_lines import BoolArray, PublishedLines
from hf_mathseq.encodings.levels import EXISTS, EXISTS_NOT, LevelsEncoding
from hf_mathseq.encodings.networks import (
    INTEGERS,
    MAX_COEFFICIENT,
    MAX_NODES,
    MAX_VERTEX,
    SEPARATOR,
    UNIT,
    VERTEX_WORDS,
    MalformedNetwork,
)
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.tasks.metabolic_base import NetworkTask
from hf_mathseq.tasks.metabolic_drawn import edge_lists
from hf_mathseq.tasks.metabolic_levels import LevelsTask

MOST_DECIMALS = 6
"""Levels of more decimals do not fit one integer; the task reads them."""
_EXPONENT_DIGITS = (1, 2, 3)


class NetworkColumns:
    """Reads networks whose edges have a fixed number of words, and their answers.

    Args:
        task: Whose networks they are.
    """

    def __init__(self, task: NetworkTask) -> None:
        self._form = task.config.form
        self._zero = task.vocabulary.ids["N0"]
        weights = self._form not in (UNIT, INTEGERS, VERTEX_WORDS)
        self._weight_zero = task.vocabulary.ids["W0"] if weights else self._zero
        self._answers = _Levels(task) if isinstance(task, LevelsTask) else _Classes(task)

    def read(self, lines: PublishedLines) -> tuple[BoolArray, dict[str, pa.Array]]:
        """Return which lines were read here, and the columns of these.

        The task reads the others: what it may refuse, edges that are not sorted, and coefficients
        of several words.
        """
        good, answers = self._answers.read(lines.targets)
        if self._form == INTEGERS:
            return np.zeros_like(good), {}
        edges = self._edges(lines.inputs, good)
        rest = edges.good[good]
        columns = {"n": pa.array(edges.sizes, pa.int32()), "edges": edges.lists()}
        return edges.good, columns | {k: v.filter(pa.array(rest)) for k, v in answers.items()}

    def _edges(self, ids: Ragged, wanted: BoolArray) -> _Edges:
        width = 2 if self._form == UNIT else 3
        good = wanted & (ids.lengths % width == 1 % width)
        kept = ids.take(good)
        head = np.zeros(len(kept.values), bool)
        head[kept.offsets[:-1]] = True
        sizes = kept.values[head].astype(np.int64) - self._zero
        table = kept.values[~head].astype(np.int64).reshape(-1, width)
        edges = np.ones((len(table), 3), np.int64)
        edges[:, :2] = table[:, :2] - self._zero
        edges[:, 2:width] = table[:, 2:] - self._weight_zero
        counts = (kept.lengths - 1) // width
        owners = np.repeat(np.arange(len(sizes)), counts)
        right = (sizes >= 1) & (sizes <= MAX_NODES)
        right[owners[_is_wrong(edges, sizes[owners], owners)]] = False
        good[good] = right
        return _Edges(good, sizes[right], counts[right], edges[right[owners]])


@dataclass(frozen=True)
class _Edges:
    """Networks that were read.

    Attributes:
        good: Which lines they stand in.
        sizes: Number of internal vertices of each.
        counts: Number of edges of each.
        rows: u, v, coefficient.
    """

    good: BoolArray
    sizes: npt.NDArray[np.int64]
    counts: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]

    def lists(self) -> pa.Array:
        """Return the edges as a column."""
        return edge_lists(self.counts, self.rows)


def _is_wrong(
    edges: npt.NDArray[np.int64], sizes: npt.NDArray[np.int64], owners: npt.NDArray[np.int64]
) -> BoolArray:
    """Return which edges the task may refuse, or would sort."""
    u, v, f = edges.T
    places = (owners * (MAX_VERTEX + 1) + u) * (MAX_VERTEX + 1) + v
    wrong: BoolArray = (
        (u < 0)
        | (u > sizes)
        | (v < 1)
        | (v > sizes + 1)
        | (u == v)
        | (f < 1)
        | (f > MAX_COEFFICIENT)
        | (np.diff(places, prepend=-1) <= 0)
    )
    return wrong


class _Classes:
    """Reads `N0` and `N1`."""

    def __init__(self, task: NetworkTask) -> None:
        self._yes, self._no = (task.vocabulary.ids[word] for word in (EXISTS, EXISTS_NOT))
        self._name = task.description.answer

    def read(self, ids: Ragged) -> tuple[BoolArray, dict[str, pa.Array]]:
        """Return which answers were read, and the column of these."""
        firsts = ids.values.take(ids.offsets[:-1], mode="clip")
        good = (ids.lengths == 1) & np.isin(firsts, [self._yes, self._no])
        return good, {self._name: pa.array(firsts[good] == self._yes)}


class _Levels:
    """Reads `N0`, and `N1` with levels."""

    def __init__(self, task: LevelsTask) -> None:
        encoding = task.output_encoding
        self._name = task.description.answer
        self._mark = task.vocabulary.ids[SEPARATOR]
        self._yes, self._no = (task.vocabulary.ids[word] for word in (EXISTS, EXISTS_NOT))
        self._by_width: dict[int, KnownValues] = {}
        for digits in _EXPONENT_DIGITS:
            width = encoding.precision + 5 + digits  # sign, digit, point, decimals, 10^, sign
            self._by_width[width] = KnownValues(
                _number_reader(encoding), task.vocabulary, width, task.num_target_tokens
            )

    def read(self, ids: Ragged) -> tuple[BoolArray, dict[str, pa.Array]]:
        """Return which answers were read, and the column of these."""
        marks = np.flatnonzero(ids.values == self._mark)
        owners = np.searchsorted(ids.offsets, marks, side="right") - 1
        ends = np.minimum(np.append(marks[1:], len(ids.values)), ids.offsets[1:][owners])
        values = self._numbers(ids.values, marks + 1, ends)
        counts = np.bincount(owners, minlength=len(ids))
        firsts = ids.values.take(ids.offsets[:-1], mode="clip")
        seconds = ids.values.take(ids.offsets[:-1] + 1, mode="clip")
        absent = (ids.lengths == 1) & (firsts == self._no)
        good = (counts > 0) & (firsts == self._yes) & (seconds == self._mark)
        good[owners[np.isnan(values)]] = False
        offsets = np.concatenate([[0], np.cumsum(counts[good | absent])]).astype(np.int32)
        column = pa.ListArray.from_arrays(
            pa.array(offsets),
            pa.array(values[good[owners]]),
            mask=pa.array(absent[good | absent]),
        )
        return good | absent, {self._name: column}

    def _numbers(
        self, ids: npt.NDArray[Any], starts: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.float64]:
        """Return the numbers between places; NaN for what is none."""
        values = np.full(len(starts), np.nan)
        for width, known in self._by_width.items():
            own = np.flatnonzero(ends - starts == width)
            values[own] = known.values(ids[starts[own][:, None] + np.arange(width)])
        return values


def _number_reader(encoding: LevelsEncoding) -> Any:
    def read(words: Sequence[str]) -> float | None:
        try:
            levels = encoding.read([EXISTS, SEPARATOR, *words])
        except MalformedNetwork:
            return None
        return levels[0] if levels else None

    return read
