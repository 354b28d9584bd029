"""Networks of linear fluxes: do they have an equilibrium, and at what levels (arXiv 2112.03588)."""

from hf_mathseq.networks.cobra_input import from_cobra
from hf_mathseq.networks.drawing import draw, save_drawing
from hf_mathseq.networks.dynamics import sensitivities, trajectory
from hf_mathseq.networks.edge_list import from_edge_list
from hf_mathseq.networks.json_form import from_json, to_json
from hf_mathseq.networks.kgml import from_kgml
from hf_mathseq.networks.knock_outs import KnockOut, knock_outs
from hf_mathseq.networks.levels import NoEquilibriumError, edge_fluxes, exact_levels, levels
from hf_mathseq.networks.library import example_titles, examples
from hf_mathseq.networks.network import Network, NetworkError
from hf_mathseq.networks.networkx_input import from_networkx
from hf_mathseq.networks.outcomes import (
    LABEL_RULES,
    Outcome,
    has_equilibrium_label,
    offending_path,
    outcome,
    reachable,
    trapped,
)
from hf_mathseq.networks.reading import read_network
from hf_mathseq.networks.renumbering import renumbered
from hf_mathseq.networks.report import NetworkReport, analyse
from hf_mathseq.networks.rounding import RoundingLoss, encodable

__all__ = [
    "LABEL_RULES",
    "KnockOut",
    "Network",
    "NetworkError",
    "NetworkReport",
    "NoEquilibriumError",
    "Outcome",
    "RoundingLoss",
    "analyse",
    "draw",
    "edge_fluxes",
    "encodable",
    "exact_levels",
    "example_titles",
    "examples",
    "from_cobra",
    "from_edge_list",
    "from_json",
    "from_kgml",
    "from_networkx",
    "has_equilibrium_label",
    "knock_outs",
    "levels",
    "offending_path",
    "outcome",
    "reachable",
    "read_network",
    "renumbered",
    "save_drawing",
    "sensitivities",
    "to_json",
    "trajectory",
    "trapped",
]
