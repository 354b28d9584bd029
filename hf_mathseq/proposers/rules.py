"""Our own integration by rules as a proposer."""

from __future__ import annotations

from collections.abc import Iterator

from hf_mathseq.integrators import Budget, integrate
from hf_mathseq.proposers.forms import other_forms
from hf_mathseq.proposers.integrals import IntegralProposer, integrand_of
from hf_mathseq.proposers.proposer import Problem, Tokens
from hf_mathseq.symbolic.expression import write_prefix

STEPS = (400, 8_000)
"""Steps of the first and of the second attempt: about 20 ms and 0.4 s of work that finds nothing.

All forms of an integrand are tried with few steps before any is tried with many.
"""


class Rules(IntegralProposer):
    """Integration by rules (`hf_mathseq.integrators`), also of other forms of the integrand."""

    name = "rules"
    summary = "integration by rules, as the generator FWD has it"

    def propose(self, problem: Problem) -> Iterator[Tokens]:
        """Yield what the rules find."""
        integrand = integrand_of(problem)
        forms = [integrand, *other_forms(integrand)]
        for steps in STEPS:
            for form in forms:
                answer = integrate(form, Budget(steps))
                if answer is not None:
                    yield write_prefix(answer)
