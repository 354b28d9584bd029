"""The solution of a differential equation that meets initial conditions, as text for people."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from hf_mathseq.symbolic.equations import write_in_y
from hf_mathseq.symbolic.expression import Expr, ExpressionError, write_infix
from hf_mathseq.symbolic.initial_conditions import Condition
from hf_mathseq.symbolic.nodes import X
from hf_mathseq.symbolic.parameters import parameters_of
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.symbolic.unknown_function import UNKNOWNS
from hf_mathseq.tasks.linear_conditions import free_constants
from hf_mathseq.verification.fitted_constants import Fit, NoConstantsError, fit
from hf_mathseq.verification.initial_values import check_curve, check_particular

REMEMBERED = 64
"""Equations with a solution and conditions, of which several things are asked."""


@dataclass(frozen=True)
class Particular:
    """What a general solution comes to under initial conditions.

    Attributes:
        text: One line: the particular solution with its constants, or why there is none.
        met: Whether there is one.
    """

    text: str
    met: bool


@lru_cache(maxsize=REMEMBERED)
def particular_solution(
    equation: Expr, solution: Expr, conditions: tuple[Condition, ...]
) -> Particular:
    """Return the particular solution.

    Args:
        equation: Must vanish.
        solution: A general solution of it that was found correct.
        conditions: As many as the equation's order.

    Returns:
        With a text such as `y = x + x**2 with a8 = 1`, `y = a9*sin(x) for every a9`,
        `y = a8*cos(a9 + x) with a8 = 1.41421, a9 = -0.785398`.
    """
    try:
        free = free_constants(solution, conditions)
        if free is not None:
            names = ", ".join(str(constant.value) for constant in free.constants)
            return Particular(f"y = {write_infix(free.solution)} for every {names}", True)
        found = fit(equation, solution, conditions)
        shown = substitute(solution, found.values) if found.exact else solution
        if (
            parameters_of(shown)
            and not check_particular(equation, shown, len(conditions), conditions).correct
        ):
            asked = ", ".join(map(str, conditions))
            return Particular(f"no constants found for {asked}", False)
    except (NoConstantsError, ExpressionError) as error:
        return Particular(str(error), False)
    constants = sorted(found.values, key=lambda constant: str(constant.value))
    values = [f"{constant.value} = {_value(found, constant)}" for constant in constants]
    return Particular(f"y = {write_infix(shown)} with {', '.join(values)}", True)


def _value(found: Fit, constant: Expr) -> str:
    value = found.values[constant]
    return write_infix(value) if found.exact else f"{float(value.value):.6g}"


def particular_relation(equation: Expr, relation: Expr, condition: Condition) -> Particular:
    """Return the curve F = c through the point of a condition.

    Args:
        equation: Must vanish, of first order.
        relation: F of an implicit solution that was found correct.
        condition: The point.

    Returns:
        With a text such as `x**2 + y**2 = 25`.
    """
    try:
        at_point = {X: condition.point, UNKNOWNS[0]: condition.value}
        value = substitute(relation, at_point)
        found = check_curve(equation, relation, value, condition).correct
    except ExpressionError:
        found = False
    if not found:
        return Particular(f"no curve of this family is found for {condition}", False)
    return Particular(f"{write_in_y(relation)} = {write_infix(value)}", True)
