"""Solving for levels without any subtraction, so that nothing cancels.

Vertices are taken out of the network one by one; what passed through them is led on from their
origins to their targets (W. Grassmann, M. Taksar and D. Heyman, Operations Research 33, 1985, for
stationary distributions of Markov chains). Every level comes out with a relative error of about n
units of the last bit, however far the coefficients lie apart, where solving the linear equations in
floating point would lose as many digits as the slowest exit is slower than the fastest step: all of
them in networks of ten vertices with coefficients of 1 to 99. In fractions the result is exact.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.networks.network import INTAKE, Coefficient, Network, NetworkError

Numbers = npt.NDArray[Any]
"""An array of doubles, or of fractions as objects."""


def settled_levels(network: Network, vertices: Sequence[int], zero: Any) -> Numbers:
    """Return the levels at which some vertices settle, shape (vertices,).

    Args:
        network: The network.
        vertices: All vertices that the intake reaches and that have a path to the excretion. What
            flows from them to other vertices is lost.
        zero: 0 in the arithmetic that is used, `0.0` or `Fraction(0)`.

    Raises:
        NetworkError: In doubles, a number on the way is too large or too small for them.
    """
    # Vertices with many neighbours are taken out last, so that few edges are added.
    degrees = _degrees(network)
    place = {
        vertex: k for k, vertex in enumerate(sorted(vertices, key=lambda vertex: -degrees[vertex]))
    }
    try:
        with np.errstate(all="raise"):
            found = _eliminated(*_rates(network, place, zero))
    except ArithmeticError:
        raise NetworkError(
            "levels leave the range of doubles, 1e-308 to 1e308; exact_levels has no such limit",
            "out_of_range",
        ) from None
    return found[[place[vertex] for vertex in vertices]]


def _rates(
    network: Network, place: Mapping[int, int], zero: Any
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the arguments of `_eliminated` for the vertices that have a place."""
    number = _middling(network) if isinstance(zero, float) else type(zero)
    rates = np.full((len(place), len(place)), zero)
    leaving, entering = np.full((2, len(place)), zero)
    for u, v, f in network.edges:
        if u in place and v in place:
            rates[place[u], place[v]] = number(f)
        elif u in place:
            leaving[place[u]] += number(f)
        elif u == INTAKE and v in place:
            entering[place[v]] += number(f)
    return rates, leaving, entering


def _middling(network: Network) -> Callable[[Coefficient], float]:
    """Return what multiplies a coefficient by the power of two that brings all of them around 1.

    A common factor changes no level, and subnormal numbers would lose digits.
    """
    exponents = [math.frexp(f)[1] for _, _, f in network.edges]
    middle = (max(exponents, default=0) + min(exponents, default=0)) // 2
    return lambda f: math.ldexp(float(f), -middle)


def _degrees(network: Network) -> list[int]:
    found = [0] * (network.n + 2)
    for u, v, _ in network.edges:
        found[u] += 1
        found[v] += 1
    return found


def _eliminated(rates: Numbers, leaving: Numbers, entering: Numbers) -> Numbers:
    """Return the levels x that balance every vertex; the arguments are overwritten.

    Args:
        rates: `rates[u, v]` is the coefficient of u -> v, shape (n, n). The diagonal, where
            what returns at once is collected, is never read.
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
        leaving[origins] += arriving * (leaving[k] / totals[k])
        entering[targets] += entering[k] * shares
    levels = np.zeros_like(entering)
    for k in range(size):
        origins = np.flatnonzero(rates[:k, k])
        levels[k] = (entering[k] + (levels[origins] * rates[origins, k]).sum()) / totals[k]
    return levels


def batch_eliminated(rates: FloatArray, leaving: FloatArray, entering: FloatArray) -> FloatArray:
    """Return the levels of many networks at once; the arguments are overwritten.

    Args:
        rates: `rates[i, u, v]` is the coefficient of u -> v in network i, shape (networks, n, n).
        leaving: Coefficients of what leaves, shape (networks, n).
        entering: What enters, same shape.

    Returns:
        The levels, same shape; not finite where a number leaves the range of doubles.
    """
    size = rates.shape[-1]
    totals = np.zeros_like(leaving)
    with np.errstate(all="ignore"):
        for k in reversed(range(size)):
            totals[:, k] = rates[:, k, :k].sum(axis=1) + leaving[:, k]
            shares = rates[:, k, :k] / totals[:, k, None]
            arriving = rates[:, :k, k]
            rates[:, :k, :k] += arriving[:, :, None] * shares[:, None]
            leaving[:, :k] += arriving * (leaving[:, k] / totals[:, k])[:, None]
            entering[:, :k] += entering[:, k, None] * shares
        levels = np.zeros_like(entering)
        for k in range(size):
            arrived = (levels[:, :k] * rates[:, :k, k]).sum(axis=1)
            levels[:, k] = (entering[:, k] + arrived) / totals[:, k]
    return levels
