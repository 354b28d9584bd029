"""A network from whatever holds one: text, a file, a graph, a model, pairs, or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from hf_mathseq.networks.cobra_input import from_cobra
from hf_mathseq.networks.edge_list import from_edge_list
from hf_mathseq.networks.json_form import from_json
from hf_mathseq.networks.kgml import from_kgml
from hf_mathseq.networks.library import example_titles, examples
from hf_mathseq.networks.network import Network, NetworkError
from hf_mathseq.networks.networkx_input import from_networkx, is_graph
from hf_mathseq.networks.safe_xml import outer_element, read_bounded
from hf_mathseq.suggestions import unknown_name

EDGES, GRAPH, JSON, KGML, COBRA = "edges", "networkx", "json", "kgml", "cobra"
MAX_VERTICES = 20_000
"""About twice the metabolites of the largest reconstructions; a JSON text may say any number."""
BOUNDARY_OPTIONS = ("intakes", "excretions", "boundary")
READERS: dict[str, tuple[Callable[..., Network], tuple[str, ...]]] = {
    EDGES: (from_edge_list, BOUNDARY_OPTIONS),
    GRAPH: (from_networkx, (*BOUNDARY_OPTIONS, "weight")),
    JSON: (from_json, ()),
    KGML: (from_kgml, ("multi_product",)),
    COBRA: (from_cobra, ("projection", "currency", "fluxes", "remove_blocked")),
}
"""Each format with its reader and the options that it takes."""
_BY_PATH = (KGML, COBRA)
"""Formats whose readers take other texts for paths, or for names of models."""
_NAME = re.compile(r"\s*[^\W\d][\w-]+\s*")
"""A single word is no edge, but the name of an example."""
TEXT_ENDINGS = {".csv": EDGES, ".tsv": EDGES, ".txt": EDGES, ".edges": EDGES}
ENDINGS = {**TEXT_ENDINGS, ".json": JSON, ".xml": KGML, ".kgml": KGML, ".sbml": COBRA}


def read_network(
    source: Any, format: str | None = None, *, files: bool = True, **options: Any
) -> Network:
    """Return the network that is given in any of the ways that this package reads.

    Args:
        source: A `Network`; a path; the name of one of `examples`; an edge list as text or as
            pairs; JSON as text or as an object; KGML as text; a `networkx.DiGraph`; or a
            `cobra.Model`.
        format: "edges", "networkx", "json", "kgml" or "cobra"; found by itself by default. An
            XML or JSON file with a constraint-based model is read by cobra, and the names of
            the models that come with cobra need format="cobra".
        files: False takes a text for what it says and never for a path.
        options: Options of the format's reader: `from_edge_list`, `from_networkx`, `from_json`,
            `from_kgml` or `from_cobra`.

    Raises:
        NetworkError: An unknown format, an option that it does not have, no network, or one of
            more than `MAX_VERTICES`.
        OSError: The file cannot be read.

    Examples:
        >>> network = read_network("intake -> A; A -> B 2; A -> excretion; B -> excretion")
        >>> network.names, network.edges
        (('A', 'B'), ((0, 1, 1), (1, 2, 2), (1, 3, 1), (2, 3, 1)))
    """
    if isinstance(source, Network):
        return source
    if format is not None and format not in tuple(READERS):
        raise NetworkError(unknown_name("format", format, READERS))
    if format is None and not options and isinstance(source, str) and source in example_titles():
        return examples()[source]
    path = _path(source, format) if files or isinstance(source, Path) else None
    found = format or (_format_of(source) if path is None else _format_of_file(path))
    if not files and isinstance(source, str) and found in _BY_PATH and _format_of(source) != found:
        raise NetworkError(f"the text is not in the format {found!r}, and no file is read here")
    if found == EDGES and path is None and isinstance(source, str) and _NAME.fullmatch(source):
        raise NetworkError(unknown_name("network", source, example_titles()))
    reader, known = READERS[found]
    for option in options:
        if option not in known:
            allowed = f"allowed: {', '.join(known)}" if known else "it takes none"
            raise NetworkError(f"{option!r} is no option of the format {found!r}; {allowed}")
    if path is not None:
        source = _text(path) if found in (EDGES, JSON) else path
    network = reader(source, **options)
    if network.n > MAX_VERTICES:
        raise NetworkError(
            f"a network of {network.n} internal vertices is not read; at most {MAX_VERTICES}",
            "too_many_vertices",
        )
    return network


def _path(source: Any, format: str | None) -> Path | None:
    """Return the path that `source` is, if it is one: it exists, or it ends like one."""
    if isinstance(source, Path):
        return source
    if (
        not isinstance(source, str)
        or format == COBRA
        or len(source.splitlines()) != 1
        or "\0" in source
    ):
        return None
    try:
        exists = Path(source).is_file()
    except (OSError, ValueError):
        return None
    ends_like_one = Path(source).suffix.lower() in ENDINGS and not set(source) & set("<>{};,")
    return Path(source) if exists or (ends_like_one and " " not in source) else None


def _format_of(source: Any) -> str:
    if isinstance(source, str):
        start = source.lstrip("\ufeff \t\r\n")[:1]
        return {"{": JSON, "[": JSON, "<": KGML}.get(start, EDGES)
    if isinstance(source, Mapping):
        return JSON
    if is_graph(source):
        return GRAPH
    if hasattr(source, "reactions") and hasattr(source, "metabolites"):
        return COBRA
    if isinstance(source, Iterable) and not isinstance(source, bytes):
        return EDGES
    raise NetworkError(
        "a network is text, a path, pairs of names, JSON, a networkx.DiGraph or a cobra.Model, "
        f"not {type(source).__name__}"
    )


def _format_of_file(path: Path) -> str:
    """Return the format by the ending, and by the content where an ending has two."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise NetworkError(
            f"{path.name!r} ends like no network; allowed: {', '.join(ENDINGS)}, or name a format"
        )
    if ending == ".xml" and outer_element(read_bounded(path)) == "sbml":
        return COBRA
    if ending == ".json":
        try:
            content = json.loads(read_bounded(path))
        except (ValueError, RecursionError):
            return JSON
        return COBRA if isinstance(content, dict) and "metabolites" in content else JSON
    return ENDINGS[ending]


def _text(path: Path) -> str:
    try:
        return read_bounded(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NetworkError(f"{path.name!r} is no text in UTF-8") from None
