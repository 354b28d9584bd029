"""The integrators that forward generation can use, by the names of their option."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hf_mathseq.engines.fricas import FricasEngine
from hf_mathseq.engines.sympy import shared_engine
from hf_mathseq.integrators import Budget, integrate
from hf_mathseq.symbolic.expression import Expr
from hf_mathseq.tasks.forward_options import ForwardConfig
from hf_mathseq.tasks.forward_pairs import Integrate


@contextmanager
def integrator_for(config: ForwardConfig) -> Iterator[Integrate]:
    """Give the integrator that the options name, for the draws of one block.

    Raises:
        UserError: It is not installed or does not run on this system.
    """
    if config.integrator == "sympy":
        yield shared_engine(config.sympy_steps).integrate
    elif config.integrator == "fricas":
        # FriCAS remembers what it has met: with one process a block, blocks stay independent.
        engine = FricasEngine()
        try:
            yield engine.integrate
        finally:
            engine.close()
    else:
        yield lambda integrand: _by_rules(integrand, config.rule_steps)


def _by_rules(integrand: Expr, steps: int) -> Expr | None:
    return integrate(integrand, Budget(steps))
