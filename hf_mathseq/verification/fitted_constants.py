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
from hf_mathseq.symbolic.prefix_writer import write_prefix
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.verification.exact_constants import Values, exact_candidates
from hf_mathseq.verification.numeric_constants import numeric_candidates
from hf_mathseq.verification.ode_attempt import Attempt, attempt, size
from hf_mathseq.verification.ode_points import Points

DIGITS = 60
EXACT, CLOSE = 1e-40, 1e-9
"""Largest errors of conditions that count as met, relative to 1 + |value wanted|."""
SIMPLE = 1000
"""Numbers that look like fractions of smaller denominators are tried as such."""
OFFSETS = np.array([-1, -0.5, -0.1, 0.1, 0.5, 1])
RADII = (1e-2, 1e-4, 1e-6)
"""Where the equation is tried around a condition's point, relative to 1 + |point|: the branch on
which a solution holds may be narrow."""
MIN_POINTS = 3
"""Fewest of these points that need values: the solution may exist on one side only."""
SMALL = 1e-6
"""Largest residual there, relative to the equation's terms."""


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
            if met and all(
                _holds_around(tried, each.point, candidate.values) for each in conditions
            ):
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


def _holds_around(tried: Attempt, point: Expr, values: Values) -> bool:
    """Whether the equation holds wherever it has values in a neighbourhood of a point."""
    at = _float(point)
    constants = {name: np.full(len(OFFSETS), _float(value)) for name, value in values.items()}
    return any(
        _holds(tried, {X: at + radius * (1 + abs(at)) * OFFSETS, **constants}) for radius in RADII
    )


def _holds(tried: Attempt, points: Points) -> bool:
    with np.errstate(all="ignore"):
        run = Evaluation(REAL, points)
        residual = np.broadcast_to(np.abs(run.value(tried.residual)), OFFSETS.shape)
        scale = np.broadcast_to(size(tried.residual, run.value), OFFSETS.shape)
        valid = np.broadcast_to(run.finite(residual, scale), OFFSETS.shape)
        small = residual <= SMALL * np.where(scale > 0, scale, 1)
    return bool(valid.sum() >= MIN_POINTS and small[valid].all())
