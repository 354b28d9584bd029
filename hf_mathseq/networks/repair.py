"""Edges that are added until every vertex has a path to the excretion (arXiv 2112.03588)."""

from __future__ import annotations

import numpy as np

from hf_mathseq.encodings.decimals import IntArray
from hf_mathseq.networks.choices import chosen
from hf_mathseq.networks.graphs import BoolArray, Graphs, insert_bits, packed, spread


def repaired(rng: np.random.Generator, graphs: Graphs, anywhere: bool = False) -> Graphs:
    """Return networks to which edges were added until every vertex is drained.

    One edge at a time, from a random vertex that is not drained yet (the intake may be one) to a
    random vertex that it has no edge to, the excretion included, as in the published program.

    Args:
        rng: Where the draws come from.
        graphs: Networks that may have undrained vertices.
        anywhere: Add a random edge that is not there instead, wherever it starts.
    """
    links = graphs.links.copy()
    rows = packed(links[:, 1:, :-1])
    drained = graphs.drained()
    exists = graphs.used_rows
    active = np.flatnonzero((exists & ~drained).any(axis=1))
    while len(active):
        part = Graphs(graphs.sizes[active], links[active])
        draw = _anywhere if anywhere else _from_undrained
        origins, columns = draw(rng, part, exists[active] & ~drained[active])
        links[active, origins, columns] = True
        inner = (origins > 0) & (columns < graphs.order)
        insert_bits(rows, active[inner], origins[inner] - 1, columns[inner])
        helps = (columns == graphs.order) | drained[active, (columns + 1) % (graphs.order + 1)]
        drained[active[helps], origins[helps]] = True
        grown = active[helps]
        drained[grown, 1:] = spread(rows[grown], drained[grown, 1:])
        drained[active, 0] |= (links[active, 0, :-1] & drained[active, 1:]).any(axis=1)
        active = active[(exists[active] & ~drained[active]).any(axis=1)]
    return Graphs(graphs.sizes, links)


def _from_undrained(
    rng: np.random.Generator, graphs: Graphs, undrained: BoolArray
) -> tuple[IntArray, IntArray]:
    """Return the row and the column of the edge to add to each network."""
    origins = chosen(rng, undrained)
    networks = np.arange(len(graphs))
    free = ~graphs.links[networks, origins] & graphs.used_columns
    inner = origins > 0
    free[networks[inner], origins[inner] - 1] = False
    return origins, chosen(rng, free)


def _anywhere(
    rng: np.random.Generator, graphs: Graphs, undrained: BoolArray
) -> tuple[IntArray, IntArray]:
    """Return the row and the column of any missing edge of each network."""
    free = ~graphs.links
    free &= graphs.used_rows[:, :, None] & graphs.used_columns[:, None, :]
    own = np.arange(graphs.order)
    free[:, own + 1, own] = False
    origins, columns = np.divmod(chosen(rng, free.reshape(len(free), -1)), graphs.order + 1)
    return origins, columns
