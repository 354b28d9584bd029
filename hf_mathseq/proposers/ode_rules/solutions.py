"""Solutions of an equation of either order."""

from __future__ import annotations

from collections.abc import Iterator

from hf_mathseq.proposers.ode_rules.first_order import first_order
from hf_mathseq.proposers.ode_rules.second_order import second_order
from hf_mathseq.proposers.ode_rules.unknowns import CURVATURE, SLOPE, U
from hf_mathseq.symbolic.nodes import Expr
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.symbolic.unknown_function import UNKNOWNS


def solutions(equation: Expr, order: int) -> Iterator[Expr]:
    """Yield what may solve a differential equation.

    Args:
        equation: An expression that must vanish, with the nodes of `unknown_function`.
        order: 1 or 2.
    """
    symbols = dict(zip(reversed(UNKNOWNS), (CURVATURE, SLOPE, U), strict=True))
    yield from _METHODS[order](substitute(equation, symbols))


_METHODS = {1: first_order, 2: second_order}
