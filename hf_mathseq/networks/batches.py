"""Rows of a data set as batches of networks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.networks.graphs import Graphs

MAX_ENTRIES = 4_000_000
"""Largest number of entries of the matrices of one batch: 32 MB in double precision."""


def batches(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[list[int], Graphs, FloatArray]]:
    """Yield rows in batches of similar size: their positions, networks and coefficients.

    Args:
        rows: Each with `n` and with `edges`, triples u, v, coefficient.
    """
    order = sorted(range(len(rows)), key=lambda i: (rows[i]["n"], i))
    start = 0
    while start < len(order):
        end = start + 1
        while end < len(order) and _entries(rows[order[end]], end + 1 - start) <= MAX_ENTRIES:
            end += 1
        members = order[start:end]
        yield members, *stacked([rows[i] for i in members])
        start = end


def _entries(largest: Mapping[str, Any], count: int) -> int:
    return int(count * (largest["n"] + 1) ** 2)


def stacked(rows: Sequence[Mapping[str, Any]]) -> tuple[Graphs, FloatArray]:
    """Return networks as one batch, with coefficients in the shape of `links`; see `batches`."""
    sizes = np.array([row["n"] for row in rows], dtype=np.int64)
    counts = [len(row["edges"]) for row in rows]
    numbers = chain.from_iterable(chain.from_iterable(row["edges"] for row in rows))
    triples = np.fromiter(numbers, dtype=np.float64, count=3 * sum(counts)).reshape(-1, 3)
    owners = np.repeat(np.arange(len(rows)), counts)
    u, v = triples[:, :2].astype(np.int64).T
    order = int(sizes.max(initial=0))
    columns = np.where(v > sizes[owners], order, v - 1)
    coefficients = np.zeros((len(rows), order + 1, order + 1))
    coefficients[owners, u, columns] = triples[:, 2]
    return Graphs(sizes, coefficients > 0), coefficients
