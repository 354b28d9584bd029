"""The solution of a differential equation that meets initial conditions, as text for people."""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.symbolic.expression import Expr, ExpressionError, write_infix
from hf_mathseq.symbolic.initial_conditions import Condition
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.verification.fitted_constants import Fit, NoConstantsError, fit


def particular_solution(equation: Expr, solution: Expr, conditions: Sequence[Condition]) -> str:
    """Return one line: the particular solution with its constants, or why there is none.

    Args:
        equation: Must vanish.
        solution: A general solution of it that was found correct.
        conditions: As many as the equation's order.

    Returns:
        E.g. `y = x + x**2 with a8 = 1`, `y = a8*cos(a9 + x) with a8 = 1.41421, a9 = -0.785398`.
    """
    try:
        found = fit(equation, solution, conditions)
        shown = substitute(solution, found.values) if found.exact else solution
    except (NoConstantsError, ExpressionError) as error:
        return str(error)
    constants = sorted(found.values, key=lambda constant: str(constant.value))
    values = [f"{constant.value} = {_value(found, constant)}" for constant in constants]
    return f"y = {write_infix(shown)} with {', '.join(values)}"


def _value(found: Fit, constant: Expr) -> str:
    value = found.values[constant]
    return write_infix(value) if found.exact else f"{float(value.value):.6g}"
