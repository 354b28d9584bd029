"""Outcomes and equilibrium levels of many networks at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray, IntArray
from hf_mathseq.networks.elimination import batch_eliminated
from hf_mathseq.networks.graphs import BoolArray, Graphs
from hf_mathseq.networks.outcomes import ALL_VERTICES, REACHABLE

_STEP = 8
"""Networks whose sizes lie in one such step are solved together, padded to the largest."""
CERTAIN = 1e-9
"""Largest relative error of levels that linear equations are trusted with."""
CACHED_ENTRIES = 1 << 16
"""Entries of the matrices that are solved at once: half a megabyte, which stays in the cache."""


def stuck(graphs: Graphs, rule: str = ALL_VERTICES) -> BoolArray:
    """Return the vertices that stand against an equilibrium, shape (networks, N + 1).

    Those of 0..n without a path to the excretion, by "reachable" only if the intake reaches them.
    The label of a network is whether there are none; see `has_equilibrium_label`.

    Args:
        graphs: The networks.
        rule: One of `LABEL_RULES`.
    """
    intake = np.ones((len(graphs), 1), dtype=np.bool_)
    if rule == ALL_VERTICES:
        return ~graphs.drained() & np.hstack([intake, graphs.inside])
    return ~graphs.drained() & np.hstack([~intake, graphs.reached()])


def graph_levels(graphs: Graphs, coefficients: FloatArray) -> FloatArray:
    """Return the levels of each network as `levels.levels` does, with 0 beyond its vertices.

    Args:
        graphs: The networks.
        coefficients: 0 where there is no edge; the shape of `graphs.links`.

    Returns:
        Shape (networks, N); NaN for networks without equilibrium. Not finite where a level leaves
        the range of doubles.
    """
    found = np.full((len(graphs), graphs.order), np.nan)
    for members, n in _by_size(graphs.sizes):
        columns = np.append(np.arange(n), graphs.order)
        links = graphs.links[members][:, : n + 1, columns]
        part = Graphs(graphs.sizes[members], links)
        fed = part.reached()
        exist = ~stuck(part, REACHABLE).any(axis=1)
        found[members[exist]] = 0.0
        rates = coefficients[members[exist]][:, : n + 1, columns]
        found[members[exist], :n] = _solved(rates, fed[exist])
    return found


def _solved(rates: FloatArray, fed: BoolArray) -> FloatArray:
    """Return the levels of networks with equilibrium, exactly 0 where nothing is fed.

    Solved as linear equations, and again without subtraction where these may lose digits.
    """
    order = fed.shape[1]
    inner = np.where(fed[:, :, None], rates[:, 1:, :order], 0.0)
    entering, leaving = rates[:, 0, :order], np.where(fed, rates[:, 1:, order], 1.0)
    found, error = _by_equations(inner, entering, leaving)
    doubtful = np.flatnonzero(~(np.where(fed, error, 0.0).max(axis=1, initial=0.0) <= CERTAIN))
    step = max(1, CACHED_ENTRIES // order**2)
    for start in range(0, len(doubtful), step):
        part = doubtful[start : start + step]
        found[part] = batch_eliminated(inner[part], leaving[part], entering[part])
    return np.where(fed, found, 0.0)


def _by_equations(
    inner: FloatArray, entering: FloatArray, leaving: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return solutions of linear equations, and bounds of their relative errors.

    The error of a solution x of M x = b is at most about n eps M^-1 |M| x, and M^-1, which has no
    negative entry, times any vector is at most its largest entry times M^-1 1.

    Args:
        inner: Coefficients of u -> v in row u, shape (networks, n, n).
        entering: Coefficients of what enters, shape (networks, n).
        leaving: Coefficients of what leaves, same shape.
    """
    order = leaving.shape[1]
    own = np.arange(order)
    matrices = -inner.transpose(0, 2, 1)
    matrices[:, own, own] += inner.sum(axis=2) + leaving
    given = np.stack([entering, np.ones_like(entering)], axis=2)
    try:
        solved, slowness = np.moveaxis(np.linalg.solve(matrices, given), 2, 0)
    except np.linalg.LinAlgError:
        return np.zeros_like(entering), np.full_like(entering, np.inf)
    with np.errstate(all="ignore"):
        moved = (np.abs(matrices) @ np.abs(solved)[:, :, None]).max(axis=1, initial=0.0)
        error = order * np.finfo(float).eps * moved * slowness / solved
    return solved, np.where((solved > 0) & (slowness > 0), error, np.inf)


def _by_size(sizes: IntArray) -> Iterator[tuple[IntArray, int]]:
    """Yield positions of networks of similar size with the largest of their sizes."""
    steps = (sizes - 1) // _STEP
    for step in np.unique(steps):
        members = np.flatnonzero(steps == step)
        yield members, int(sizes[members].max())
