"""What the proposers of antiderivatives share: reading integrands, writing answers."""

from __future__ import annotations

from hf_mathseq.proposers.proposer import Proposer, Tokens
from hf_mathseq.symbolic.expression import Expr, ExpressionError
from hf_mathseq.task import Row, Task
from hf_mathseq.tasks.integration import IntegrationTask, read_problem
from hf_mathseq.verification.antiderivative import read_answer


class IntegralProposer(Proposer):
    """A proposer that knows integrals only."""

    def fits(self, task: Task) -> bool:
        """Return whether the problems of a task are integrals."""
        return isinstance(task, IntegrationTask)


def integrand_of(row: Row) -> Expr:
    """Return the function that is to be integrated."""
    return read_problem(row["integrand"])


def answer_from(tokens: Tokens) -> Expr | None:
    """Return the expression of an answer, None where it is not well-formed."""
    try:
        return read_answer(tokens)
    except ExpressionError:
        return None
