"""Solutions of an equation of either order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from hf_mathseq.proposers.ode_rules.first_order import first_order
from hf_mathseq.proposers.ode_rules.plain_forms import plain_form
from hf_mathseq.proposers.ode_rules.real_forms import Problem, real_form, solves
from hf_mathseq.proposers.ode_rules.relations import relations
from hf_mathseq.proposers.ode_rules.second_order import second_order
from hf_mathseq.proposers.ode_rules.unknowns import CURVATURE, SLOPE, U
from hf_mathseq.proposers.residuals import of_equation
from hf_mathseq.symbolic.evaluation import function
from hf_mathseq.symbolic.facts import is_positive
from hf_mathseq.symbolic.nodes import Expr, ExpressionError
from hf_mathseq.symbolic.short_form import short_form
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.symbolic.unknown_function import UNKNOWNS
from hf_mathseq.verification.pieces import nodes_of


def solutions(equation: Expr, order: int) -> Iterator[Expr]:
    """Yield what may solve a differential equation, in plain forms.

    Args:
        equation: An expression that must vanish, with the nodes of `unknown_function`.
        order: 1 or 2.
    """
    symbols = dict(zip(reversed(UNKNOWNS), (CURVATURE, SLOPE, U), strict=True))
    problem = of_equation(equation, order)
    for found in _METHODS[order](substitute(equation, symbols)):
        yield from _forms(found, problem)


def implicit_solutions(equation: Expr) -> Iterator[Expr]:
    """Yield F for which F(x, y) = C may solve an equation of first order.

    Args:
        equation: See `solutions`.
    """
    symbols = {UNKNOWNS[1]: SLOPE, UNKNOWNS[0]: U}
    for found in relations(substitute(equation, symbols)):
        with suppress(ExpressionError):
            form = short_form(found)
            for each in dict.fromkeys((_with_absolute_logarithms(form), form)):
                yield substitute(each, {U: UNKNOWNS[0]})


def _with_absolute_logarithms(relation: Expr) -> Expr:
    """Return a relation with ln|u| for ln(u), unless u is known to be positive."""
    logarithms = [node for node in nodes_of(["ln"], relation) if not is_positive(node.args[0])]
    barred = {node: function("ln", function("abs", node.args[0])) for node in logarithms}
    return substitute(relation, barred)


def _forms(solution: Expr, problem: Problem) -> Iterator[Expr]:
    """Yield the plain form of a solution, and the solution where that may be no solution."""
    try:
        form = real_form(plain_form(solution), problem)
        certain = solves(form, problem)
    except ExpressionError:
        form, certain = solution, True
    yield from dict.fromkeys([form] if certain else [form, solution])


_METHODS = {1: first_order, 2: second_order}
