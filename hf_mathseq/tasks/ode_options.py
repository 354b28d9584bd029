"""Options of the tasks on differential equations, with the published settings as defaults."""

from __future__ import annotations

from dataclasses import dataclass

from hf_mathseq.options import option
from hf_mathseq.tasks.expression_options import ExpressionConfig


@dataclass(frozen=True)
class Ode1Config(ExpressionConfig):
    """Options of `ode/ode1`."""

    min_ops: int = option(
        3,
        "Smallest number of operators of a drawn solution.",
        source="published program: 3 to 15",
        minimum=0,
        maximum=40,
    )
    simplify_probability: float = option(
        0.5,
        "Share of equations that are brought to their short form.",
        source="published program: a coin flip decides about simplification",
        minimum=0.0,
        maximum=1.0,
    )


@dataclass(frozen=True)
class Ode2Config(Ode1Config):
    """Options of `ode/ode2`."""

    min_ops: int = option(
        5,
        "Smallest number of operators of a drawn solution.",
        source="published program: 5 to 15",
        minimum=0,
        maximum=40,
    )
