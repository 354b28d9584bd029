"""Conditions on solutions in which the constants are linear: met by none, or by many.

Fitting constants finds one solution; here it is seen where there are more, or provably none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.evaluation import add, divide, mul, subtract
from hf_mathseq.symbolic.expression import write_infix
from hf_mathseq.symbolic.initial_conditions import Condition
from hf_mathseq.symbolic.nodes import ONE, ZERO, Expr, ExpressionError, X
from hf_mathseq.symbolic.numeric import Evaluation
from hf_mathseq.symbolic.numeric_backends import REAL
from hf_mathseq.symbolic.short_form import expanded, short_form
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.verification.fitted_constants import NoConstantsError
from hf_mathseq.verification.ode_points import CONSTANTS

SMALL = 1e-9
"""Largest number, relative to those beside it, that counts as 0."""


@dataclass(frozen=True)
class Free:
    """Solutions of which every one meets the conditions.

    Attributes:
        solution: With the constants that are free.
        constants: These.
    """

    solution: Expr
    constants: tuple[Expr, ...]


@dataclass(frozen=True)
class _Linear:
    """Conditions as linear equations, `rows` times the constants = `targets`."""

    rows: list[list[Expr]]
    targets: list[Expr]

    @property
    def numbers(self) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
        rows = np.array([[_number(each) for each in row] for row in self.rows])
        return rows, np.array([_number(each) for each in self.targets])


def free_constants(solution: Expr, conditions: Sequence[Condition]) -> Free | None:
    """Return the solutions that meet the conditions where these are many, else None.

    Args:
        solution: In x and as many constants of integration as there are conditions.
        conditions: What y or y' is to be at points.

    Raises:
        NoConstantsError: The constants are linear and no values of them meet the conditions.
    """
    constants = CONSTANTS[: len(conditions)]
    try:
        linear = _linear(solution, conditions, constants)
    except ExpressionError:
        return None
    if linear is None:
        return None
    rows, targets = linear.numbers
    sizes = np.abs(rows).max(axis=1, initial=0.0, keepdims=True)
    scaled = np.hstack([rows, targets[:, None]]) / np.where(sizes > 0, sizes, 1.0)
    rank = np.linalg.matrix_rank(scaled[:, :-1], tol=SMALL)
    if not np.isfinite(scaled).all() or rank == len(constants):
        return None
    if np.linalg.matrix_rank(scaled, tol=SMALL) > rank:
        raise NoConstantsError(_impossible(rows, conditions, linear))
    return _freed(solution, constants, linear, rows)


def _linear(
    solution: Expr, conditions: Sequence[Condition], constants: Sequence[Expr]
) -> _Linear | None:
    """Return the conditions as linear equations, None where the constants are not linear."""
    zeros = dict.fromkeys(constants, ZERO)
    base = substitute(solution, zeros)
    parts = [expanded(subtract(substitute(solution, {**zeros, c: ONE}), base)) for c in constants]
    terms = [mul(c, part) for c, part in zip(constants, parts, strict=True)]
    if expanded(subtract(solution, add(base, *terms))) is not ZERO:
        return None
    rows = [[_at(part, each) for part in parts] for each in conditions]
    return _Linear(rows, [subtract(each.value, _at(base, each)) for each in conditions])


def _at(function: Expr, condition: Condition) -> Expr:
    left = derivative(function) if condition.order else function
    return substitute(left, {X: condition.point})


def _number(expr: Expr) -> float:
    with np.errstate(all="ignore"):
        return float(Evaluation(REAL, {}).value(expr))


def _impossible(
    rows: npt.NDArray[np.float64], conditions: Sequence[Condition], linear: _Linear
) -> str:
    asked = ", ".join(map(str, conditions))
    for row, condition, target in zip(rows, conditions, linear.targets, strict=True):
        if not row.any() and abs(_number(target)) > SMALL:
            what = str(condition).partition(" = ")[0]
            value = write_infix(subtract(condition.value, target))
            return f"no solution of this family meets {asked}: {what} is {value} for all constants"
    return f"no solution of this family meets {asked}"


def _freed(
    solution: Expr,
    constants: tuple[Expr, ...],
    linear: _Linear,
    rows: npt.NDArray[np.float64],
) -> Free:
    """Solve the equation with the largest coefficient for its constant; the other one is free."""
    if np.abs(rows).max() <= SMALL:
        return Free(solution, constants)
    equation, column = np.unravel_index(int(np.argmax(np.abs(rows))), rows.shape)
    bound, free = constants[column], tuple(c for c in constants if c is not constants[column])
    rest = [mul(linear.rows[equation][constants.index(c)], c) for c in free]
    value = divide(
        subtract(linear.targets[equation], add(ZERO, *rest)), linear.rows[equation][column]
    )
    return Free(substitute(solution, {bound: short_form(value)}), free)
