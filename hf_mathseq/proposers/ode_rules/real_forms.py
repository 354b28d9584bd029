"""Solutions that are real at more points than others: logarithms and roots with the other sign.

ln(x - 1) and ln(1 - x) have the same derivative, but one is real where the other is not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from hf_mathseq.proposers.residuals import Residual
from hf_mathseq.symbolic.evaluation import function, negative, power
from hf_mathseq.symbolic.nodes import Expr
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.symbolic.traversal import varying_parts

MAX_PARTS = 4
"""Logarithms and roots that are tried with the other sign."""
SMALL = 1e-6
"""Largest relative residual of a solution."""
CERTAIN = 1e-11
"""Residual of what solves an equation beyond doubt."""
MIN_POINTS = 10
NO_CONSTANTS = np.empty(0)

Problem = Callable[[Expr, tuple[()]], Residual]


def real_form(solution: Expr, problem: Problem) -> Expr:
    """Return a solution with other signs in logarithms and roots, if it is real at more points.

    Args:
        solution: What may solve the equation of the problem.
        problem: See `residuals`.

    Raises:
        ExpressionError: A part is out of bounds or has no value.
    """
    best, most = solution, _real_points(solution, problem)
    for part, other in list(_other_signs(solution))[:MAX_PARTS]:
        form = substitute(best, {part: other})
        count = _real_points(form, problem)
        if count > most:
            best, most = form, count
    return best


def solves(form: Expr, problem: Problem) -> bool:
    """Return whether a form solves the equation of a problem to all digits at many points."""
    return _real_points(form, problem, CERTAIN) >= MIN_POINTS


def _other_signs(solution: Expr) -> Iterator[tuple[Expr, Expr]]:
    for part in varying_parts(solution):
        if part.op == "ln":
            yield part, function("ln", negative(part.args[0]))
        elif part.op == "pow" and part.args[1].op == "rational":
            yield part, power(negative(part.args[0]), part.args[1])


def _real_points(form: Expr, problem: Problem, most: float = SMALL) -> int:
    """Return at how many points a form is real and solves the equation, 0 if not at all of them."""
    residual = problem(form, ())(NO_CONSTANTS)
    known = residual[np.isfinite(residual)]
    return len(known) if bool((np.abs(known) <= most).all()) else 0
