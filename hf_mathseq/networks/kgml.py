"""Networks from KEGG pathway maps in KGML."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from hf_mathseq.networks.named_graph import NamedGraph, merged
from hf_mathseq.networks.network import Network, NetworkError
from hf_mathseq.networks.safe_xml import read_bounded, walk_xml
from hf_mathseq.suggestions import unknown_name

MULTI_PRODUCT = ("drop_map", "all_pairs")
MAX_EDGES = 1_000_000
"""Far above any map; a reaction of thousands of substrates and products would fill the memory."""


@dataclass
class _Reaction:
    identifier: str
    reversible: bool
    substrates: list[str] = field(default_factory=list)
    products: list[str] = field(default_factory=list)


def from_kgml(source: str | Path, multi_product: str = "drop_map") -> Network:
    """Return the network of a KEGG map, prepared as those of arXiv 2112.03588.

    Every reaction gives an edge of coefficient 1 from each substrate to its product, and the
    reverse edges if it is reversible. Edges that occur again count once, and those from a
    compound to itself, which change no level, not at all. The boundary is made by merging
    sources and sinks (`named_graph.merged`). Vertices have the names of the compounds, such as
    `cpd:C00022`.

    Args:
        source: A path, or the XML itself.
        multi_product: What becomes of a reaction with several products: "drop_map" refuses
            the whole map, as the paper's preparation does; "all_pairs" makes an edge to each.

    Raises:
        NetworkError: Broken or hostile XML, a map without reactions or one that is refused.
        OSError: The file cannot be read.
    """
    if multi_product not in MULTI_PRODUCT:
        raise NetworkError(unknown_name("multi_product", multi_product, MULTI_PRODUCT))
    is_text = isinstance(source, str) and source.lstrip("\ufeff \r\n\t").startswith("<")
    content = str(source).lstrip("\ufeff \r\n\t") if is_text else read_bounded(source)
    reactions = _reactions(content)
    if not reactions:
        raise NetworkError("the map has no reactions: there is no network to build")
    steps = 0
    for reaction in reactions:
        if len(reaction.products) > 1 and multi_product == "drop_map":
            raise NetworkError(
                f"reaction {reaction.identifier!r} has several products: the map is dropped "
                "(multi_product='all_pairs' keeps it)"
            )
        steps += len(reaction.substrates) * len(reaction.products)
    if steps > MAX_EDGES:
        raise NetworkError(f"the map has {steps} steps; at most {MAX_EDGES} are read")
    graph = NamedGraph()
    for origin, target in _steps(reactions):
        graph.add(origin, target)
    if not graph.edges:
        raise NetworkError("no reaction of the map leads from one compound to another")
    return merged(graph)


def _steps(reactions: list[_Reaction]) -> dict[tuple[str, str], None]:
    """Return the steps between different compounds, each once, in the order of the reactions."""
    steps: dict[tuple[str, str], None] = {}
    for reaction in reactions:
        for substrate in reaction.substrates:
            for product in reaction.products:
                if substrate != product:
                    steps.setdefault((substrate, product))
                    if reaction.reversible:
                        steps.setdefault((product, substrate))
    return steps


def _reactions(content: str | bytes) -> list[_Reaction]:
    reactions: list[_Reaction] = []
    path: list[str] = []

    def started(element: str, attributes: dict[str, str]) -> None:
        if not path and element != "pathway":
            raise NetworkError(f"not a KGML map: the outer element is {element[:40]!r}")
        if path == ["pathway"] and element == "reaction":
            name = attributes.get("name", "without a name")
            reactions.append(_Reaction(name, attributes.get("type") == "reversible"))
        elif path == ["pathway", "reaction"] and element in ("substrate", "product"):
            if not attributes.get("name"):
                raise NetworkError(f"a {element} of {reactions[-1].identifier!r} has no name")
            side = reactions[-1].substrates if element == "substrate" else reactions[-1].products
            side.append(attributes["name"])
        path.append(element)

    walk_xml(content, started, lambda element: path.pop())
    return reactions
