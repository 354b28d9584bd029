"""The constants of integration of a verified solution, fitted to initial conditions.

Values in closed form are tried first, then those of Newton's method; of both only what passes two
checks: the conditions are met, to many digits for values in closed form, and the solution with
these constants satisfies the equation around the points of the conditions. The second one matters
because a solution may hold on some branches only, that is for a part of its constants.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from hf_mathseq.symbolic.infix_writer import write_infix
from hf_mathseq.symbolic.initial_conditions import Condition
from hf_mathseq.symbolic.nodes import Expr, ExpressionError, UndefinedValueError, X, number
from hf_mathseq.symbolic.numeric import Evaluation, NotNumericError
from hf_mathseq.symbolic.numeric_backends import REAL, precise
from hf_mathseq.symbolic.parameters import parameters_of
from hf_mathseq.symbolic.prefix_writer import write_prefix
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.verification.around_point import holds_around
from hf_mathseq.verification.exact_constants import Values, exact_candidates
from hf_mathseq.verification.numeric_constants import numeric_candidates
from hf_mathseq.verification.ode_attempt import Attempt, attempt

DIGITS = 60
EXACT, CLOSE = 1e-40, 1e-9
"""Largest errors of conditions that count as met, relative to 1 + |value wanted|."""
SIMPLE = 1000
"""Numbers that look like fractions of smaller denominators are tried as such."""


class NoConstantsError(ValueError):
    """Conditions that no constants were found for; one line with the reason."""


@dataclass(frozen=True)
class Fit:
    """Constants that meet the conditions.

    Attributes:
        values: Constant of integration -> its value, an expression without symbols.
        exact: Whether the values are meant exactly, or are numbers close to the right ones.
    """

    values: Values
    exact: bool


def fit(equation: Expr, solution: Expr, conditions: Sequence[Condition]) -> Fit:
    """Find the constants of integration of a solution that meets the conditions.

    Args:
        equation: Must vanish; see `ode_attempt`.
        solution: A solution of it in x and as many constants as conditions.
        conditions: As many as the equation's order.

    Raises:
        NoConstantsError: None were found.
    """
    try:
        tried = attempt(equation, solution, len(conditions))
        lefts = [_at_point(tried, condition) for condition in conditions]
        for candidate in _candidates(lefts, conditions, tried.constants):
            gap = _gap(lefts, conditions, candidate.values)
            met = gap <= (EXACT if candidate.exact else CLOSE)
            if met and _holds_at(tried, conditions, candidate.values):
                return candidate
    except (ExpressionError, NotNumericError, RecursionError) as error:
        raise NoConstantsError(f"no constants found: {error}") from None
    raise NoConstantsError(f"no constants found for {', '.join(map(str, conditions))}")


def _at_point(tried: Attempt, condition: Condition) -> Expr:
    """Return y or y' at the point of a condition, an expression in the constants."""
    what = str(condition).partition(" = ")[0]
    try:
        left = substitute(tried.functions[condition.order], {X: condition.point})
    except UndefinedValueError:
        raise NoConstantsError(f"no constants found: {what} has no value") from None
    if "I" in write_prefix(left):
        raise NoConstantsError(f"no constants found: {what} has no real value")
    if not left.symbols:
        raise NoConstantsError(f"{what} is {write_infix(left)} whatever the constants are")
    return left


def _candidates(
    lefts: Sequence[Expr], conditions: Sequence[Condition], constants: Sequence[Expr]
) -> Iterator[Fit]:
    rights = [condition.value for condition in conditions]
    for values in exact_candidates(lefts, rights, constants):
        yield Fit(values, exact=True)
    if parameters_of(*lefts, *rights):  # numbers would fit some values of them only
        return
    floats = np.array([_float(right) for right in rights])
    for found in numeric_candidates(lefts, floats, constants):
        simple = [Fraction(value).limit_denominator(SIMPLE) for value in found]
        yield Fit(_as_values(constants, simple), exact=True)
        yield Fit(_as_values(constants, [Fraction(value) for value in found]), exact=False)


def _as_values(constants: Sequence[Expr], numbers: Sequence[Fraction]) -> Values:
    return dict(zip(constants, map(number, numbers), strict=True))


def _float(expr: Expr) -> float:
    with np.errstate(all="ignore"):
        return float(Evaluation(REAL, {}).value(expr))


def _gap(lefts: Sequence[Expr], conditions: Sequence[Condition], values: Values) -> float:
    """Return how far the conditions are from being met; infinity where there is no value."""
    with np.errstate(all="ignore"):
        run = Evaluation(REAL, {name: _float(value) for name, value in values.items()})
        if not run.finite(*[run.value(left) for left in lefts]).all():
            return np.inf
    backend = precise(DIGITS)
    known = Evaluation(backend, {})
    try:
        inserted = Evaluation(backend, {name: known.value(v) for name, v in values.items()})
        gaps = [
            abs(inserted.value(left) - known.value(condition.value))
            / (1 + abs(known.value(condition.value)))
            for left, condition in zip(lefts, conditions, strict=True)
        ]
    except (ArithmeticError, ValueError):
        return np.inf
    return float(max(gaps))


def _holds_at(tried: Attempt, conditions: Sequence[Condition], values: Values) -> bool:
    """Return whether the equation holds around the points of the conditions."""
    constants = {name: _float(value) for name, value in values.items()}
    return all(holds_around(tried, _float(each.point), constants) for each in conditions)
