"""Linear-in-flux networks: vertices, edges and the linear system of their levels (2112.03588).

Vertex 0 is the intake, 1..n are the internal vertices (metabolites, compartments) and n + 1 is the
excretion. An edge u -> v of coefficient f carries the flux f x_u; the intake has the constant level
1. The levels x of the internal vertices follow x' = J x + phi.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from numbers import Integral, Rational, Real
from typing import Any

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.verdict import ProblemError

INTAKE = 0
"""The vertex that feeds the network; the excretion is the vertex n + 1."""
ENDS = ("intake", "excretion")
"""What the two virtual vertices are called; no internal vertex has one of these names."""

LARGEST = 2**31 - 1
"""Most internal vertices: their numbers have 32 bits in data sets."""
SHOWN = 40
"""Characters of what was given that a message repeats."""

Coefficient = int | float | Fraction
Edge = tuple[int, int, Coefficient]


class NetworkError(ProblemError):
    """What is no network, or one that cannot be used as asked; the message is one clear line.

    Attributes:
        reason: The kind of fault in one word, e.g. "self_loop"; "" where it has none.
    """

    def __init__(self, message: str, reason: str = "") -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class Network:
    """A network with its coefficients.

    Attributes:
        n: Number of internal vertices.
        edges: (u, v, f) in the order of (u, v); edges that leave the intake and edges that enter
            the excretion are among them. May be given in any order, as pairs where f = 1.
        names: Names of the internal vertices 1..n, or empty.

    Raises:
        NetworkError: n is no positive integer; an edge is a loop, is there twice, enters the
            intake, leaves the excretion or names a vertex that does not exist; a coefficient is not
            positive and finite, or all together are not; or the names are not n different texts
            other than "intake" and "excretion".
    """

    n: int
    edges: tuple[Edge, ...]
    names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "n", _number_of_vertices(self.n))
        object.__setattr__(self, "edges", _sorted_edges(self.edges, self.n))
        object.__setattr__(self, "names", _checked_names(self.names, self.n))

    @property
    def excretion(self) -> int:
        """The vertex that everything leaves by, n + 1."""
        return self.n + 1

    @property
    def weighted(self) -> bool:
        """Whether a coefficient is not 1."""
        return any(f != 1 for _, _, f in self.edges)

    def name(self, vertex: int) -> str:
        """Return what people call a vertex: "intake", "excretion", its name or its number."""
        if vertex in (INTAKE, self.excretion):
            return ENDS[vertex != INTAKE]
        return self.names[vertex - 1] if self.names else str(vertex)

    def jacobian(self) -> FloatArray:
        """Return J, shape (n, n).

        `J[v - 1, u - 1]` is the coefficient of u -> v; the diagonal has minus the sum of all
        coefficients that leave a vertex, to the excretion included.
        """
        matrix = np.zeros((self.n, self.n))
        for u, v, f in self.edges:
            if u != INTAKE:
                matrix[u - 1, u - 1] -= float(f)
                if v != self.excretion:
                    matrix[v - 1, u - 1] = float(f)
        return matrix

    def intake(self) -> FloatArray:
        """Return phi, shape (n,): the coefficients of the edges that leave the intake."""
        return self._boundary((v, f) for u, v, f in self.edges if u == INTAKE)

    def outflow(self) -> FloatArray:
        """Return e, shape (n,): the coefficients of the edges that enter the excretion."""
        return self._boundary((u, f) for u, v, f in self.edges if v == self.excretion)

    def _boundary(self, rates: Iterable[tuple[int, Coefficient]]) -> FloatArray:
        # One place more for the direct edge from the intake to the excretion, which feeds nothing.
        found = np.zeros(self.n + 2)
        for vertex, f in rates:
            found[vertex] = float(f)
        return found[1:-1]


def _number_of_vertices(n: Any) -> int:
    whole = _whole(n)
    if whole is None or not 1 <= whole <= LARGEST:
        raise NetworkError(
            f"a network needs a positive number of internal vertices, not {_shown(n)}",
            "no_internal_vertex",
        )
    return whole


def _sorted_edges(edges: Any, n: int) -> tuple[Edge, ...]:
    if not isinstance(edges, Iterable):
        raise NetworkError(f"edges are a sequence, not {type(edges).__name__}")
    found: dict[tuple[int, int], Coefficient] = {}
    for edge in edges:
        if not isinstance(edge, Sequence) or isinstance(edge, str) or len(edge) not in (2, 3):
            raise NetworkError(f"an edge is (u, v) or (u, v, coefficient), not {str(edge)[:60]}")
        pair = _pair(edge[0], edge[1], n)
        if pair in found:
            raise NetworkError(f"the edge {pair[0]} -> {pair[1]} is there twice", "duplicate_edge")
        found[pair] = _coefficient(edge[2], pair) if len(edge) == 3 else 1
    if not math.isfinite(sum(map(float, found.values()))):
        raise NetworkError(
            "the coefficients add up to more than 1.8e308: divide all by one number, which changes "
            "no level",
            "non_finite_weight",
        )
    return tuple((u, v, found[u, v]) for u, v in sorted(found))


def _pair(origin: Any, target: Any, n: int) -> tuple[int, int]:
    u, v = _whole(origin), _whole(target)
    shown = f"the edge {_shown(origin)} -> {_shown(target)}"
    if u is None or v is None or not (0 <= u <= n + 1 and 0 <= v <= n + 1):
        raise NetworkError(
            f"{shown} names a vertex that does not exist; there are 0 (intake), 1 to {n} and "
            f"{n + 1} (excretion)",
            "vertex_out_of_range",
        )
    if u == v:
        raise NetworkError(f"{shown} is a loop; no vertex feeds itself", "self_loop")
    if v == INTAKE:
        raise NetworkError(f"{shown} enters the intake, vertex 0", "edge_into_intake")
    if u == n + 1:
        raise NetworkError(f"{shown} leaves the excretion, vertex {n + 1}", "edge_out_of_excretion")
    return u, v


def _shown(value: Any) -> str:
    """Return the beginning of what was given; integers of thousands of digits have no text."""
    try:
        return str(value)[:SHOWN]
    except ValueError:
        return "a number of thousands of digits"


def _whole(value: Any) -> int | None:
    """Return an integer of any type, not a truth value, as int."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, Integral | np.integer):
        return None
    return int(value)


