"""Equations of second order: linear ones, and those that come down to two of first order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from hf_mathseq.proposers.ode_rules.linear_second_order import linear_second_order
from hf_mathseq.proposers.ode_rules.linearisation import linearised
from hf_mathseq.proposers.ode_rules.lower_order import of_lower_order
from hf_mathseq.proposers.ode_rules.unknowns import CURVATURE, solved_for, while_defined
from hf_mathseq.symbolic.nodes import ZERO, Expr


def second_order(equation: Expr) -> Iterator[Expr]:
    """Yield solutions of an equation in x, U, SLOPE and CURVATURE, with FIRST and SECOND."""
    yield from while_defined(linear_second_order(equation))
    yield from of_lower_order(equation)
    for curvature in islice(solved_for(CURVATURE, equation, ZERO), 1):
        yield from while_defined(linearised(curvature))
