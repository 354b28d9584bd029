"""Our own rules as a proposer: integrals, and the differential equations of textbooks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from itertools import chain

from hf_mathseq.encodings.prefix import clean
from hf_mathseq.integrators import Budget, integrate
from hf_mathseq.proposers.absolute_logarithms import on_both_sides
from hf_mathseq.proposers.forms import other_forms
from hf_mathseq.proposers.integrals import integrand_of
from hf_mathseq.proposers.ode_rules.quadratics import of_quadratic
from hf_mathseq.proposers.ode_rules.solutions import implicit_solutions, solutions
from hf_mathseq.proposers.ode_rules.unknowns import while_defined
from hf_mathseq.proposers.pieces import with_constant_signs, with_signs
from hf_mathseq.proposers.product_to_sum import as_sum
from hf_mathseq.proposers.proposer import Problem, Proposer, Tokens
from hf_mathseq.proposers.seen_functions import of_seen_functions
from hf_mathseq.symbolic.equations import read_equation
from hf_mathseq.symbolic.expression import Expr, ExpressionError, write_prefix
from hf_mathseq.symbolic.numeric import NotNumericError
from hf_mathseq.symbolic.parameters import parameters_of
from hf_mathseq.task import Task
from hf_mathseq.tasks.integration import IntegrationTask
from hf_mathseq.tasks.ode_base import OdeTask

STEPS = (400, 8_000)
"""Steps of the first and of the second attempt: about 20 ms and 0.4 s of work that finds nothing.

All forms of an integrand are tried with few steps before any is tried with many.
"""


class Rules(Proposer):
    """Integration by rules (`hf_mathseq.integrators`), also of other forms of the integrand.

    Products of waves are integrated as sums, absolute values and signs piece by piece.
    For differential equations the methods of textbooks on top of it, see `ode_rules`.
    """

    name = "rules"
    summary = "our own integration by rules, and textbook methods for differential equations"
    knows_parameters = True

    def fits(self, task: Task) -> bool:
        """Return whether the problems of a task are integrals or differential equations."""
        return isinstance(task, (IntegrationTask, OdeTask))

    def propose(self, problem: Problem) -> Iterator[Tokens]:
        """Yield what the rules find."""
        task = problem.task
        if isinstance(task, OdeTask):
            equation = read_equation(problem.row["equation"])
            found = solutions(equation, task.order)
            if task.order == 1:
                found = chain(found, implicit_solutions(equation))
        else:
            found = _written(integrand_of(problem.row))
        yield from (clean(write_prefix(answer)) for answer in found)


def _written(integrand: Expr) -> Iterator[Expr]:
    """Yield antiderivatives, before each of them its form that is real on more of the line."""
    for answer in _antiderivatives(integrand):
        with suppress(ExpressionError, NotNumericError):
            wider = on_both_sides(answer, integrand)
            if wider is not None:
                yield wider
        yield answer


def _antiderivatives(integrand: Expr) -> Iterator[Expr]:
    yield from _of_sum(integrand)
    yield from _of_forms(integrand)
    if parameters_of(integrand):
        yield from while_defined(_of_quadratic(integrand))
    else:
        yield from of_seen_functions(integrand)
    try:
        pieces = with_constant_signs(integrand)
        if pieces is not None:
            plain, signs = pieces
            yield from (with_signs(answer, signs) for answer in _of_forms(plain))
    except ExpressionError:  # out of bounds
        return


def _of_quadratic(integrand: Expr) -> Iterator[Expr]:
    answer = of_quadratic(integrand)
    if answer is not None:
        yield answer


def _of_sum(integrand: Expr) -> Iterator[Expr]:
    try:
        form = as_sum(integrand)
    except ExpressionError:  # out of bounds
        return
    answer = None if form is None else integrate(form, Budget(STEPS[0]))
    if answer is not None:
        yield answer


def _of_forms(integrand: Expr) -> Iterator[Expr]:
    forms = [integrand, *other_forms(integrand)]
    for steps in STEPS:
        for form in forms:
            answer = integrate(form, Budget(steps))
            if answer is not None:
                yield answer