def _coefficient(value: Any, pair: tuple[int, int]) -> Coefficient:
    """Return a positive finite coefficient as int where it is whole, as Fraction or float."""
    shown = f"the coefficient of the edge {pair[0]} -> {pair[1]}"
    if not isinstance(value, Real) or isinstance(value, bool | np.bool_):
        raise NetworkError(f"{shown} must be a number, not {_shown(value)!r}", "no_number")
    size = _as_double(value)
    if not math.isfinite(size):
        raise NetworkError(f"{shown} must be finite", "non_finite_weight")
    if size <= 0:
        raise NetworkError(f"{shown} must be positive, not {size:g}", "non_positive_weight")
    if value == int(size):
        return int(size)
    return Fraction(value) if isinstance(value, Rational) else size


def _as_double(value: Any) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf


def _checked_names(names: Any, n: int) -> tuple[str, ...]:
    found = tuple(names) if isinstance(names, Iterable) else (names,)
    if not found:
        return ()
    if len(found) != n or not all(isinstance(name, str) for name in found):
        raise NetworkError(f"{len(found)} names for {n} internal vertices: give one text for each")
    seen: dict[str, None] = {}
    for name in found:
        if name in ENDS:
            raise NetworkError(
                f"an internal vertex is called {name!r}, as an end of the network is"
            )
        if name in seen:
            raise NetworkError(f"two vertices are called {name[:SHOWN]!r}; names must differ")
        seen[name] = None
    return found
