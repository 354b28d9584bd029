"""Other problems with the same answer, and problems whose answers add up to it."""

from __future__ import annotations

from collections.abc import Iterator

from hf_mathseq.proposers.forms import other_forms
from hf_mathseq.proposers.integrals import IntegralProposer, answer_from, integrand_of
from hf_mathseq.proposers.proposer import Problem, Tokens
from hf_mathseq.symbolic.calculus import split_constant_factor
from hf_mathseq.symbolic.evaluation import add, mul
from hf_mathseq.symbolic.expression import Expr, ExpressionError, write_infix, write_prefix
from hf_mathseq.symbolic.short_form import expanded


class Rewriting(IntegralProposer):
    """Asks the other proposers for the integral of another form of the integrand."""

    name = "rewriting"
    summary = "the answers of the others to other forms of the integrand"
    derived = True

    def propose(self, problem: Problem) -> Iterator[Tokens]:
        """Yield the verified answer to each form that has one."""
        for form in other_forms(integrand_of(problem.row)):
            found = _solved(problem, form)
            if found is not None:
                yield found


class Parts(IntegralProposer):
    """Asks the other proposers for the integral of every term of a sum."""

    name = "parts"
    summary = "the sum of the answers of the others to the terms of the integrand"
    derived = True

    def propose(self, problem: Problem) -> Iterator[Tokens]:
        """Yield the sum of verified answers, where all terms have one."""
        integrand = integrand_of(problem.row)
        for total in dict.fromkeys((integrand, expanded(integrand))):
            answer = _term_by_term(problem, total) if total.op == "add" else None
            if answer is not None:
                yield write_prefix(answer)


def _term_by_term(problem: Problem, total: Expr) -> Expr | None:
    parts = []
    for term in total.args:
        varying, factor = split_constant_factor(term)
        tokens = _solved(problem, varying)
        part = None if tokens is None else answer_from(tokens)
        if part is None:
            return None
        parts.append(mul(factor, part))
    try:
        return add(*parts)
    except ExpressionError:
        return None


def _solved(problem: Problem, integrand: Expr) -> Tokens | None:
    return problem.solve({"integrand": write_infix(integrand)}, problem.left())
