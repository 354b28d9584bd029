"""Outcomes and equilibrium levels of many networks at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray, IntArray
from hf_mathseq.networks.graphs import BoolArray, Graphs
from hf_mathseq.networks.outcomes import ALL_VERTICES, REACHABLE

_STEP = 8
"""Networks whose sizes lie in one such step are solved together, padded to the largest."""


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
        Shape (networks, N); NaN for networks without equilibrium.
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
    """Return the levels of networks with equilibrium, exactly 0 where nothing is fed."""
    order = fed.shape[1]
    matrices = -rates[:, 1:, :order].transpose(0, 2, 1)
    own = np.arange(order)
    matrices[:, own, own] += rates[:, 1:].sum(axis=2)
    matrices *= fed[:, :, None] & fed[:, None, :]
    matrices[:, own, own] += ~fed
    given = np.where(fed, rates[:, 0, :order], 0.0)
    return np.where(fed, np.linalg.solve(matrices, given[:, :, None])[:, :, 0], 0.0)


def _by_size(sizes: IntArray) -> Iterator[tuple[IntArray, int]]:
    """Yield positions of networks of similar size with the largest of their sizes."""
    steps = (sizes - 1) // _STEP
    for step in np.unique(steps):
        members = np.flatnonzero(steps == step)
        yield members, int(sizes[members].max())
