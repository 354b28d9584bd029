"""Drawn networks with their coefficients, as columns and keys."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from hf_mathseq.encodings.decimals import FloatArray, IntArray
from hf_mathseq.encodings.networks import MAX_COEFFICIENT
from hf_mathseq.networks.graphs import Graphs
from hf_mathseq.networks.labelled import Labelled
from hf_mathseq.splits import UInt64Array, keys_of_rows, mix

NETWORK_FIELDS = [
    ("n", pa.int32()),
    ("edges", pa.list_(pa.list_(pa.int32()))),
    ("family", pa.string()),
    ("repaired", pa.bool_()),
]
NETWORK_COLUMNS = {
    "n": "Number of internal vertices.",
    "edges": "Edges u, v, coefficient, sorted; 0 is the intake, n + 1 the excretion.",
    "family": "Family of random networks that it was drawn from.",
    "repaired": "Whether edges were added until every vertex had a path to the excretion.",
}


@dataclass(frozen=True)
class Drawn:
    """Random networks with everything that is said of them.

    Attributes:
        labelled: The networks with their labels.
        counts: Number of edges of each network, shape (networks,).
        edges: Rows u, v, coefficient, network after network, sorted; shape (edges, 3).
    """

    labelled: Labelled
    counts: IntArray
    edges: IntArray

    @classmethod
    def with_coefficients(
        cls, rng: np.random.Generator, labelled: Labelled, weighted: bool
    ) -> Drawn:
        """Return networks with coefficients drawn from 1..99, or all 1."""
        counts, pairs = labelled.graphs.edges()
        if weighted:
            coefficients = rng.integers(1, MAX_COEFFICIENT + 1, len(pairs))
        else:
            coefficients = np.ones(len(pairs), dtype=np.int64)
        return cls(labelled, counts, np.column_stack([pairs, coefficients]))

    @property
    def graphs(self) -> Graphs:
        """The networks without coefficients."""
        return self.labelled.graphs

    def coefficients(self) -> FloatArray:
        """Return the coefficients in the shape of `Graphs.links`, 0 where there is no edge."""
        found = np.zeros(self.graphs.links.shape)
        found[self.graphs.links] = self.edges[:, 2]
        return found

    def keys(self) -> UInt64Array:
        """Return one key for each network, from its size, edges and coefficients alone."""
        edges = keys_of_rows(self.edges)
        ends = np.concatenate([[0], np.cumsum(self.counts)])
        # Sums of mixed keys do not depend on the order of edges; unsigned sums wrap around.
        sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(edges)])[ends]
        return mix(np.diff(sums) ^ mix(self.graphs.sizes.astype(np.uint64)))

    def columns(self, family: str) -> dict[str, pa.Array]:
        """Return the columns of `NETWORK_FIELDS`.

        Args:
            family: The family that all were drawn from.
        """
        return {
            "n": pa.array(self.graphs.sizes, pa.int32()),
            "edges": edge_lists(self.counts, self.edges),
            "family": pa.repeat(family, len(self.counts)),
            "repaired": pa.array(self.labelled.repaired),
        }


def edge_lists(counts: IntArray, edges: IntArray) -> pa.Array:
    """Return the column `edges`.

    Args:
        counts: Number of edges of each network, shape (networks,).
        edges: Rows u, v, coefficient, network after network, shape (edges, 3).
    """
    triples = np.arange(len(edges) + 1, dtype=np.int32) * 3
    ends = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    numbers = pa.array(edges.ravel().astype(np.int32))
    rows = pa.ListArray.from_arrays(pa.array(triples), numbers)
    return pa.ListArray.from_arrays(pa.array(ends), rows)
