"""Networks of linear fluxes: do they have an equilibrium, and at what levels (arXiv 2112.03588)."""

from hf_mathseq.networks.exact import exact_levels
from hf_mathseq.networks.levels import NoEquilibriumError, edge_fluxes, levels
from hf_mathseq.networks.network import Network, NetworkError
from hf_mathseq.networks.outcomes import (
    LABEL_RULES,
    Outcome,
    has_equilibrium_label,
    offending_path,
    outcome,
    reachable,
    trapped,
)

__all__ = [
    "LABEL_RULES",
    "Network",
    "NetworkError",
    "NoEquilibriumError",
    "Outcome",
    "edge_fluxes",
    "exact_levels",
    "has_equilibrium_label",
    "levels",
    "offending_path",
    "outcome",
    "reachable",
    "trapped",
]
