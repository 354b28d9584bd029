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
from hf_mathseq.symbolic.evaluation import divide, subtract
from hf_mathseq.symbolic.expression import Expr, ExpressionError, write_infix, write_prefix
from hf_mathseq.symbolic.initial_conditions import Condition
from hf_mathseq.symbolic.inversion import solve_for
from hf_mathseq.symbolic.nodes import ZERO, X
from hf_mathseq.symbolic.numeric import Evaluation, NotNumericError
from hf_mathseq.symbolic.numeric_backends import REAL
from hf_mathseq.symbolic.parameters import parameters_of
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.symbolic.unknown_function import Y
from hf_mathseq.verdict import Status, Verdict
from hf_mathseq.verification.around_point import holds_around
from hf_mathseq.verification.curve_points import Z, holds_at
from hf_mathseq.verification.implicit_solution import check_relation
from hf_mathseq.verification.ode_attempt import Attempt, attempt
from hf_mathseq.verification.ode_points import CONSTANTS as UNKNOWN_CONSTANTS
from hf_mathseq.verification.ode_solution import check
from hf_mathseq.verification.over_parameters import over_parameters
from hf_mathseq.verification.pieces import nodes_of
from hf_mathseq.verification.precise_values import MARGIN_DIGITS, PreciseValues, log10

BRANCHES = 2
"""Of inverse functions, when a curve is solved for y."""
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


def check_curve(equation: Expr, left: Expr, right: Expr, condition: Condition) -> Verdict:
    """Check a solution that is given as a curve, such as x**2 + y**2 = 25.

    It is CORRECT if its point lies on it and the curves on which left - right or left/right is
    constant solve the equation, or what it comes to when it is solved for y does.

    Args:
        equation: Must vanish, of first order.
        left: One side of the curve's equation, in x and y.
        right: The other one.
        condition: The point.
    """
    numbers = (condition.point, condition.value)
    if parameters_of(equation, *numbers):
        judge = partial(_curve_with_numbers, condition)
        answer = substitute(subtract(left, right), {Y: UNKNOWN_CONSTANTS[0]})
        found = over_parameters([equation, left, right, *numbers], answer, judge)
        return replace(found, detail=_met([condition])) if found.correct else found
    try:
        at_point = {X: condition.point, Y: condition.value}
        if not _equal(substitute(left, at_point), substitute(right, at_point)):
            detail = f"misses the condition {condition}"
            return Verdict(Status.INCORRECT, "conditions", None, detail)
        if _is_family(equation, left, right, condition):
            return Verdict(Status.CORRECT, "implicit", 0.0, _met([condition]))
        return _solved_curve(equation, subtract(left, right), condition)
    except (_UntoldError, ExpressionError, NotNumericError) as error:
        return Verdict(Status.UNDECIDED, "conditions", None, str(error))


def _curve_with_numbers(condition: Condition, problem: Sequence[Expr], answer: Expr) -> Verdict:
    """Return the verdict once numbers stand for the parameters, see `over_parameters`."""
    equation, left, right, point, value = problem
    return check_curve(equation, left, right, replace(condition, point=point, value=value))


def _is_family(equation: Expr, left: Expr, right: Expr, condition: Condition) -> bool:
    """Return whether the curve is one of F = c, of which all solve the equation."""
    families = [subtract(left, right)]
    if right is not ZERO:
        families.append(divide(left, right))
    return any(
        holds_at(equation, family, condition.point, condition.value)
        and check_relation(equation, family).correct
        for family in families
        if nodes_of(["f"], family)
    )


def _solved_curve(equation: Expr, difference: Expr, condition: Condition) -> Verdict:
    """Return the verdict on y = f(x) where the curve can be solved for y."""
    verdict = None
    for branch in range(BRANCHES):
        function = substitute(difference, {Y: Z})
        solution = solve_for(Z, function, ZERO, partial(_branch, branch))
        if solution is not None:
            verdict = check_particular(equation, solution, 1, [condition])
            if verdict.correct:
                return verdict
    if verdict is not None and verdict.method != "conditions":
        return verdict
    detail = "whether this curve solves the equation is not seen"
    return Verdict(Status.UNDECIDED, "implicit", None, detail)


def _branch(wanted: int, count: int) -> int:
    return min(wanted, count - 1)


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
