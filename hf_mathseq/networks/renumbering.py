"""The same network with its vertices in another order; what a model says depends on the order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from hf_mathseq.networks.network import Network, NetworkError

TRIES = 8
"""Random orders that are tried for each one that is wanted, as small networks have few."""


def renumbered(network: Network, order: Sequence[int]) -> Network:
    """Return the network whose internal vertex k is the vertex `order[k - 1]` of the given one.

    Raises:
        NetworkError: The order does not have every internal vertex once.
    """
    if sorted(order) != list(range(1, network.n + 1)):
        raise NetworkError(f"an order has each of the vertices 1 to {network.n} once")
    place = {vertex: k for k, vertex in enumerate(order, start=1)}
    place |= {0: 0, network.excretion: network.excretion}
    edges = tuple((place[u], place[v], f) for u, v, f in network.edges)
    names = tuple(network.names[vertex - 1] for vertex in order) if network.names else ()
    return Network(network.n, edges, names)


def numberings(network: Network, rng: np.random.Generator, count: int) -> Iterator[Network]:
    """Yield the network itself and then random renumberings of it, all different.

    Args:
        network: The network.
        rng: Where the orders come from.
        count: At most this many; fewer where there are not as many, or nearly so.
    """
    seen = {network.edges: None}
    if count > 0:
        yield network
    for _ in range(TRIES * count):
        if len(seen) >= count:
            return
        other = renumbered(network, (rng.permutation(network.n) + 1).tolist())
        if other.edges not in seen:
            seen[other.edges] = None
            yield other
