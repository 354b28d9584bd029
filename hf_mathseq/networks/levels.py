"""The equilibrium levels of a network and the fluxes on its edges (2112.03588)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.networks.elimination import settled_levels
from hf_mathseq.networks.network import INTAKE, Network, NetworkError
from hf_mathseq.networks.outcomes import offending_path, reachable, trapped


class NoEquilibriumError(NetworkError):
    """The intake feeds a vertex that has no path to the excretion."""


def levels(network: Network) -> FloatArray:
    """Return the levels of the internal vertices at equilibrium, shape (n,).

    Vertices that the intake does not reach have the level 0, exactly: where there are many
    equilibria, this is the one that the empty network runs into. The others have a relative error
    of about n units of the last bit; see `elimination`.

    Raises:
        NoEquilibriumError: There is none.
        NetworkError: A level, or a number on the way to it, is too large or too small for a double.
    """
    return np.array(_with_zeros(network, 0.0), dtype=np.float64)


def exact_levels(network: Network) -> list[Fraction]:
    """Return the levels of `levels` as fractions; meant for n up to about 40.

    Coefficients in floating point count as the binary fractions that they are.

    Raises:
        NoEquilibriumError: There is none.
    """
    return _with_zeros(network, Fraction(0))


def _with_zeros(network: Network, zero: Any) -> list[Any]:
    fed = fed_vertices(network)
    found = [zero] * network.n
    for vertex, level in zip(fed, settled_levels(network, fed, zero), strict=True):
        found[vertex - 1] = level
    return found


def fed_vertices(network: Network) -> list[int]:
    """Return the vertices that the intake reaches: exactly these have positive levels.

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
    return reachable(network)


def accumulation_rate(network: Network) -> float:
    """Return how much more flows in than out after a long time; 0 where there is an equilibrium.

    Vertices with a path to the excretion settle at levels of their own; the rest of what flows in
    stays in trapped vertices.
    """
    stuck = set(trapped(network))
    if not stuck:
        return 0.0
    settling = [vertex for vertex in reachable(network) if vertex not in stuck]
    settled = dict(zip(settling, settled_levels(network, settling, 0.0).tolist(), strict=True))
    settled[INTAKE] = 1.0
    return sum((f * settled[u] for u, v, f in network.edges if v in stuck and u in settled), 0.0)


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
