"""Options of the integration-by-parts task."""

from __future__ import annotations

from dataclasses import dataclass

from hf_mathseq.options import option
from hf_mathseq.tasks.finished_data import content_digest
from hf_mathseq.tasks.integration_options import IntegrationConfig


@dataclass(frozen=True)
class PartsConfig(IntegrationConfig):
    """Options of `integration/ibp`: those of F are the ones of the other integration tasks."""

    max_ops_g: int = option(
        4,
        "Largest number of operators of the second drawn function, G; the smallest is 1.",
        source="published program, max_ops_G",
        minimum=1,
        maximum=40,
    )
    simplify_probability: float = option(
        1.0,
        "Share of pairs that are brought to their short forms, integrand and antiderivative.",
        source="published program: always",
        minimum=0.0,
        maximum=1.0,
    )
    table: str = option(
        "",
        "Folder of a finished integration data set whose pairs every block knows, '' for none.",
        source="published program: a table of known integrals that outlives its pairs",
        identity=content_digest,
    )
