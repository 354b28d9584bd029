"""All that can be said of one network, without a model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.networks.dynamics import sensitivities as sensitivities_of
from hf_mathseq.networks.knock_outs import KnockOut
from hf_mathseq.networks.knock_outs import knock_outs as knock_outs_of
from hf_mathseq.networks.levels import (
    accumulation_rate,
    edge_fluxes,
    levels,
    total_excretion,
    total_intake,
)
from hf_mathseq.networks.network import Network
from hf_mathseq.networks.outcomes import Outcome, offending_path, outcome, reachable, trapped


@dataclass(frozen=True)
class NetworkReport:
    """What holds for a network; printing says it in words.

    Attributes:
        network: The network.
        outcome: How many equilibria it has.
        trapped: Vertices without a path to the excretion.
        unreached: Vertices that the intake does not reach.
        path: A shortest path from the intake to a trapped vertex; empty where there is none.
        accumulation: What flows in and never out, per time; 0 where there is an equilibrium.
        total_intake: Flux from the intake into internal vertices.
        levels: Levels at equilibrium, shape (n,); None where there is none.
        fluxes: Fluxes at equilibrium, in the order of the edges.
        total_excretion: Flux from internal vertices to the excretion, at equilibrium.
        knock_outs: What becomes of it without each edge and vertex, if asked for.
        sensitivities: Derivatives of the levels by the coefficients, shape (n, edges), if asked
            for and there is an equilibrium.
    """

    network: Network
    outcome: Outcome
    trapped: list[int]
    unreached: list[int]
    path: list[int]
    accumulation: float
    total_intake: float
    levels: FloatArray | None
    fluxes: FloatArray | None
    total_excretion: float | None
    knock_outs: list[KnockOut] | None
    sensitivities: FloatArray | None

    def __str__(self) -> str:
        from hf_mathseq.networks.report_words import in_words

        return in_words(self)

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain JSON values."""
        from hf_mathseq.networks.report_words import as_dict

        return as_dict(self)


def analyse(
    network: Network, *, knock_outs: bool = False, sensitivities: bool = False
) -> NetworkReport:
    """Return all that can be said of a network.

    Args:
        network: The network.
        knock_outs: Also take away every edge and every vertex in turn.
        sensitivities: Also differentiate the levels by every coefficient.
    """
    found = outcome(network)
    fed = set(reachable(network))
    exists = found is not Outcome.NONE
    solved = levels(network) if exists else None
    return NetworkReport(
        network=network,
        outcome=found,
        trapped=trapped(network),
        unreached=[vertex for vertex in range(1, network.n + 1) if vertex not in fed],
        path=offending_path(network),
        accumulation=accumulation_rate(network),
        total_intake=total_intake(network),
        levels=solved,
        fluxes=None if solved is None else edge_fluxes(network, solved),
        total_excretion=None if solved is None else total_excretion(network, solved),
        knock_outs=list(knock_outs_of(network)) if knock_outs else None,
        sensitivities=sensitivities_of(network) if sensitivities and exists else None,
    )
