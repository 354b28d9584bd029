"""Directed scale-free growth (Bollobas, Borgs, Chayes and Riordan, 2003)."""

from __future__ import annotations

import numpy as np

from hf_mathseq.encodings.decimals import IntArray
from hf_mathseq.networks.graphs import BoolArray

# Published program: of the steps that add a vertex nine in ten give it an edge out, one an edge in;
# 0.2 is added to every in-degree and nothing to the out-degrees.
NEW_ORIGIN_SHARE = 0.9
IN_DEGREE_OFFSET = 0.2
_START = 3  # growth starts from a directed triangle


def scale_free(rng: np.random.Generator, sizes: IntArray, edges: IntArray, order: int) -> BoolArray:
    """Return directed scale-free networks, shape (networks, order, order).

    Each step adds an edge: with probability `0.9 n / m` from a new vertex, with `0.1 n / m` to a
    new vertex, otherwise between old ones. An old origin is chosen by its number of outgoing
    edges, an old target by its number of incoming edges plus 0.2, until there are n vertices.
    Loops are dropped and parallel edges merged at the end.

    Args:
        rng: Where the draws come from.
        sizes: Number n of vertices of each network, at least 3.
        edges: Number m that steers the growth, at least n for each network.
        order: Rows and columns of the result.
    """
    adding = np.minimum(sizes / edges, 1.0)
    # Ends of the edges so far: choosing one of them chooses a vertex by its degree.
    origins = np.tile(np.arange(_START), (len(sizes), 1))
    targets = (origins + 1) % _START
    links = np.zeros((len(sizes), order, order), dtype=np.bool_)
    links[:, origins[0], targets[0]] = True
    count, steps = np.full(len(sizes), _START), _START
    active = np.flatnonzero(count < sizes)
    while len(active):
        if steps == origins.shape[1]:
            origins, targets = (np.pad(ends, [(0, 0), (0, steps)]) for ends in (origins, targets))
        kind = rng.random(len(active)) / adding[active]
        from_new, to_new = kind < NEW_ORIGIN_SHARE, (kind >= NEW_ORIGIN_SHARE) & (kind < 1)
        new = count[active]
        u = np.where(from_new, new, _end_of_edge(rng, origins[active], steps))
        known = new + from_new
        v = np.where(to_new, new, _by_in_degree(rng, targets[active], steps, known))
        origins[active, steps], targets[active, steps] = u, v
        links[active, u, v] = True
        count[active] += from_new | to_new
        steps += 1
        active = active[count[active] < sizes[active]]
    own = np.arange(order)
    links[:, own, own] = False
    return links


def _end_of_edge(rng: np.random.Generator, ends: IntArray, steps: int) -> IntArray:
    """Return for each network an end of one of its edges."""
    return ends[np.arange(len(ends)), rng.integers(0, steps, len(ends))]


def _by_in_degree(
    rng: np.random.Generator, targets: IntArray, steps: int, known: IntArray
) -> IntArray:
    """Return for each network one of its `known` vertices, by in-degree plus the offset."""
    offset = known * IN_DEGREE_OFFSET
    anyone = rng.random(len(known)) * (offset + steps) < offset
    return np.where(anyone, rng.integers(0, known), _end_of_edge(rng, targets, steps))
