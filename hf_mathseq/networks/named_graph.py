"""From vertices with names to a network: explicit boundaries, or merged sources and sinks."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

from hf_mathseq.networks.network import ENDS, Coefficient, Network, NetworkError
from hf_mathseq.suggestions import unknown_name

INTAKE, EXCRETION = ENDS
"""The two virtual ends, where a vertex of a user's graph has one of these names."""
BOUNDARIES = ("merge",)
LISTED = 3
"""So many merged names are written out in the name of their common vertex."""

Boundary = str | Iterable[Hashable] | Mapping[Hashable, Coefficient]
"""Vertices at an end of the network, with coefficients if it is a mapping (otherwise 1)."""
NamedEdge = tuple[str, str, Coefficient]


@dataclass
class NamedGraph:
    """A directed graph as a user gives it.

    Attributes:
        vertices: The names of the internal vertices in their order, as the keys of a dict.
        edges: Origin, target and coefficient. Either end may be one of the two virtual ends
            `INTAKE` and `EXCRETION`.
    """

    vertices: dict[str, None] = field(default_factory=dict)
    edges: list[NamedEdge] = field(default_factory=list)

    def add(self, origin: str, target: str, coefficient: Coefficient = 1) -> None:
        """Add an edge, and its ends in the order in which they are first seen."""
        for name in (origin, target):
            if name not in (INTAKE, EXCRETION):
                self.vertices.setdefault(name)
        self.edges.append((origin, target, coefficient))

    def network(
        self,
        intakes: Boundary = (),
        excretions: Boundary = (),
        boundary: str | None = None,
    ) -> Network:
        """Return the network with these intakes and excretions.

        Args:
            intakes: Vertices with an edge from the intake vertex.
            excretions: Vertices with an edge to the excretion vertex.
            boundary: "merge" makes the boundary by `merged` instead.

        Raises:
            NetworkError: No boundary, two kinds of boundary at once, an unknown vertex, or an
                edge that no network has.
        """
        if boundary is not None and boundary not in BOUNDARIES:
            raise NetworkError(unknown_name("boundary", boundary, BOUNDARIES))
        graph = NamedGraph(dict(self.vertices), list(self.edges))
        for name, coefficient in _coefficients(intakes).items():
            graph.edges.append((INTAKE, self._known(name), coefficient))
        for name, coefficient in _coefficients(excretions).items():
            graph.edges.append((self._known(name), EXCRETION, coefficient))
        if boundary == "merge":
            return merged(graph)
        if graph.vertices and not graph.has_boundary():
            raise NetworkError(
                "the network has no boundary: write 'intake -> A' and 'B -> excretion', or merge "
                "sources and sinks (--merge on the command line, boundary='merge' in Python)"
            )
        return numbered(graph)

    def has_boundary(self) -> bool:
        """Whether an edge leaves the intake vertex or enters the excretion vertex."""
        return any(u == INTAKE or v == EXCRETION for u, v, _ in self.edges)

    def _known(self, name: str) -> str:
        if name not in self.vertices:
            raise NetworkError(unknown_name("vertex", name, self.vertices))
        return name


def numbered(graph: NamedGraph) -> Network:
    """Return the graph as a network whose vertices are numbered in their order.

    Raises:
        NetworkError: An edge that no network has.
    """
    names, numbers = tuple(graph.vertices), _numbers(graph)
    edges = tuple((numbers[u], numbers[v], f) for u, v, f in graph.edges)
    try:
        return Network(len(names), edges, names)
    except NetworkError as error:
        raise _by_name(error, graph) from None


def _by_name(error: NetworkError, graph: NamedGraph) -> NetworkError:
    """Return the error of a network that was refused, with the names of the edge at fault."""
    numbers = _numbers(graph)
    seen: dict[tuple[str, str], None] = {}
    for u, v, coefficient in graph.edges:
        try:
            Network(len(graph.vertices), ((numbers[u], numbers[v], coefficient),))
        except NetworkError as fault:
            return NetworkError(f"{u} -> {v}: {fault}", fault.reason)
        if (u, v) in seen:
            return NetworkError(f"{u} -> {v}: {error}", error.reason)
        seen[u, v] = None
    return error


def _numbers(graph: NamedGraph) -> dict[str, int]:
    numbers = {name: i for i, name in enumerate(graph.vertices, start=1)}
    return {**numbers, INTAKE: 0, EXCRETION: len(numbers) + 1}


def merged(graph: NamedGraph) -> Network:
    """Return the network whose ends are the merged sources and the merged sinks.

    All vertices without an incoming edge become vertex 1, fed by the intake vertex; all vertices
    without an outgoing edge become vertex n, which is excreted; both exist even if nothing was
    merged into them. The others keep their order in between. Edges that fall together count
    once. This is how the biological networks of the paper were prepared (section g of the
    released data; found from the published graphs).

    Raises:
        NetworkError: The graph has a boundary already, a vertex without edges, an edge that no
            network has, or edges of different coefficients that fall together.
    """
    if graph.has_boundary():
        raise NetworkError("boundary='merge' makes the intakes and excretions: give none")
    numbered(graph)  # refuses what no network has, in terms of the names
    fed = {v: None for u, v, _ in graph.edges}
    emptied = {u: None for u, v, _ in graph.edges}
    for name in graph.vertices:
        if name not in fed and name not in emptied:
            raise NetworkError(f"vertex {name!r} has no edge: it would be source and sink at once")
    sources = [name for name in graph.vertices if name not in fed]
    sinks = [name for name in graph.vertices if name not in emptied]
    kept = [name for name in graph.vertices if name in fed and name in emptied]
    numbers = {name: i for i, name in enumerate(kept, start=2)}
    last = len(kept) + 2
    numbers |= dict.fromkeys(sources, 1) | dict.fromkeys(sinks, last)
    edges: dict[tuple[int, int], Coefficient] = {(0, 1): 1, (last, last + 1): 1}
    for u, v, coefficient in graph.edges:
        if edges.setdefault((numbers[u], numbers[v]), coefficient) != coefficient:
            raise NetworkError(
                f"merging gives the edge {u} -> {v} two coefficients: name intakes and excretions"
            )
    names = (_common_name(sources, "source"), *kept, _common_name(sinks, "sink"))
    return Network(last, tuple((u, v, f) for (u, v), f in edges.items()), names)


def _common_name(names: list[str], kind: str) -> str:
    if not names:
        return f"(no {kind})"
    more = [f"{len(names) - LISTED} more"] if len(names) > LISTED else []
    return " + ".join([*names[:LISTED], *more])


def _coefficients(boundary: Boundary) -> dict[str, Coefficient]:
    if isinstance(boundary, str):
        return {boundary: 1}
    if isinstance(boundary, Mapping):
        return {str(name): coefficient for name, coefficient in boundary.items()}
    if not isinstance(boundary, Iterable):
        raise NetworkError(f"a boundary is a list or a mapping of vertices, not {boundary!r:.40}")
    names: dict[str, Coefficient] = {}
    for name in map(str, boundary):
        if name in names:
            raise NetworkError(f"{name!r} is named twice in one boundary")
        names[name] = 1
    return names
