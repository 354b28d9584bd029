"""What becomes of a network when an edge or a vertex is taken away (arXiv 2112.03588)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.networks.levels import levels
from hf_mathseq.networks.network import Network, NetworkError
from hf_mathseq.networks.outcomes import Outcome, outcome


@dataclass(frozen=True)
class KnockOut:
    """A network without one edge or one vertex.

    Attributes:
        removed: The edge (u, v), or the vertex with all its edges (v,).
        outcome: What becomes of the equilibrium.
        levels: The levels that remain, numbered as before and 0 at a removed vertex; None where
            there is no equilibrium. Shape (n,).
    """

    removed: tuple[int, ...]
    outcome: Outcome
    levels: FloatArray | None


def without_edge(network: Network, origin: int, target: int) -> Network:
    """Return the network without an edge.

    Raises:
        NetworkError: It has no such edge.
    """
    kept = tuple(edge for edge in network.edges if edge[:2] != (origin, target))
    if len(kept) == len(network.edges):
        raise NetworkError(f"there is no edge {origin} -> {target}")
    return Network(network.n, kept, network.names)


def without_vertex(network: Network, vertex: int) -> Network:
    """Return the network without an internal vertex; later ones move down by one.

    Raises:
        NetworkError: There is no such internal vertex, or no other one.
    """
    if not 1 <= vertex <= network.n:
        raise NetworkError(f"there is no internal vertex {vertex}; there are 1 to {network.n}")
    kept = tuple(
        (u - (u > vertex), v - (v > vertex), f) for u, v, f in network.edges if vertex not in (u, v)
    )
    return Network(network.n - 1, kept, network.names[: vertex - 1] + network.names[vertex:])


def knock_outs(network: Network) -> Iterator[KnockOut]:
    """Yield what becomes of the network without each edge, then without each internal vertex.

    The only internal vertex of a network is not removed. The time is that of solving for the levels
    once for every edge and vertex.
    """
    for u, v, _ in network.edges:
        yield _knock_out((u, v), without_edge(network, u, v))
    if network.n > 1:
        for vertex in range(1, network.n + 1):
            yield _knock_out((vertex,), without_vertex(network, vertex))


def _knock_out(removed: tuple[int, ...], rest: Network) -> KnockOut:
    found = outcome(rest)
    if found is Outcome.NONE:
        return KnockOut(removed, found, None)
    remaining = levels(rest)
    if len(removed) == 1:
        remaining = np.insert(remaining, removed[0] - 1, 0.0)
    return KnockOut(removed, found, remaining)
