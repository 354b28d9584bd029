"""Options of the forward integration tasks."""

from __future__ import annotations

from dataclasses import dataclass

from hf_mathseq.engines.sympy import STEPS as SYMPY_STEPS
from hf_mathseq.integrators.budget import STEPS as RULE_STEPS
from hf_mathseq.options import option
from hf_mathseq.tasks.integration_options import IntegrationConfig

INTEGRATORS = ("rules", "sympy", "fricas")


@dataclass(frozen=True)
class ForwardConfig(IntegrationConfig):
    """Options of `integration/fwd`."""

    min_ops: int = option(
        3,
        "Smallest number of operators, except for the share of short expressions.",
        source="published program: 3 to 15, and 0 to 2 in one draw of 40",
        minimum=0,
        maximum=40,
    )
    integrator: str = option(
        "rules",
        "What integrates: the package's own rules, SymPy, or FriCAS where it is installed.",
        source="the published program uses SymPy",
        choices=INTEGRATORS,
    )
    rule_steps: int = option(
        RULE_STEPS,
        "Steps that the package's own rules may take for one integrand.",
        minimum=1,
        maximum=10**9,
    )
    sympy_steps: int = option(
        SYMPY_STEPS,
        "Calls and returns that SymPy may take for one integrand.",
        source="some half a second; the published program stops SymPy after three by the clock",
        minimum=1,
        maximum=10**11,
    )


@dataclass(frozen=True)
class ForwardSympyConfig(ForwardConfig):
    """Options of `integration/fwd_sympy`."""

    integrator: str = option(
        "sympy",
        "What integrates: SymPy, the package's own rules, or FriCAS where it is installed.",
        source="published program",
        choices=INTEGRATORS,
    )
