"""From reactions with stoichiometry and bounds to the one-to-one steps of a network.

A metabolic reconstruction is a hypergraph: a reaction takes several metabolites and makes
several. Two projections make a graph of it. Both are this package's own; the source paper has
none for such models.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hf_mathseq.networks.named_graph import EXCRETION, INTAKE, NamedGraph
from hf_mathseq.networks.network import Network, NetworkError

NEGLIGIBLE = 1e-9
"""Fluxes, and gains or losses of carbon, below this share of the largest are solver noise."""

Edge = tuple[str, str]


@dataclass(frozen=True)
class Reaction:
    """A reaction in its forward direction; a boundary reaction has one empty side.

    Attributes:
        identifier: Its name.
        substrates: Metabolites that it consumes, with positive stoichiometric coefficients.
        products: Metabolites that it makes, likewise.
        lower: The smallest flux that is allowed; below 0 means that it may run backwards.
        upper: The largest flux that is allowed.
    """

    identifier: str
    substrates: Mapping[str, float]
    products: Mapping[str, float]
    lower: float
    upper: float


def unit_projection(metabolites: Sequence[str], reactions: Sequence[Reaction]) -> Network:
    """Return the network of all steps that the bounds allow, every coefficient 1.

    The listed metabolites are the vertices, in this order. A reaction gives an edge from each of
    its substrates to each of its products if it may run forwards, and the reverse edges if it may
    run backwards; edges that occur again count once. Boundary reactions give the intakes and
    excretions. Metabolites that are not listed (the currency metabolites) are passed over; those
    that no reaction joins to a listed one or to the outside are left out.

    Raises:
        NetworkError: No step between the metabolites, or no boundary reaction.
    """
    listed = dict.fromkeys(metabolites)

    def side(names: Mapping[str, float], outside: str) -> list[str]:
        return [name for name in names if name in listed] if names else [outside]

    edges: dict[Edge, float] = {}
    joined: dict[str, None] = {}
    for reaction in reactions:
        before, after = reaction.substrates, reaction.products
        if not before and not after:
            continue
        forwards = _all_pairs(side(before, INTAKE), side(after, EXCRETION))
        backwards = _all_pairs(side(after, INTAKE), side(before, EXCRETION))
        joined |= {name: None for edge in forwards for name in edge}
        edges |= forwards if reaction.upper > 0 else {}
        edges |= backwards if reaction.lower < 0 else {}
    return _network([name for name in metabolites if name in joined], edges)


def _all_pairs(origins: Sequence[str], targets: Sequence[str]) -> dict[Edge, float]:
    return {(u, v): 1 for u in origins for v in targets if u != v}


def _network(vertices: Sequence[str], edges: Mapping[Edge, float]) -> Network:
    graph = NamedGraph(dict.fromkeys(vertices))
    for (origin, target), coefficient in edges.items():
        graph.add(origin, target, coefficient)
    return graph.network()


def carbon_flux_projection(
    metabolites: Sequence[str],
    reactions: Sequence[Reaction],
    fluxes: Mapping[str, float],
    carbon: Mapping[str, float],
) -> Network:
    """Return the network of the carbon that flows at given fluxes.

    The coefficient of an edge is the carbon that its reactions take from the substrate and
    hand to the product, in proportion to the product's share of the carbon made. Carbon that a
    reaction loses (biomass) goes to the excretion vertex, carbon that it gains comes from the
    intake vertex. As balanced fluxes keep the carbon of every metabolite, **every level is 1**
    (to rounding), whichever balanced fluxes are given.

    Args:
        metabolites: The order of the vertices; those without flow are left out.
        reactions: The reactions.
        fluxes: A stationary flux for every reaction, by its identifier.
        carbon: Carbon atoms of each metabolite; 0 passes one over.

    Raises:
        NetworkError: No carbon flows, none enters or leaves, or a reaction has no flux.
    """
    largest = max(map(abs, fluxes.values()), default=0.0)
    flows: dict[Edge, float] = {}
    for reaction in reactions:
        if reaction.identifier not in fluxes:
            raise NetworkError(f"no flux is given for reaction {reaction.identifier!r}")
        flux = fluxes[reaction.identifier]
        if abs(flux) <= NEGLIGIBLE * largest:
            continue
        before, after = reaction.substrates, reaction.products
        if flux < 0:
            before, after = after, before
        taken = {name: abs(flux) * s * carbon[name] for name, s in before.items()}
        made = {name: abs(flux) * s * carbon[name] for name, s in after.items()}
        for edge, flow in _carbon_steps(taken, made).items():
            flows[edge] = flows.get(edge, 0.0) + flow
    if not flows:
        raise NetworkError("no carbon flows: every flux is 0 or moves no carbon")
    moved = {name: None for edge in flows for name in edge}
    return _network([name for name in metabolites if name in moved], flows)


def _carbon_steps(taken: Mapping[str, float], made: Mapping[str, float]) -> dict[Edge, float]:
    """Return how much carbon each substrate hands to each product of one reaction."""
    total_taken, total_made = sum(taken.values()), sum(made.values())
    whole = max(total_taken, total_made)
    if whole == 0:
        return {}
    ends_taken, ends_made = dict(taken), dict(made)
    if total_taken - total_made > NEGLIGIBLE * whole:
        ends_made[EXCRETION] = total_taken - total_made
    elif total_made - total_taken > NEGLIGIBLE * whole:
        ends_taken[INTAKE] = total_made - total_taken
    return {
        (u, v): lost * gained / whole
        for u, lost in ends_taken.items()
        for v, gained in ends_made.items()
        if lost > 0 and gained > 0
    }
