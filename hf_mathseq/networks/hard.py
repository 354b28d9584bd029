"""Networks whose label no rule on single vertices tells: every vertex has an outgoing edge.

In the published data "every vertex has an outgoing edge" is right for 99.7 % of the labels. Here
the vertices without a path to the excretion form a closed circle of several vertices, and every
network comes with a partner that has as many edges and one way out of the circle.
"""

from __future__ import annotations

import numpy as np

from hf_mathseq.encodings.decimals import IntArray
from hf_mathseq.networks.choices import chosen, random_ranks
from hf_mathseq.networks.graph_levels import stuck
from hf_mathseq.networks.graphs import BoolArray, Graphs

SMALLEST_CIRCLE, LEAST_LARGEST_CIRCLE, VERTICES_PER_MEMBER = 2, 3, 8
"""A circle has 2 to max(3, n / 8) vertices."""


def hard_pairs(rng: np.random.Generator, graphs: Graphs) -> tuple[Graphs, Graphs]:
    """Return networks with a closed circle, and their partners that are drained throughout.

    Args:
        rng: Where the draws come from.
        graphs: Random networks. Some give no pair: they have too few vertices beside those that
            excrete, other vertices that are not drained, or no edge that could be spared.

    Returns:
        Networks without and with a path to the excretion from every vertex.
    """
    free = graphs.inside & ~graphs.links[:, 1:, -1]
    largest = np.maximum(LEAST_LARGEST_CIRCLE, graphs.sizes // VERTICES_PER_MEMBER)
    members = rng.integers(SMALLEST_CIRCLE, largest + 1)
    enough = members <= free.sum(axis=1)
    places = np.flatnonzero(enough)
    graphs, members, free = graphs.take(places), members[places], free[places]
    ranks = random_ranks(rng, free)
    circle = ranks < members[:, None]
    closed = _closed(rng, graphs, circle, ranks, members)
    opened, added = _opened(rng, closed, circle)
    drained = np.asarray(~stuck(opened).any(axis=1))
    spared, found = _spared(rng, opened.take(drained), added[drained])
    return closed.take(np.flatnonzero(drained)[found]), spared


def _closed(
    rng: np.random.Generator,
    graphs: Graphs,
    circle: BoolArray,
    ranks: IntArray,
    members: IntArray,
) -> Graphs:
    """Return the networks with no way out of the circle and no vertex without outgoing edge."""
    links = graphs.links.copy()
    outside = np.pad(~circle, [(0, 0), (0, 1)], constant_values=True)
    links[:, 1:] &= ~(circle[:, :, None] & outside[:, None, :])
    by_rank = ranks.argsort(axis=1)
    for rank in range(int(members.max(initial=0))):
        rows = np.flatnonzero(rank < members)
        following = by_rank[rows, (rank + 1) % members[rows]]
        links[rows, by_rank[rows, rank] + 1, following] = True
    network, vertex = np.nonzero(graphs.inside & ~links[:, 1:].any(axis=2))
    allowed = (graphs.inside & ~circle)[network]
    allowed[np.arange(len(vertex)), vertex] = False
    links[network, vertex + 1, chosen(rng, allowed)] = True
    return Graphs(graphs.sizes, links)


def _opened(
    rng: np.random.Generator, graphs: Graphs, circle: BoolArray
) -> tuple[Graphs, BoolArray]:
    """Return the networks with one edge from the circle to a vertex outside, and that edge.

    Not to the excretion: that could be told by the number of its edges.
    """
    networks = np.arange(len(graphs))
    added = np.zeros_like(graphs.links)
    added[networks, chosen(rng, circle) + 1, chosen(rng, graphs.inside & ~circle)] = True
    return Graphs(graphs.sizes, graphs.links | added), added


def _spared(rng: np.random.Generator, graphs: Graphs, kept: BoolArray) -> tuple[Graphs, BoolArray]:
    """Return drained networks with one edge less that are still drained, and which were found.

    Args:
        rng: Where the draws come from.
        graphs: Drained networks.
        kept: Edges that are not to be removed, in the shape of `links`.
    """
    links = graphs.links.copy()
    several = links.sum(axis=2) > 1
    spare = (links & several[:, :, None] & ~kept).reshape(len(links), -1)
    found = np.zeros(len(links), dtype=np.bool_)
    active = np.flatnonzero(spare.any(axis=1))
    while len(active):
        places = chosen(rng, spare[active])
        spare[active, places] = False
        trial = links[active]
        trial.reshape(len(active), -1)[np.arange(len(active)), places] = False
        good = ~stuck(Graphs(graphs.sizes[active], trial)).any(axis=1)
        links[active[good]] = trial[good]
        found[active[good]] = True
        active = active[~good]
        active = active[spare[active].any(axis=1)]
    return Graphs(graphs.sizes[found], links[found]), found
