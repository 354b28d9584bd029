"""Networks from networkx graphs."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from hf_mathseq.networks.named_graph import (
    EXCRETION,
    INTAKE,
    Boundary,
    NamedGraph,
)
from hf_mathseq.networks.network import ENDS, Network, NetworkError
from hf_mathseq.suggestions import unknown_name


def is_graph(value: object) -> bool:
    """Whether a value has the interface of a networkx graph."""
    return all(hasattr(value, name) for name in ("is_directed", "is_multigraph", "nodes", "edges"))


def from_networkx(
    graph: Any,
    intakes: Boundary = (),
    excretions: Boundary = (),
    boundary: str | None = None,
    weight: str = "weight",
) -> Network:
    """Return the network of a `networkx.DiGraph`, its vertices in the graph's order.

    The boundary is given by `intakes` and `excretions` (lists, or mappings to coefficients), by
    the node attribute `role` ("intake", "excretion" or a list of both: the vertex gets an edge
    of coefficient 1 from or to that end), by nodes that are named `intake` and `excretion`, or
    by boundary="merge" (`named_graph.merged`).

    Args:
        graph: A directed graph; its nodes may be any objects with different texts.
        intakes: Vertices with an edge from the intake vertex.
        excretions: Vertices with an edge to the excretion vertex.
        boundary: "merge" or None.
        weight: The edge attribute that holds the coefficient, 1 where an edge has none.

    Raises:
        NetworkError: The graph is undirected or a multigraph, or makes no network.
    """
    if not graph.is_directed() or graph.is_multigraph():
        raise NetworkError("takes a networkx.DiGraph: one directed edge between two vertices")
    named = NamedGraph()
    nodes: dict[str, Hashable] = {}
    for node in graph.nodes:
        if str(node) in nodes:
            raise NetworkError(f"two nodes of the graph are written {str(node)[:60]!r}")
        nodes[str(node)] = node
    named.vertices.update(dict.fromkeys(name for name in nodes if name not in ENDS))
    for origin, target, data in graph.edges(data=True):
        named.add(str(origin), str(target), data.get(weight, 1))
    for name, node in nodes.items():
        _add_roles(named, name, graph.nodes[node].get("role") or ())
    return named.network(intakes, excretions, boundary)


def _add_roles(named: NamedGraph, name: str, roles: Any) -> None:
    several = isinstance(roles, list | tuple | set | frozenset)
    for role in roles if several else (roles,):
        if role == INTAKE:
            named.add(INTAKE, name)
        elif role == EXCRETION:
            named.add(name, EXCRETION)
        else:
            raise NetworkError(unknown_name("role", role, ENDS))
