"""Where the vertices of a network stand in a drawing: columns from the intake to the excretion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hf_mathseq.networks.network import INTAKE, Network

SWEEPS = 12
"""Passes over the columns, alternately from the left and from the right."""
Point = tuple[float, float]
Neighbours = dict[int, list[int]]


def layered_layout(network: Network) -> dict[int, Point]:
    """Return the place of every vertex, intake and excretion included.

    Columns are one unit apart: a vertex stands in that of its distance from the intake, one that
    the intake does not reach just before what it leads to. Within a column vertices are one unit
    apart and ordered by the mean place of their neighbours, so that few edges cross (the
    barycentre method of Sugiyama, Tagawa and Toda, 1981). The same network always has the same
    layout.
    """
    followers: Neighbours = {}
    origins: Neighbours = {}
    for u, v, _ in network.edges:
        followers.setdefault(u, []).append(v)
        origins.setdefault(v, []).append(u)
    columns: dict[int, list[int]] = {}
    for vertex, column in sorted(_columns(network, followers, origins).items()):
        columns.setdefault(column, []).append(vertex)
    heights = {v: y for column in columns.values() for v, y in _spread(column).items()}
    ways = (sorted(columns), sorted(columns, reverse=True))
    for sweep in range(SWEEPS):
        for x in ways[sweep % 2]:
            means = {v: _mean(v, heights, followers, origins) for v in columns[x]}
            columns[x].sort(key=means.__getitem__, reverse=True)
            heights |= _spread(columns[x])
    return {v: (float(x), heights[v]) for x in sorted(columns) for v in columns[x]}


def _columns(network: Network, followers: Neighbours, origins: Neighbours) -> dict[int, int]:
    columns = {INTAKE: 0}
    _walk(columns, followers, 1)
    columns.pop(network.excretion, None)
    columns[network.excretion] = max(2, max(columns.values()) + 1)
    _walk(columns, origins, -1)
    for vertex in range(1, network.n + 1):
        columns.setdefault(vertex, 1)
    return columns


def _walk(columns: dict[int, int], neighbours: Mapping[int, Sequence[int]], step: int) -> None:
    """Give the vertices that can be walked to a column, nearest first, never that of the intake."""
    waiting = list(columns)
    for vertex in waiting:
        for neighbour in neighbours.get(vertex, ()):
            if neighbour not in columns:
                columns[neighbour] = max(1, columns[vertex] + step)
                waiting.append(neighbour)


def _mean(
    vertex: int, heights: Mapping[int, float], followers: Neighbours, origins: Neighbours
) -> float:
    beside = [heights[v] for v in (*followers.get(vertex, ()), *origins.get(vertex, ()))]
    return sum(beside) / len(beside) if beside else heights[vertex]


def _spread(column: Sequence[int]) -> dict[int, float]:
    """Return heights of a column's vertices, from top to bottom, around 0."""
    return {vertex: (len(column) - 1) / 2 - i for i, vertex in enumerate(column)}
