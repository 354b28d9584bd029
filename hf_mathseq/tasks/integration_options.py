"""Options of the integration tasks, with the settings of the published data as defaults."""

from __future__ import annotations

from dataclasses import dataclass

from hf_mathseq.options import option
from hf_mathseq.tasks.expression_options import ExpressionConfig


@dataclass(frozen=True)
class IntegrationConfig(ExpressionConfig):
    """Options that all integration tasks have."""

    min_ops: int = option(
        4,
        "Smallest number of operators, except for the share of short expressions.",
        source="published program: 4 to 15, and 0 to 3 in one draw of 40",
        minimum=0,
        maximum=40,
    )
    short_probability: float = option(
        0.025,
        "Share of draws with fewer than min_ops operators.",
        source="published program: 1/40",
        minimum=0.0,
        maximum=1.0,
    )


@dataclass(frozen=True)
class BackwardConfig(IntegrationConfig):
    """Options of `integration/bwd`."""

    simplify_probability: float = option(
        0.5,
        "Share of integrands that are brought to their short form.",
        source="published program: a coin flip decides about simplification",
        minimum=0.0,
        maximum=1.0,
    )
