"""Answers to initial-value problems: functions without constants of integration.

A particular solution is CORRECT if it solves the equation, meets every condition and does both in
one piece. Conditions are decided in normal form or with as many digits as are in play
(`precise_values`). What cannot be told is UNDECIDED: a function without a value at the point (that
of sin(x)/x at 0 is a limit), corners and jumps there, where derivatives say nothing of the function
(|x| for y'' = 0, y(0) = 0), a branch that is not seen to hold around the point, and poles, corners
or jumps between two points of conditions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.symbolic.evaluation import subtract
from hf_mathseq.symbolic.expression import Expr, ExpressionError, write_infix, write_prefix
from hf_mathseq.symbolic.initial_conditions import Condition
from hf_mathseq.symbolic.nodes import ZERO, X
from hf_mathseq.symbolic.numeric import Evaluation, NotNumericError
from hf_mathseq.symbolic.numeric_backends import REAL
from hf_mathseq.symbolic.parameters import parameters_of
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.symbolic.unknown_function import UNKNOWNS
from hf_mathseq.verdict import Status, Verdict
from hf_mathseq.verification.around_point import holds_around
from hf_mathseq.verification.implicit_solution import check_relation, holds_at
from hf_mathseq.verification.ode_attempt import Attempt, attempt
from hf_mathseq.verification.ode_solution import check
from hf_mathseq.verification.over_parameters import over_parameters
from hf_mathseq.verification.pieces import nodes_of
from hf_mathseq.verification.precise_values import MARGIN_DIGITS, PreciseValues, log10

STEPS = 4096
"""Of the grid between two points of conditions."""
_NEAR = 1e-9


class _UntoldError(ValueError):
    """What cannot be told, and why; one line."""


def check_particular(
    equation: Expr, solution: Expr, order: int, conditions: Sequence[Condition]
) -> Verdict:
    """Check a solution without constants of integration.

    Args:
        equation: Must vanish; see `ode_solution`.
        solution: An expression in x alone.
        order: 1 or 2.
        conditions: Those of the problem; all of them may have parameters (`over_parameters`).
    """
    numbers = [number for each in conditions for number in (each.point, each.value)]
    if parameters_of(equation, *numbers):
        judge = partial(_with_numbers, order, conditions)
        found = over_parameters([equation, *numbers], solution, judge)
        return replace(found, detail=_met(conditions)) if found.correct else found
    solves = check(equation, write_prefix(solution), order, "paper")
    if solves.status in (Status.INCORRECT, Status.INVALID):
        return solves
    try:
        tried = attempt(equation, solution, order)
        for condition in conditions:
            missed = _missed(tried, condition)
            if missed:
                return Verdict(Status.INCORRECT, "conditions", None, missed)
        if not solves.correct:
            return solves
        for condition in conditions:
            if not _holds_at(tried, condition):
                detail = f"the equation does not hold around x = {write_infix(condition.point)}"
                return Verdict(Status.INCORRECT, "conditions", None, detail)
        _check_between(tried, conditions)
    except (_UntoldError, ExpressionError, NotNumericError, RecursionError) as error:
        return Verdict(Status.UNDECIDED, "conditions", None, str(error))
    return Verdict(Status.CORRECT, solves.method, solves.residual, _met(conditions))


def check_curve(equation: Expr, difference: Expr, condition: Condition) -> Verdict:
    """Check a solution that is given as a curve, such as x**2 + y**2 - 25 = 0.

    It is CORRECT if its point lies on it and all curves difference = C solve the equation; where
    they do not, this curve still may: UNDECIDED.

    Args:
        equation: Must vanish, of first order.
        difference: What vanishes on the curve, in x and y.
        condition: The point.
    """
    family = check_relation(equation, difference)
    if not family.correct:
        detail = f"whether this curve solves the equation is not seen; {family.detail}"
        return Verdict(Status.UNDECIDED, "implicit", None, detail)
    try:
        left = substitute(difference, {X: condition.point, UNKNOWNS[0]: condition.value})
        if left is not ZERO and not _equal(left, ZERO):
            detail = f"misses the condition {condition}"
            return Verdict(Status.INCORRECT, "conditions", None, detail)
    except (_UntoldError, ExpressionError, NotNumericError) as error:
        return Verdict(Status.UNDECIDED, "conditions", None, str(error))
    if not holds_at(equation, difference, condition.point, condition.value):
        detail = f"whether the equation holds at {condition} cannot be told"
        return Verdict(Status.UNDECIDED, "conditions", None, detail)
    return Verdict(Status.CORRECT, "implicit", 0.0, _met([condition]))


def _met(conditions: Sequence[Condition]) -> str:
    return f"solves the equation and meets {' and '.join(map(str, conditions))}"


def _with_numbers(
    order: int, conditions: Sequence[Condition], problem: Sequence[Expr], solution: Expr
) -> Verdict:
    """Return the verdict once numbers stand for the parameters, see `over_parameters`."""
    equation, *numbers = problem
    inserted = [
        replace(each, point=point, value=value)
        for each, point, value in zip(conditions, numbers[::2], numbers[1::2], strict=True)
    ]
    return check_particular(equation, solution, order, inserted)


def _missed(tried: Attempt, condition: Condition) -> str | None:
    """Return how a condition is missed, None where it is met."""
    what = str(condition).partition(" = ")[0]
    try:
        left = substitute(tried.functions[condition.order], {X: condition.point})
        difference = subtract(left, condition.value)
    except ExpressionError:
        raise _UntoldError(f"{what} has no value, or none that can be computed") from None
    if not np.isfinite(_float(left)):
        raise _UntoldError(f"{what} has no real value")
    if difference is ZERO or _equal(left, condition.value):
        return None
    return f"misses the condition {condition}: {what} is {_told(left, condition.value)}"


def _told(left: Expr, wanted: Expr) -> str:
    """Return a number as text that tells it from the one wanted."""
    exact, rounded = write_infix(left), f"{_float(left):.6g}"
    if len(exact) <= 20:
        return exact
    return rounded if rounded != f"{_float(wanted):.6g}" else f"near {rounded}, but another number"


def _equal(left: Expr, right: Expr) -> bool:
    """Return whether two numbers are equal."""
    values = PreciseValues(lambda run: (run.value(left), run.value(right)))
    try:
        found = values.at({})
    except (ArithmeticError, ValueError):
        found = None
    if found is None:
        raise _UntoldError(f"whether {write_infix(left)[:60]} is the value wanted cannot be told")
    (one, other), in_play = found
    gap, scale = abs(one - other), max(abs(one), abs(other))
    least = -(in_play + MARGIN_DIGITS)
    return bool(gap == 0 or log10(gap) - max(log10(scale), 0.0) < least)


def _holds_at(tried: Attempt, condition: Condition) -> bool:
    point = _float(condition.point)
    for node in nodes_of(("abs", "sign", "pow"), tried.functions[0]):
        if _turns(node, point):
            where = write_infix(condition.point)
            raise _UntoldError(f"the answer may have a corner or a jump at x = {where}")
    found = holds_around(tried, point, {})
    if found is None:
        where = write_infix(condition.point)
        raise _UntoldError(f"whether the equation holds around x = {where} cannot be told")
    return found


def _turns(node: Expr, point: float) -> bool:
    """Return whether a node may have a corner or a jump at a point: a root of 0, |0|, sign(0)."""
    if node.op == "pow" and (node.args[1].op == "int" or not node.args[0].symbols):
        return False
    with np.errstate(all="ignore"):
        at = point + _NEAR * (1 + abs(point)) * np.array([-1.0, 0.0, 1.0])
        values = np.broadcast_to(Evaluation(REAL, at).value(node.args[0]), at.shape)
    return bool(not np.isfinite(values).all() or (np.sign(values) != np.sign(values[0])).any())


def _check_between(tried: Attempt, conditions: Sequence[Condition]) -> None:
    """Raise `_UntoldError` unless the answer goes on between the points of conditions."""
    points = sorted({_float(condition.point) for condition in conditions})
    for low, high in pairwise(points):
        grid = np.linspace(low, high, STEPS + 1)
        with np.errstate(all="ignore"):
            run = Evaluation(REAL, grid)
            values = [np.broadcast_to(run.value(f), grid.shape) for f in tried.functions]
            smooth = all(_goes_on(f, slope, grid[1] - grid[0]) for f, slope in pairwise(values))
        if not smooth:
            raise _UntoldError("the answer may have a pole, corner or jump between the conditions")


def _goes_on(values: FloatArray, slopes: FloatArray, step: float) -> bool:
    """Return whether the steps of a function are those that its slopes say."""
    if not (np.isfinite(values).all() and np.isfinite(slopes).all()):
        return False
    said = step * (slopes[1:] + slopes[:-1]) / 2
    allowed = 0.02 * step * np.abs(slopes).max() + 0.05 * np.abs(said)
    allowed += 1e-9 * np.abs(values).max()
    return bool((np.abs(np.diff(values) - said) <= allowed).all())


def _float(expr: Expr) -> float:
    with np.errstate(all="ignore"):
        return float(Evaluation(REAL, {}).value(expr))
