"""Cheap repair of antiderivatives that were found wrong."""

from __future__ import annotations

import time
from collections.abc import Iterator

from hf_mathseq.proposers.constant_fit import with_constants
from hf_mathseq.proposers.integrals import IntegralProposer, answer_from, integrand_of
from hf_mathseq.proposers.linear_fit import scaled, with_coefficients
from hf_mathseq.proposers.proposer import Problem, Tokens
from hf_mathseq.symbolic.expression import Expr, write_prefix

MAX_ANSWERS = 10
"""Wrong answers that are repaired, the first ones."""


class Repair(IntegralProposer):
    """Mends factors, coefficients and other constants of wrong answers."""

    name = "repair"
    summary = "wrong answers with other factors, coefficients or constants"
    derived = True

    def propose(self, problem: Problem) -> Iterator[Tokens]:
        """Yield what fits the integrand at points."""
        deadline = time.monotonic() + problem.seconds
        integrand = integrand_of(problem)
        answers = [answer_from(tokens) for tokens in problem.tried]
        for answer in [each for each in answers if each is not None][:MAX_ANSWERS]:
            if time.monotonic() > deadline:
                return
            for repaired in _repaired(answer, integrand):
                yield write_prefix(repaired)


def _repaired(answer: Expr, integrand: Expr) -> Iterator[Expr]:
    multiple = scaled(answer, integrand)
    if multiple is not None:
        yield multiple
    yield from with_coefficients(answer, integrand)
    yield from with_constants(answer, integrand)
