"""Networks from lists of edges, as pairs or as text."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from hf_mathseq.networks.named_graph import Boundary, NamedGraph
from hf_mathseq.networks.network import Coefficient, Network, NetworkError

MAX_TEXT = 10_000_000
"""Characters; about 300,000 edges, far above the largest metabolic reconstructions."""
MAX_NUMBER = 40
"""Characters of a coefficient: more than any float or measured fraction has."""
HEADERS = {("source", "target"), ("from", "to"), ("origin", "target"), ("u", "v")}
ARROW = re.compile(r"<->|<=>|⇌|↔|-->|->|→|=>")
BOTH_WAYS = {"<->", "<=>", "⇌", "↔"}
COMMENT = re.compile(r"(?:^|(?<=[\s;]))#.*")
QUOTED = re.compile(r'"[^"]*"')
WORD = re.compile(r'"[^"]*"|[^\s"]+')
NUMBER_LIKE = re.compile(r"[-+]?[.,]*+\d[-+.,/\d]*+")
"""A last word like this behind an arrow is a coefficient, even one that cannot be read."""
INTEGER = re.compile(r"[+-]?\d+")
FRACTION = re.compile(r"([+-]?\d+)/(\d+)")


def from_edge_list(
    source: str | Iterable[Any],
    intakes: Boundary = (),
    excretions: Boundary = (),
    boundary: str | None = None,
) -> Network:
    """Return the network of a list of edges.

    A text has one edge on a line (or between semicolons): `A -> B 2.5`, `A B 2.5` or `A,B,2.5`;
    the coefficient is 1 if there is none. `A <-> B` is an edge each way. A name with spaces
    stands in double quotes, or beside an arrow or a comma; one with arrows, commas, semicolons
    or ` #` stands in quotes. `#` starts a comment at the start of a word. Pairs are
    (origin, target) or (origin, target, coefficient) with any hashable names.

    The names `intake` and `excretion` are the two virtual ends: `intake -> A`,
    `A -> excretion 3`.

    Args:
        source: The text or the pairs.
        intakes: Vertices with an edge from the intake vertex, as a list or as a mapping to
            coefficients.
        excretions: The same for edges to the excretion vertex.
        boundary: "merge" merges sources and sinks instead (`named_graph.merged`).

    Raises:
        NetworkError: A line that is no edge, or edges that make no network.
    """
    edges = _edges_of_text(source) if isinstance(source, str) else map(_edge_of_pair, source)
    graph = NamedGraph()
    for origin, target, coefficient in edges:
        graph.add(origin, target, coefficient)
    return graph.network(intakes, excretions, boundary)


def _edge_of_pair(pair: Any) -> tuple[str, str, Coefficient]:
    if isinstance(pair, str) or not isinstance(pair, Iterable):
        raise NetworkError(f"an edge is (origin, target) or (origin, target, f), not {pair!r:.60}")
    match list(pair):
        case [origin, target]:
            return str(origin), str(target), 1
        case [origin, target, coefficient]:
            return str(origin), str(target), coefficient
    raise NetworkError(f"an edge is (origin, target) or (origin, target, f), not {pair!r:.60}")


def _edges_of_text(text: str) -> Iterable[tuple[str, str, Coefficient]]:
    if len(text) > MAX_TEXT:
        raise NetworkError(f"an edge list has at most {MAX_TEXT} characters")
    written = (part for line in re.split(r"[\n\r]", text) for part in _parts(line))
    for number, line in enumerate(filter(None, written)):
        if number == 0 and tuple(_fields(line.lower())[:2]) in HEADERS:
            continue
        yield from _edges_of_line(line)


def _parts(line: str) -> Iterable[str]:
    """Return what stands between the semicolons of a line, without its comment."""
    plain = COMMENT.sub("", _without_quoted(line))
    start = 0
    for part in plain.split(";"):
        yield line[start : start + len(part)].strip()
        start += len(part) + 1


def _without_quoted(line: str) -> str:
    """Return a line of the same length in which quoted names have no characters that count."""
    return QUOTED.sub(lambda found: "_" * len(found[0]), line)


def _edges_of_line(line: str) -> Iterable[tuple[str, str, Coefficient]]:
    arrow, fields = "", _fields(line)
    arrows = list(ARROW.finditer(_without_quoted(line)))
    if len(arrows) > 1:
        raise NetworkError(f"cannot read {line[:60]!r}: write one edge on a line, A -> B; B -> C")
    for found in arrows:
        arrow = found[0]
        target, coefficient = _target_and_coefficient(line[found.end() :])
        fields = [_unquoted(line[: found.start()]), target, coefficient]
    if not (len(fields) in (2, 3) and fields[0] and fields[1]):
        raise NetworkError(f"cannot read {line[:60]!r} as an edge: write 'A -> B 2.5', A,B,2.5")
    value = coefficient_of(fields[2]) if len(fields) == 3 and fields[2] else 1
    yield fields[0], fields[1], value
    if arrow in BOTH_WAYS:
        yield fields[1], fields[0], value


def _target_and_coefficient(text: str) -> tuple[str, str]:
    """Split what stands behind an arrow: the last word is the coefficient if it is a number."""
    words = WORD.findall(text)
    if len(words) > 1 and (is_coefficient(words[-1]) or NUMBER_LIKE.fullmatch(words[-1])):
        return _unquoted(text[: text.rindex(words[-1])].rstrip().rstrip(":,")), words[-1]
    return _unquoted(text), ""


def _fields(line: str) -> list[str]:
    """Return the fields between tabs or commas, or the words of a line without either."""
    plain = _without_quoted(line)
    if "," not in plain and "\t" not in plain:
        return [_unquoted(word) for word in WORD.findall(line)]
    delimiter = "\t" if "\t" in plain else ","
    try:
        fields = next(csv.reader([line.strip()], delimiter=delimiter, skipinitialspace=True))
    except csv.Error as error:
        raise NetworkError(f"cannot read {line[:60]!r} as an edge: {error}") from None
    return [field.strip() for field in fields]


def _unquoted(text: str) -> str:
    return text.strip().removeprefix('"').removesuffix('"').strip()


def is_coefficient(text: str) -> bool:
    """Whether `coefficient_of` reads a text."""
    try:
        coefficient_of(text)
    except NetworkError:
        return False
    return True


def coefficient_of(text: str) -> Coefficient:
    """Read a coefficient: `3`, `2.5`, `1e-3` or `1/3`, exactly where it is an integer or fraction.

    Raises:
        NetworkError: The text is no number.
    """
    text = text.strip()
    if len(text) <= MAX_NUMBER:
        if INTEGER.fullmatch(text):
            return int(text)
        if (parts := FRACTION.fullmatch(text)) and int(parts[2]):
            return Fraction(int(parts[1]), int(parts[2]))
        try:
            return float(text)
        except ValueError:
            pass
    raise NetworkError(f"{text[:40]!r} is no coefficient: write a positive number, e.g. 2.5 or 1/3")
