"""Small worlds: a ring of neighbours, rewired, every edge in one direction (Watts and Strogatz)."""

from __future__ import annotations

import numpy as np

from hf_mathseq.encodings.decimals import IntArray
from hf_mathseq.networks.choices import chosen
from hf_mathseq.networks.graphs import BoolArray


def small_world(
    rng: np.random.Generator, sizes: IntArray, edges: IntArray, order: int, rewiring: float
) -> BoolArray:
    """Return directed small worlds, shape (networks, order, order).

    A ring of n vertices, each joined to the `m // n` next on both sides, where m is the wanted
    number of edges; odd numbers of neighbours lose half an edge per vertex, as published. Each
    edge moves its far end with the rewiring probability to a random vertex that is no neighbour.
    Then each edge gets one of its two directions.

    Args:
        rng: Where the draws come from.
        sizes: Number n of vertices of each network.
        edges: Wanted number of edges of each network.
        order: Rows and columns of the result.
        rewiring: The probability; if negative, a uniform one for each network.
    """
    reach = np.minimum(2 * edges // sizes, sizes - 1) // 2
    joined = _ring(sizes, reach, order)
    chance = rng.random(len(sizes)) if rewiring < 0 else np.full(len(sizes), rewiring)
    for distance in range(1, int(reach.max(initial=0)) + 1):
        for vertex in range(order):
            moved = rng.random(len(sizes)) < chance
            moved &= (vertex < sizes) & (distance <= reach)
            _rewire(rng, joined, sizes, np.flatnonzero(moved), vertex, distance)
    upper = np.triu(joined)
    forward = rng.integers(0, 2, joined.shape, dtype=np.bool_)
    return (upper & forward) | (upper & ~forward).transpose(0, 2, 1)


def _ring(sizes: IntArray, reach: IntArray, order: int) -> BoolArray:
    joined = np.zeros((len(sizes), order, order), dtype=np.bool_)
    vertex = np.arange(order)
    for distance in range(1, int(reach.max(initial=0)) + 1):
        network, origin = np.nonzero((vertex < sizes[:, None]) & (distance <= reach[:, None]))
        target = (origin + distance) % sizes[network]
        joined[network, origin, target] = joined[network, target, origin] = True
    return joined


def _rewire(
    rng: np.random.Generator,
    joined: BoolArray,
    sizes: IntArray,
    networks: IntArray,
    vertex: int,
    distance: int,
) -> None:
    """Move the edge from `vertex` to the one at `distance`, in place, in the given networks."""
    free = ~joined[networks, vertex] & (np.arange(joined.shape[1]) < sizes[networks, None])
    free[:, vertex] = False
    possible = free.any(axis=1)
    networks, free = networks[possible], free[possible]
    old, new = (vertex + distance) % sizes[networks], chosen(rng, free)
    joined[networks, vertex, old] = joined[networks, old, vertex] = False
    joined[networks, vertex, new] = joined[networks, new, vertex] = True
