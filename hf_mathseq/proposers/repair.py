"""Cheap repair of answers that were found wrong: antiderivatives, solutions of equations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from hf_mathseq.proposers import residuals
from hf_mathseq.proposers.constant_fit import with_constants, with_small_number
from hf_mathseq.proposers.integrals import answer_from, integrand_of
from hf_mathseq.proposers.linear_fit import scaled, with_coefficients
from hf_mathseq.proposers.proposer import Problem, Proposer, Tokens
from hf_mathseq.symbolic.equations import read_equation
from hf_mathseq.symbolic.expression import Expr, ExpressionError, write_prefix
from hf_mathseq.task import Row, Task
from hf_mathseq.tasks.integration import IntegrationTask
from hf_mathseq.tasks.ode_base import OdeTask
from hf_mathseq.verification.ode_solution import read_solution

MAX_ANSWERS = 10
"""Wrong answers that are repaired, the first ones."""

Kind = Callable[[Expr], Iterator[Expr]]
"""A wrong answer -> answers like it that fit the problem at points."""


class Repair(Proposer):
    """Mends factors, coefficients and other constants of wrong answers."""

    name = "repair"
    summary = "wrong answers with other factors, coefficients or constants"
    derived = True

    def fits(self, task: Task) -> bool:
        """Return whether the problems of a task are integrals or differential equations."""
        return isinstance(task, (IntegrationTask, OdeTask))

    def propose(self, problem: Problem) -> Iterator[Tokens]:
        """Yield what fits the problem at points."""
        kinds = kinds_of_repair(problem.task, problem.row)
        answers = [answer_of(problem.task, tokens) for tokens in problem.tried]
        for answer in [each for each in answers if each is not None][:MAX_ANSWERS]:
            for kind in kinds.values():
                if problem.left() <= 0:
                    return
                yield from map(write_prefix, kind(answer))


def kinds_of_repair(task: Task, row: Row) -> dict[str, Kind]:
    """Return the ways in which wrong answers to a problem are mended, by name.

    Args:
        task: Its problems are integrals or differential equations.
        row: The problem.
    """
    if isinstance(task, OdeTask):
        equation = read_equation(row["equation"])
        return _by_constants(residuals.of_equation(equation, task.order))
    integrand = integrand_of(row)
    return {
        "factor": partial(scaled, integrand=integrand),
        "coefficients": partial(with_coefficients, integrand=integrand),
        **_by_constants(residuals.of_integrand(integrand)),
    }


def _by_constants(problem: residuals.Problem) -> dict[str, Kind]:
    return {
        "small number": partial(with_small_number, problem=problem),
        "constants": partial(with_constants, problem=problem),
    }


def answer_of(task: Task, tokens: Tokens) -> Expr | None:
    """Return the expression of an answer to an integral or an equation, None where it is none."""
    if not isinstance(task, OdeTask):
        return answer_from(tokens)
    try:
        return read_solution(tokens, task.order)
    except ExpressionError:
        return None
