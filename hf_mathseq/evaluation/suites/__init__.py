"""The table of suites. A suite is added by one module here and one line in `SUITES`."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from hf_mathseq.suggestions import UserError, unknown_name

if TYPE_CHECKING:
    from hf_mathseq.evaluation.suites.suite import Suite

# Name -> "module:class", imported on first use.
SUITES: dict[str, str] = {
    "integration/classic": "hf_mathseq.evaluation.suites.classic:ClassicIntegrals",
    "integration/robustness": "hf_mathseq.evaluation.suites.robustness:RobustnessOfIntegration",
    "integration/generators": "hf_mathseq.evaluation.suites.generators:GeneratorTestSets",
    "ode/classic": "hf_mathseq.evaluation.suites.classic:ClassicEquations",
    "differential_systems/classic": "hf_mathseq.evaluation.suites.classic_systems:ClassicSystems",
    "differential_systems/out_of_distribution": (
        "hf_mathseq.evaluation.suites.distributions:OtherDistributions"
    ),
    "linear_algebra/dimensions": "hf_mathseq.evaluation.suites.dimensions:Dimensions",
    "linear_algebra/eigenvalue_laws": "hf_mathseq.evaluation.suites.eigenvalue_laws:EigenvalueLaws",
    "linear_algebra/noise": "hf_mathseq.evaluation.suites.matrix_noise:Noise",
    "linear_algebra/operations": "hf_mathseq.evaluation.suites.operations:Operations",
    "metabolic_networks/biological": "hf_mathseq.evaluation.suites.biological:BiologicalNetworks",
    "metabolic_networks/distributions": (
        "hf_mathseq.evaluation.suites.network_distributions:NetworkDistributions"
    ),
}


def list_suites() -> list[str]:
    """Return the names of all suites, `<dataset>/<suite>`, sorted.

    Examples:
        >>> "integration/classic" in list_suites()
        True
    """
    return sorted(SUITES)


def get_suite(name: str) -> Suite:
    """Return a suite.

    Raises:
        UserError: There is no such suite; the message offers the nearest names.
    """
    if name not in SUITES:
        raise UserError(unknown_name("suite", name, SUITES))
    module, _, attribute = SUITES[name].partition(":")
    found: Suite = getattr(importlib.import_module(module), attribute)()
    return found
