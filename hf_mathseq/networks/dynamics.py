"""How levels change over time, and with a coefficient (arXiv 2112.03588)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.networks.levels import NoEquilibriumError, levels
from hf_mathseq.networks.network import INTAKE, Network, NetworkError
from hf_mathseq.networks.outcomes import trapped

SERIES_TERMS = 18
"""Terms of the exponential series: on a step of length 1 what is left out is below 1e-16."""
DOUBTFUL = 1e-3
"""Largest error of sensitivities that is passed on, relative to the largest one of a column."""


def trajectory(
    network: Network, times: npt.ArrayLike, start: npt.ArrayLike | None = None
) -> FloatArray:
    """Return the levels at given times, shape (times, n).

    The matrix exponential of J and phi together, by scaling and squaring. Shifted by the fastest
    rate q it has no negative entry, so that nothing cancels: the relative error of every level is
    about 1e-16 max(1, q t) n, whether there is an equilibrium or not.

    Args:
        network: The network.
        times: Times from 0 on.
        start: Levels at time 0, not negative, shape (n,); None is the empty network.

    Raises:
        NetworkError: A time or a level at the start is negative or not finite, the times are no
            list or the levels at the start are not n, or numbers leave the range of doubles.
    """
    moments = np.atleast_1d(_numbers(times, "times"))
    given = np.zeros(network.n) if start is None else _numbers(start, "levels at the start")
    if moments.ndim != 1:
        raise NetworkError("times are a list of numbers")
    if given.shape != (network.n,):
        raise NetworkError(f"a start needs {network.n} levels, one for each internal vertex")
    system = np.zeros((network.n + 1, network.n + 1))
    system[:-1, :-1], system[:-1, -1] = network.jacobian(), network.intake()
    before = np.append(given, 1.0)
    try:
        with np.errstate(over="raise", invalid="raise"):
            found = [(_exponential(system, t) @ before)[:-1] for t in moments.tolist()]
    except ArithmeticError:
        raise NetworkError("rates times time, or levels, leave the range of doubles") from None
    return np.array(found).reshape(len(moments), network.n)


def _numbers(given: npt.ArrayLike, what: str) -> FloatArray:
    try:
        values = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError):
        raise NetworkError(f"{what} must be numbers") from None
    if not np.isfinite(values).all() or (values < 0).any():
        raise NetworkError(f"{what} must be finite and not negative")
    return values


def _exponential(system: FloatArray, time: float) -> FloatArray:
    """Return exp(A t) of a matrix whose entries beside the diagonal are not negative."""
    order = len(system)
    fastest = float(-system.diagonal().min())
    shifted = (system + fastest * np.eye(order)) * time
    halvings = max(0, math.ceil(math.log2(max(1.0, float(shifted.sum(axis=0).max())))))
    step, shift = shifted / 2**halvings, fastest * time / 2**halvings
    result = np.eye(order)
    for k in range(SERIES_TERMS, 0, -1):
        result = np.eye(order) + step @ result / k
    result *= math.exp(-shift)
    for _ in range(halvings):
        result = result @ result
    return result


def sensitivities(network: Network, pairs: Sequence[tuple[int, int]] | None = None) -> FloatArray:
    """Return the derivatives of the equilibrium levels by coefficients, shape (n, pairs).

    Entry (v - 1, k) is the change of the level of v per change of the k-th coefficient,
    `-J^-1 (1_v - 1_u) x_u` for an edge u -> v. The equations are solved in double precision: the
    error relative to the largest entry of a column is about 1e-16 times the condition number of J,
    and where it may be above `DOUBTFUL` nothing is returned.

    Args:
        network: The network.
        pairs: Edges (u, v), also such as the network does not have: there it is the derivative at
            the coefficient 0. None is all edges of the network, in their order.

    Raises:
        NoEquilibriumError: There is no equilibrium, or none with such a new edge.
        NetworkError: A pair is no edge of any network, or the network drains so slowly that the
            equations cannot be solved in double precision.
    """
    wanted = [(u, v) for u, v, _ in network.edges] if pairs is None else list(pairs)
    for pair in wanted:
        edge: Any = pair
        Network(network.n, (edge,))  # raises for what is no edge
    found = levels(network)
    draining = np.setdiff1d(np.arange(1, network.n + 1), trapped(network)) - 1
    place = {vertex + 1: i for i, vertex in enumerate(draining.tolist())}
    place |= {INTAKE: len(draining), network.excretion: len(draining)}  # a row that is dropped
    changes = np.zeros((len(draining) + 1, len(wanted)))
    for k, (u, v, *_) in enumerate(wanted):
        origin = 1.0 if u == INTAKE else float(found[u - 1])
        if origin and v not in place:
            raise NoEquilibriumError(
                f"with an edge {network.name(u)} -> {network.name(v)} there is no equilibrium: "
                f"{network.name(v)} has no path to the excretion",
                "no_equilibrium",
            )
        if origin:
            changes[place[v], k] += origin
            changes[place[u], k] -= origin
    result = np.zeros((network.n, len(wanted)))
    result[draining] = _solved(-network.jacobian()[np.ix_(draining, draining)], changes[:-1])
    return result


def _solved(matrix: FloatArray, given: FloatArray) -> FloatArray:
    """Solve equations with a grounded Laplacian, whose inverse has no negative entry.

    The error is at most about n eps M^-1 |M| |x|, and M^-1 times any vector is at most its largest
    entry times M^-1 1.

    Raises:
        NetworkError: The error may be above `DOUBTFUL`.
    """
    size = len(matrix)
    try:
        solved = np.linalg.solve(matrix, np.column_stack([given, np.ones(size)]))
    except np.linalg.LinAlgError:
        solved = np.full((size, given.shape[1] + 1), np.nan)
    found, slowness = solved[:, :-1], solved[:, -1]
    with np.errstate(all="ignore"):
        moved = (np.abs(matrix) @ np.abs(found)).max(axis=0, initial=0.0)
        error = size * np.finfo(float).eps * moved * slowness.max(initial=0.0)
        certain = error <= DOUBTFUL * np.abs(found).max(axis=0, initial=0.0)
    if not (certain.all() and (slowness > 0).all()):
        raise NetworkError(
            "the network drains too slowly for sensitivities in double precision", "out_of_range"
        )
    return np.asarray(found, dtype=np.float64)
