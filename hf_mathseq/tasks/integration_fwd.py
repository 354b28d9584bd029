"""Forward generation of integrals (arXiv 1912.01412): the tasks."""

from __future__ import annotations

from typing import Any

import numpy as np

from hf_mathseq.symbolic.nodes import collector_paused
from hf_mathseq.symbolic.trees import BufferedDraws
from hf_mathseq.task import Block
from hf_mathseq.tasks.forward_integrators import integrator_for
from hf_mathseq.tasks.forward_options import ForwardConfig, ForwardSympyConfig
from hf_mathseq.tasks.forward_pairs import ForwardPairs
from hf_mathseq.tasks.integration import IntegrationTask, described

BLOCK_SIZES = {"rules": 256, "fricas": 256, "sympy": 8}
"""Draws of a block: seconds of work, whatever integrates."""

_AS_RETURNED = "A function F of x with F' = f, as the integrator returned it, checked numerically."


class ForwardIntegration(IntegrationTask):
    """Draw f and integrate it (generator "FWD" of the paper), with integration rules of our own.

    The integrator decides which functions are in this data set and what their antiderivatives look
    like: a function that it cannot integrate within its budget of steps does not occur. By default
    the integrator is `hf_mathseq.integrators`; the published data were made with SymPy and a limit
    of three seconds, and `integration/fwd_sympy` follows that rule. With `integrator=fricas` the
    result depends on the version of FriCAS and, where an integral takes about as long as its limit
    of processor time, on the machine. Every antiderivative is differentiated and compared with f;
    the published pairs were not checked.
    """

    config_name = "fwd"
    Config = ForwardConfig
    config: ForwardConfig
    description = described(
        "Integration, forward generation: random functions, integrated by rules",
        example="x*cos(x)",
        answer=_AS_RETURNED,
    )

    def __init__(self, /, **options: Any) -> None:
        super().__init__(**options)
        self.block_size = BLOCK_SIZES[self.config.integrator]

    def generate_block(self, rng: np.random.Generator, size: int) -> Block:
        """Draw `size` functions; keep those that the integrator solves and that are verified."""
        draws = BufferedDraws(self.config.trees, rng)
        with integrator_for(self.config) as integrate, collector_paused():
            source = ForwardPairs(self.config, draws, integrate)
            return self._block([pair for _ in range(size) if (pair := source.draw())], size)


class ForwardIntegrationBySympy(ForwardIntegration):
    """Draw f and integrate it (generator "FWD" of the paper), with SymPy as the paper does.

    SymPy decides which functions are in this data set and what their antiderivatives look like:
    Risch's algorithm first; what it proves non-elementary is rejected; for the rest, everything
    that SymPy has. A budget of counted steps takes the place of the published limit of three
    seconds, so that neither the speed of a machine nor its load decides what is kept. The data
    depend on the versions of SymPy and Python, and need Linux or macOS. Every antiderivative is
    differentiated and compared with f; the published pairs were not checked.
    """

    config_name = "fwd_sympy"
    Config = ForwardSympyConfig
    config: ForwardSympyConfig
    description = described(
        "Integration, forward generation: random functions, integrated by SymPy",
        example="x*cos(x)",
        answer=_AS_RETURNED,
    )
