"""The equilibrium levels of a network and the fluxes on its edges (2112.03588)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.networks.network import Network, NetworkError
from hf_mathseq.networks.outcomes import offending_path, reachable, trapped


class NoEquilibriumError(NetworkError):
    """The intake feeds a vertex that has no path to the excretion."""


def levels(network: Network) -> FloatArray:
    """Return the levels of the internal vertices at equilibrium, shape (n,).

    Vertices that the intake does not reach have the level 0, exactly: where there are many
    equilibria, this is the one that the empty network runs into. The others come from a solution of
    linear equations in double precision; their relative error is about 1e-16 times the condition
    number, which is at most about 1e9 for the published distributions.

    Raises:
        NoEquilibriumError: There is none.
    """
    fed = fed_places(network)
    found = np.zeros(network.n)
    matrix = network.jacobian()[np.ix_(fed, fed)]
    found[fed] = np.linalg.solve(matrix, -network.intake()[fed])
    return found


def fed_places(network: Network) -> npt.NDArray[np.int64]:
    """Return the places, vertex minus 1, of the vertices that the intake reaches.

    At equilibrium exactly these have positive levels, and J is invertible on them.

    Raises:
        NoEquilibriumError: A trapped vertex is among them.
    """
    path = offending_path(network)
    if path:
        shown = " -> ".join(network.name(vertex) for vertex in path)
        raise NoEquilibriumError(
            f"there is no equilibrium: {shown} feeds {network.name(path[-1])}, which has no path "
            "to the excretion",
            "no_equilibrium",
        )
    return np.array(reachable(network), dtype=np.int64) - 1


def accumulation_rate(network: Network) -> float:
    """Return how much more flows in than out after a long time; 0 where there is an equilibrium.

    Vertices with a path to the excretion settle at levels of their own; the rest of what flows in
    stays in trapped vertices.
    """
    if not offending_path(network):
        return 0.0
    stuck = set(trapped(network))
    settling = [vertex - 1 for vertex in reachable(network) if vertex not in stuck]
    matrix = network.jacobian()[np.ix_(settling, settling)]
    settled = np.zeros(network.n)
    settled[settling] = np.linalg.solve(matrix, -network.intake()[settling])
    return total_intake(network) - total_excretion(network, settled)


def edge_fluxes(network: Network, levels: npt.ArrayLike) -> FloatArray:
    """Return f x_u for every edge, in the order of `network.edges`, shape (edges,).

    Args:
        network: The network.
        levels: Levels of the internal vertices, shape (n,).
    """
    all_levels = np.concatenate([[1.0], np.asarray(levels, dtype=np.float64)])
    origins = [u for u, _, _ in network.edges]
    coefficients = np.array([float(f) for _, _, f in network.edges])
    return np.asarray(coefficients * all_levels[origins])


def total_intake(network: Network) -> float:
    """Return the flux from the intake into internal vertices."""
    return float(network.intake().sum())


def total_excretion(network: Network, levels: npt.ArrayLike) -> float:
    """Return the flux from internal vertices into the excretion."""
    return float(network.outflow() @ np.asarray(levels, dtype=np.float64))
