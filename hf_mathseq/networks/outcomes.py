"""Whether a network has an equilibrium, and only one: decided by graph search (2112.03588)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from hf_mathseq.networks.network import INTAKE, Network
from hf_mathseq.suggestions import UserError, unknown_name


class Outcome(StrEnum):
    """How many equilibria a network has.

    A vertex is trapped when no path leads from it to the excretion. Without trapped vertices the
    Jacobian is invertible and there is one equilibrium. If the intake reaches a trapped vertex,
    mass accumulates and there is none. Otherwise what is inside the trapped vertices stays there,
    and there are infinitely many.
    """

    UNIQUE = "unique"
    NON_UNIQUE = "non_unique"
    NONE = "none"


ALL_VERTICES, REACHABLE = "all_vertices", "reachable"
LABEL_RULES = (ALL_VERTICES, REACHABLE)
"""When a network counts as having an equilibrium: if every vertex, the intake included, has a path
to the excretion (all published labels), or if every vertex that the intake reaches has one."""


def outcome(network: Network) -> Outcome:
    """Return how many equilibria a network has."""
    stuck = trapped(network)
    if not stuck:
        return Outcome.UNIQUE
    fed = set(reachable(network))
    return Outcome.NONE if any(vertex in fed for vertex in stuck) else Outcome.NON_UNIQUE


def has_equilibrium_label(network: Network, rule: str = ALL_VERTICES) -> bool:
    """Return the label of a network under one of `LABEL_RULES`.

    By "reachable" it is whether an equilibrium exists. By "all_vertices" it is also False where
    there are many, and where the intake has no path to the excretion.

    Raises:
        UserError: There is no such rule.
    """
    if rule not in LABEL_RULES:
        raise UserError(unknown_name("label rule", rule, LABEL_RULES))
    if rule == REACHABLE:
        return outcome(network) is not Outcome.NONE
    return len(_draining(network)) == network.n + 2


def trapped(network: Network) -> list[int]:
    """Return the internal vertices without a path to the excretion, in order."""
    draining = _draining(network)
    return [vertex for vertex in range(1, network.n + 1) if vertex not in draining]


def reachable(network: Network) -> list[int]:
    """Return the internal vertices that the intake reaches, in order."""
    found = _search(INTAKE, _followers((u, v) for u, v, _ in network.edges))
    return [vertex for vertex in range(1, network.n + 1) if vertex in found]


def offending_path(network: Network) -> list[int]:
    """Return a shortest path from the intake to a trapped vertex: why there is no equilibrium.

    Returns:
        The vertices, 0 first and the trapped one last; empty where an equilibrium exists.
    """
    before = _search(INTAKE, _followers((u, v) for u, v, _ in network.edges))
    stuck = set(trapped(network))
    ends = [vertex for vertex in before if vertex in stuck]  # nearest to the intake first
    path = ends[:1]
    while path and path[0] != INTAKE:
        path.insert(0, before[path[0]])
    return path


def _draining(network: Network) -> Mapping[int, int]:
    """Return the vertices with a path to the excretion, itself and perhaps the intake included."""
    return _search(network.excretion, _followers((v, u) for u, v, _ in network.edges))


def _followers(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for origin, target in pairs:
        found.setdefault(origin, []).append(target)
    return found


def _search(start: int, followers: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Return the vertices on paths from `start`, nearest first, each with the one before it."""
    before = {start: start}
    waiting = deque([start])
    while waiting:
        vertex = waiting.popleft()
        for following in followers.get(vertex, ()):
            if following not in before:
                before[following] = vertex
                waiting.append(following)
    return before
