"""Many random networks at once, as Boolean matrices; for generation.

A batch has the same number of rows for all its networks, the largest number N of internal vertices
plus one. Row u of a matrix tells where the edges of vertex u go, the intake (row 0) included.
Column v - 1 stands for internal vertex v and the last column, N, for the excretion, whatever the
size of the network: sorting by columns is sorting by targets.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.decimals import IntArray

BoolArray = npt.NDArray[np.bool_]
UInt64Array = npt.NDArray[np.uint64]
_WORD = 64


@dataclass(frozen=True)
class Graphs:
    """A batch of networks without coefficients.

    Attributes:
        sizes: Number n of internal vertices of each network, shape (networks,).
        links: Which edges there are, shape (networks, N + 1, N + 1); see the module.
    """

    sizes: IntArray
    links: BoolArray

    def __len__(self) -> int:
        return len(self.sizes)

    @property
    def order(self) -> int:
        """The number N of internal vertices for which there are rows and columns."""
        return self.links.shape[1] - 1

    @cached_property
    def inside(self) -> BoolArray:
        """Which of the vertices 1..N each network has, shape (networks, N)."""
        return np.arange(1, self.order + 1) <= self.sizes[:, None]

    @property
    def used_rows(self) -> BoolArray:
        """Which rows of `links` stand for vertices of the network, shape (networks, N + 1)."""
        return np.pad(self.inside, [(0, 0), (1, 0)], constant_values=True)

    @property
    def used_columns(self) -> BoolArray:
        """Which columns of `links` stand for vertices of the network, shape (networks, N + 1)."""
        return np.pad(self.inside, [(0, 0), (0, 1)], constant_values=True)

    def take(self, chosen: npt.NDArray[np.int64] | BoolArray) -> Graphs:
        """Return some of the networks, by positions or by a mask."""
        return Graphs(self.sizes[chosen], self.links[chosen])

    def edges(self) -> tuple[IntArray, IntArray]:
        """Return the number of edges of each network and all edges.

        Returns:
            Counts, shape (networks,), and rows u, v sorted by network, u and v, shape (edges, 2).
        """
        owner, origin, column = np.nonzero(self.links)
        target = np.where(column == self.order, self.sizes[owner], column) + 1
        return np.bincount(owner, minlength=len(self)), np.stack([origin, target], axis=1)

    def drained(self) -> BoolArray:
        """Return which of the vertices 0..N have a path to the excretion, (networks, N + 1)."""
        internal = spread(packed(self.links[:, 1:, :-1]), self.links[:, 1:, -1])
        intake = self.links[:, 0, -1] | (self.links[:, 0, :-1] & internal).any(axis=1)
        return np.concatenate([intake[:, None], internal], axis=1)

    def reached(self) -> BoolArray:
        """Return which of the vertices 1..N have a path from the intake, (networks, N)."""
        entered_by = packed(self.links[:, 1:, :-1].transpose(0, 2, 1))
        return spread(entered_by, self.links[:, 0, :-1])


def packed(rows: BoolArray) -> UInt64Array:
    """Return Boolean rows as 64-bit words, shape (..., columns) -> (..., ceil(columns / 64))."""
    padding = -rows.shape[-1] % _WORD
    wide = np.pad(rows, [(0, 0)] * (rows.ndim - 1) + [(0, padding)]) if padding else rows
    return np.packbits(wide, axis=-1, bitorder="little").view(np.uint64)


def insert_bits(rows: UInt64Array, networks: IntArray, vertices: IntArray, bits: IntArray) -> None:
    """Put a member into the packed sets of some vertices, in place.

    Args:
        rows: Shape (networks, N, words).
        networks: Whose vertices; no network twice.
        vertices: Positions in the second axis.
        bits: Positions of the new members.
    """
    word, bit = np.divmod(bits, _WORD)
    rows[networks, vertices, word] |= np.uint64(1) << bit.astype(np.uint64)


def spread(rows: UInt64Array, start: BoolArray) -> BoolArray:
    """Return the smallest sets that hold `start` and every vertex whose row meets the set.

    Args:
        rows: For each vertex, the packed set of vertices; shape (networks, N, words).
        start: Shape (networks, N).

    Returns:
        Shape (networks, N).
    """
    found = start.copy()
    active = np.arange(len(rows))
    while len(active):
        known = found[active]
        joined = known | (rows[active] & packed(known)[:, None, :]).any(axis=-1)
        found[active] = joined
        active = active[(joined != known).any(axis=1)]
    return found
