"""Options of the tasks on metabolic networks (arXiv 2112.03588)."""

from __future__ import annotations

from dataclasses import dataclass

from hf_mathseq.encodings.levels import MAX_PRECISION
from hf_mathseq.encodings.networks import MAX_NODES, UNIT, VERTEX_WORDS, WEIGHT_FORMS
from hf_mathseq.networks.families import ERDOS, FAMILIES, SCALE_FREE, NetworkLaw
from hf_mathseq.networks.labelled import LabelLaw
from hf_mathseq.networks.outcomes import ALL_VERTICES, LABEL_RULES
from hf_mathseq.options import OptionError, option
from hf_mathseq.tasks.metabolic_sizes import SIZES

PROGRAM = "published program"
RELEASED, EXACT = BALANCES = ("released", "exact")
HARD, BOTH = "hard", "both"
EXISTENCE_SETS = (RELEASED, HARD, BOTH)
MAX_POSITIONS = 4096  # published program: positions of its models


@dataclass(frozen=True)
class NetworkConfig:
    """Options of every task on networks."""

    size: str = option(
        "S",
        "Sets vertices, edges per vertex and longest sequence where they are not given: "
        + "; ".join(
            f"{name} {size.nodes[0]} to {size.nodes[1]} vertices, {size.ratios[0]:g} to "
            f"{size.ratios[1]:g} edges each"
            for name, size in SIZES.items()
        )
        + ".",
        source="published sweeps (S, M, L)",
        choices=tuple(SIZES),
    )
    min_nodes: int = option(
        0, "Fewest internal vertices; 0 leaves it to `size`.", minimum=0, maximum=MAX_NODES
    )
    max_nodes: int = option(
        0, "Most internal vertices; 0 leaves it to `size`.", minimum=0, maximum=MAX_NODES
    )
    min_edges: float = option(
        0.0, "Fewest edges per internal vertex; 0 leaves it to `size`.", minimum=0, maximum=100
    )
    max_edges: float = option(
        0.0, "Most edges per internal vertex; 0 leaves it to `size`.", minimum=0, maximum=100
    )
    max_length: int = option(
        0,
        "Examples whose input or target has so many tokens, ends not counted, are dropped, and "
        "count as attempts in the manifest; 0 leaves it to `size`: doubled for S, M and L where "
        "coefficients or levels are written, as the published 512 would drop a quarter of them.",
        minimum=0,
        maximum=MAX_POSITIONS,
    )
    family: str = option(
        ERDOS,
        "Random networks: independent edges (erdos), a fixed number of edges (gnm), small_world or "
        "scale_free.",
        source=PROGRAM,
        choices=FAMILIES,
    )
    rewiring: float = option(
        -1.0,
        "Rewiring probability of small_world; -1 draws one for each network.",
        source=PROGRAM,
        minimum=-1.0,
        maximum=1.0,
    )
    weighted: bool = option(
        False, "Coefficients are drawn from 1 to 99 instead of being 1.", source=PROGRAM
    )
    weight_form: str = option(
        VERTEX_WORDS,
        "How coefficients are written: 37 is N37 (vertex), INT+ 3 7 (integer) or W37 (weight).",
        source=PROGRAM,
        choices=WEIGHT_FORMS,
    )
    min_intakes: int = option(1, "Fewest edges from the intake.", source=PROGRAM, minimum=1)
    max_intakes: int = option(1, "Most edges from the intake.", source=PROGRAM, minimum=1)
    min_excretions: int = option(1, "Fewest edges to the excretion.", source=PROGRAM, minimum=1)
    max_excretions: int = option(1, "Most edges to the excretion.", source=PROGRAM, minimum=1)
    label_rule: str = option(
        ALL_VERTICES,
        "A network has an equilibrium if every vertex has a path to the excretion (all_vertices), "
        "or every vertex that the intake reaches.",
        source=f"{PROGRAM}; its comments and the paper have the other rule",
        choices=LABEL_RULES,
    )
    balance: str = option(
        RELEASED,
        "Released repairs networks without equilibrium with a fixed probability, which balances "
        "the classes for size S only; exact draws the wanted class first.",
        source=PROGRAM,
        choices=BALANCES,
    )
    redeem_probability: float = option(
        0.4,
        "With balance=released, the probability that a network without equilibrium gets edges "
        "until it has one; -1 repairs none and keeps one in five of them.",
        source=PROGRAM,
        minimum=-1.0,
        maximum=1.0,
    )
    add_random: bool = option(
        False,
        "Repairs add edges anywhere instead of from vertices without a path to the excretion.",
        source=PROGRAM,
    )

    def __post_init__(self) -> None:
        for name, (low, high) in {
            "nodes": self.law.nodes,
            "edges": self.law.ratios,
            "intakes": self.law.intakes,
            "excretions": self.law.excretions,
        }.items():
            if low > high:
                raise OptionError(f"min_{name} is {low}, above max_{name}, {high}")
        if self.law.nodes[0] < 2:
            raise OptionError("min_nodes must be at least 2: one vertex has no internal edges")
        if self.family == SCALE_FREE and (self.law.nodes[0] < 3 or self.law.ratios[0] < 1):
            raise OptionError("scale_free needs min_nodes of 3 or more and min_edges of 1 or more")
        if -1 < self.redeem_probability < 0:
            raise OptionError("option 'redeem_probability' is -1 or from 0 to 1")

    @property
    def law(self) -> NetworkLaw:
        """The law of networks."""
        size = SIZES[self.size]
        return NetworkLaw(
            self.family,
            (self.min_nodes or size.nodes[0], self.max_nodes or size.nodes[1]),
            (self.min_edges or size.ratios[0], self.max_edges or size.ratios[1]),
            self.rewiring,
            (self.min_intakes, self.max_intakes),
            (self.min_excretions, self.max_excretions),
        )

    @property
    def label_law(self) -> LabelLaw:
        """The law of labels."""
        return LabelLaw(self.law, self.label_rule, self.add_random)

    @property
    def form(self) -> str:
        """How coefficients are written, `UNIT` if they are not."""
        return self.weight_form if self.weighted else UNIT

    @property
    def writes_levels(self) -> bool:
        """Whether answers hold levels."""
        return False

    @property
    def limit(self) -> int:
        """Sequences of so many tokens are dropped."""
        published = SIZES[self.size].max_length
        doubled = self.size in "SML" and (self.weighted or self.writes_levels)
        return self.max_length or published * (2 if doubled else 1)


@dataclass(frozen=True)
class ExistenceConfig(NetworkConfig):
    """Options of `Existence`."""

    existence_set: str = option(
        RELEASED,
        "Hard draws pairs of networks in which every vertex has an outgoing edge, a rule that is "
        "right for 99.7 % of the released set; balance and redeem_probability have no effect then. "
        "Both draws half from each.",
        source="the released set is that of the published program",
        choices=EXISTENCE_SETS,
    )


@dataclass(frozen=True)
class LevelsConfig(NetworkConfig):
    """Options of `Levels`."""

    precision: int = option(
        2,
        "Decimals of the mantissas of levels: 2 means three significant digits.",
        source=f"{PROGRAM}; 4 in its file of biological networks",
        minimum=1,
        maximum=MAX_PRECISION,
    )

    @property
    def writes_levels(self) -> bool:
        """Answers hold levels."""
        return True


@dataclass(frozen=True)
class MixedConfig(LevelsConfig, ExistenceConfig):
    """Options of `Mixed`."""
