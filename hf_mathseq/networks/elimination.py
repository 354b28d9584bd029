"""Solving for levels without any subtraction, so that nothing cancels.

Vertices are taken out of the network one by one; what passed through them is led on from their
origins to their targets (W. Grassmann, M. Taksar and D. Heyman, Operations Research 33, 1985, for
stationary distributions of Markov chains). Every level comes out with a relative error of about n
units of the last bit, however far the coefficients lie apart, where solving the linear equations in
floating point would lose as many digits as the slowest exit is slower than the fastest step. In
fractions the result is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.networks.network import INTAKE, Network

Numbers = npt.NDArray[Any]
"""An array of doubles, or of fractions as objects."""


def settled_levels(network: Network, vertices: Sequence[int], zero: Any) -> Numbers:
    """Return the levels at which some vertices settle, shape (vertices,).

    Args:
        network: The network.
        vertices: All vertices that the intake reaches and that have a path to the excretion. What
            flows from them to other vertices is lost.
        zero: 0 in the arithmetic that is used, `0.0` or `Fraction(0)`.
    """
    # Vertices with many neighbours are taken out last, so that few edges are added.
    degrees = _degrees(network)
    order = sorted(vertices, key=lambda vertex: -degrees[vertex])
    place = {vertex: k for k, vertex in enumerate(order)}
    size, number = len(order), type(zero)
    rates = np.full((size, size), zero)
    leaving, entering = np.full((2, size), zero)
    for u, v, f in network.edges:
        if u in place and v in place:
            rates[place[u], place[v]] = number(f)
        elif u in place:
            leaving[place[u]] += number(f)
        elif u == INTAKE and v in place:
            entering[place[v]] += number(f)
    found = _eliminated(rates, leaving, entering)
    return found[[place[vertex] for vertex in vertices]]


def _degrees(network: Network) -> list[int]:
    found = [0] * (network.n + 2)
    for u, v, _ in network.edges:
        found[u] += 1
        found[v] += 1
    return found


def _eliminated(rates: Numbers, leaving: Numbers, entering: Numbers) -> Numbers:
    """Return the levels x that balance every vertex; the arguments are overwritten.

    Args:
        rates: `rates[u, v]` is the coefficient of u -> v, shape (n, n).
        leaving: Coefficients of what leaves, shape (n,).
        entering: What enters, shape (n,).
    """
    size = len(rates)
    totals = np.zeros_like(leaving)
    for k in reversed(range(size)):
        origins, targets = np.flatnonzero(rates[:k, k]), np.flatnonzero(rates[k, :k])
        totals[k] = rates[k, targets].sum() + leaving[k]
        shares = rates[k, targets] / totals[k]
        arriving = rates[origins, k]
        rates[np.ix_(origins, targets)] += np.outer(arriving, shares)
        rates[origins, origins] = 0  # what returns at once
        leaving[origins] += arriving * (leaving[k] / totals[k])
        entering[targets] += entering[k] * shares
    levels = np.zeros_like(entering)
    for k in range(size):
        origins = np.flatnonzero(rates[:k, k])
        levels[k] = (entering[k] + (levels[origins] * rates[origins, k]).sum()) / totals[k]
    return levels
