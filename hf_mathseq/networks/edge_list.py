"""Networks from lists of edges, as pairs or as text."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from hf_mathseq.networks.named_graph import Boundary, NamedGraph
from hf_mathseq.networks.network import ENDS, Coefficient, Network, NetworkError

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
NO_VERTEX = re.compile(
    r"(?:^|\s)\+(?:\s|$)|\w\+\w|=|,\s|^\s*\d+(?:[.,/]\d+)?\s+\S"
    r"|\s[\[({]\s*[-+.\d][-+.,/\de]*\s*[\])}]\s*$"
)
"""`A + B`, `A+B`, `k=2`, `A, B`, `2 A` and `A [2]` beside an arrow."""
EDGE_FORM = "write 'A -> B', 'A -> B 2.5' with its coefficient, or A,B,2.5"
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
    the coefficient is 1 if there is none. `A <-> B` is an edge each way, and `A -> B 2.5 -> C` are
    two edges. A name with spaces stands in double quotes, or beside an arrow or a comma; one with
    arrows, commas, semicolons, `A + B`, `=`, ` #` or a number before it stands in quotes. `#`
    starts a comment at the start of a word. Pairs are (origin, target) or (origin, target,
    coefficient) with any hashable names.

    The names `intake` and `excretion` are the two virtual ends, in a text with capitals as well:
    `intake -> A`, `A -> excretion 3`.

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
    if ARROW.search(_without_quoted(line)):
        yield from _edges_of_chain(line)
        return
    fields = _fields(line)
    if not (len(fields) in (2, 3) and fields[0] and fields[1]):
        raise NetworkError(f"cannot read {line[:60]!r} as an edge: {EDGE_FORM}")
    value = coefficient_of(fields[2]) if len(fields) == 3 and fields[2] else 1
    yield _end(fields[0]), _end(fields[1]), value


def _edges_of_chain(line: str) -> Iterable[tuple[str, str, Coefficient]]:
    """Yield the edges of `A -> B 2.5 -> C`; a coefficient stands behind its edge's target."""
    plain = _without_quoted(line)
    arrows = list(ARROW.finditer(plain))
    starts, ends = [found.end() for found in arrows], [found.start() for found in arrows]
    origin = _vertex(line[: ends[0]], plain[: ends[0]], line)
    for arrow, start, end in zip(arrows, starts, [*ends[1:], len(line)], strict=True):
        name, coefficient = _target_and_coefficient(line[start:end])
        target = _vertex(name, _without_quoted(name), line)
        value = coefficient_of(coefficient) if coefficient else 1
        yield origin, target, value
        if arrow[0] in BOTH_WAYS:
            yield target, origin, value
        origin = target


def _vertex(name: str, plain: str, line: str) -> str:
    """Return the vertex of a text beside an arrow.

    Raises:
        NetworkError: It is none, or what people write of reactions, rates and further edges.
    """
    if not plain.strip(' \t"'):
        raise NetworkError(f"cannot read {line[:60]!r} as an edge: {EDGE_FORM}")
    if NO_VERTEX.search(plain):
        raise NetworkError(
            f"cannot read {line[:60]!r}: an edge leads from one metabolite to one other and ends "
            "at a semicolon, 'A -> B 2.5;' with its coefficient; reactions of several metabolites "
            "are not in the model; other names stand in double quotes"
        )
    return _end(_unquoted(name)) if plain == name else _unquoted(name)


def _end(name: str) -> str:
    """Return the name of a virtual end in small letters, other names as they are."""
    return name.lower() if name.lower() in ENDS else name


def _target_and_coefficient(text: str) -> tuple[str, str]:
    """Split what stands behind an arrow: the last word is the coefficient if it is a number."""
    words = WORD.findall(text)
    if len(words) > 1 and (is_coefficient(words[-1]) or NUMBER_LIKE.fullmatch(words[-1])):
        return text[: text.rindex(words[-1])].rstrip().rstrip(":,"), words[-1]
    return text, ""


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
