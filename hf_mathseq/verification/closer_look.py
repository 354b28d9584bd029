"""The checks of an antiderivative that take long, each made at most once for all criteria."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from hf_mathseq.symbolic.expression import Expr, write_prefix
from hf_mathseq.verdict import Status, Verdict
from hf_mathseq.verification.agreement import Evidence, compare
from hf_mathseq.verification.worker import shared_worker


@dataclass(frozen=True)
class CloserLook:
    """The numeric and the symbolic step on one answer; see `verification.antiderivative`.

    Attributes:
        antiderivative: The answer, an expression in x.
        integrand: What its derivative should be.
    """

    antiderivative: Expr
    integrand: Expr

    def verdict(self, criterion: str) -> Verdict:
        """Return the verdict of "strict" or "paper"."""
        evidence = self._evidence
        if evidence is None:
            return Verdict(Status.UNDECIDED, "budget", None, "too deeply nested for this thread")
        if not _worth_proving(evidence, criterion):
            return Verdict(evidence.status, "numeric", evidence.residual, evidence.detail)
        if self._proven:
            return Verdict(Status.CORRECT, "symbolic", None, "the difference simplifies to 0")
        method = "budget" if evidence.status is Status.UNDECIDED else "numeric"
        return Verdict(evidence.status, method, evidence.residual, evidence.detail)

    @cached_property
    def _evidence(self) -> Evidence | None:
        try:
            return compare(self.antiderivative, self.integrand)
        except RecursionError:  # called from deep inside somebody's stack
            return None

    @cached_property
    def _proven(self) -> bool:
        words = write_prefix(self.antiderivative), write_prefix(self.integrand)
        return shared_worker().proves(*words)


def _worth_proving(evidence: Evidence, criterion: str) -> bool:
    """Return whether the symbolic step can change what the points say."""
    if evidence.status is Status.UNDECIDED:
        return not evidence.hopeless
    return criterion == "paper" and evidence.partial
