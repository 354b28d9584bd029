"""Networks as JSON objects.

`{"n": 2, "vertex_names": ["A", "B"], "edges": [[0, 1], [1, 2], [2, 3]], "intakes": [1],
"excretions": [2]}`: edges are pairs where all coefficients are 1 and triples u, v, coefficient
otherwise, with fractions as text such as `"2/5"`. Intakes and excretions repeat what the edges say;
when read, they may instead stand for edges of coefficient 1 that are not listed. Other members,
such as titles, are passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from hf_mathseq.networks.network import INTAKE, Coefficient, Network, NetworkError

_FRACTION = re.compile(r"\d{1,300}/[1-9]\d{0,299}", re.ASCII)


def network_object(network: Network) -> dict[str, Any]:
    """Return a network as an object of plain JSON values; see the module."""
    edges = [
        [u, v, str(f) if isinstance(f, Fraction) else f] if network.weighted else [u, v]
        for u, v, f in network.edges
    ]
    return {
        "n": network.n,
        "vertex_names": list(network.names) or None,
        "edges": edges,
        "intakes": [v for u, v, _ in network.edges if u == INTAKE and v != network.excretion],
        "excretions": [u for u, v, _ in network.edges if v == network.excretion and u != INTAKE],
    }


def to_json(network: Network) -> str:
    """Return a network as JSON text; `from_json` gives back an equal network."""
    return json.dumps(network_object(network))


def from_json(given: str | bytes | Mapping[str, Any]) -> Network:
    """Return the network that a JSON text, or the object in it, describes; see the module.

    Raises:
        NetworkError: It is no JSON object, a member is missing or of the wrong kind, or `Network`
            refuses what it says.
    """
    found = given if isinstance(given, Mapping) else _parsed(given)
    names = _list(found, "vertex_names")
    n = found.get("n", len(names) or None)
    if n is None:
        raise NetworkError('the JSON object has no "n", the number of internal vertices')
    edges = [_edge(edge) for edge in _list(found, "edges")]
    if isinstance(n, int):
        listed = {tuple(edge[:2]) for edge in edges}
        ends = [
            *((INTAKE, vertex) for vertex in _vertices(_list(found, "intakes"))),
            *((vertex, n + 1) for vertex in _vertices(_list(found, "excretions"))),
        ]
        edges += [list(pair) for pair in ends if pair not in listed]
    return Network(n, tuple(map(tuple, edges)), tuple(names))


def _parsed(text: Any) -> Mapping[str, Any]:
    if not isinstance(text, str | bytes | bytearray):
        raise NetworkError(f"a network in JSON is text or an object, not {type(text).__name__}")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NetworkError(f"no JSON: {str(error).splitlines()[0][:80]}") from None
    if not isinstance(found, Mapping):
        raise NetworkError('a network in JSON is an object with "n" and "edges"')
    return found


def _list(found: Mapping[str, Any], member: str) -> list[Any]:
    value = found.get(member)
    if value is None:
        return []
    if not isinstance(value, Iterable) or isinstance(value, str | Mapping):
        raise NetworkError(f'"{member}" must be a list')
    return list(value)


def _edge(edge: Any) -> list[Any]:
    if not isinstance(edge, list | tuple) or len(edge) not in (2, 3):
        raise NetworkError(f"an edge is [u, v] or [u, v, coefficient], not {str(edge)[:60]}")
    return [*_vertices(edge[:2]), *map(_coefficient, edge[2:])]


def _vertices(given: Sequence[Any]) -> Sequence[int]:
    for vertex in given:
        if not isinstance(vertex, int):
            raise NetworkError(f"vertices are numbers, not {str(vertex)[:60]}")
    return given


def _coefficient(value: Any) -> Coefficient | Any:
    """Return a fraction from text; anything else is left to `Network`."""
    if isinstance(value, str) and _FRACTION.fullmatch(value):
        return Fraction(value)
    return value
