"""Whether a curve F(x, y) = c solves its equation at a point of it, and around."""

from __future__ import annotations

import numpy as np

from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.expression import Expr, ExpressionError, symbol
from hf_mathseq.symbolic.nodes import X
from hf_mathseq.symbolic.numeric import Evaluation, NotNumericError
from hf_mathseq.symbolic.numeric_backends import REAL
from hf_mathseq.symbolic.substitution import substitute
from hf_mathseq.symbolic.unknown_function import UNKNOWNS, Y
from hf_mathseq.verification.ode_attempt import size

SMALL = 1e-8
"""Largest residual, relative to 1 and the equation's terms, that is put down to rounding."""
RADIUS = 1e-2
"""Of the neighbourhood, relative to 1 + |coordinate|."""
MIN_SHARE = 0.4
"""Share of the points around that need values: the curve may end there."""

Z = symbol("z")
"""Stands for y: a real number of either sign."""
_TURNS = np.sqrt([[2.0], [3.0]])
_AROUND = 2 * ((np.arange(1, 25) * _TURNS) % 1) - 1


def holds_at(equation: Expr, relation: Expr, point: Expr, value: Expr) -> bool:
    """Return whether F is regular at a point, and solves the equation there and around.

    Nothing is shortened before: where a part of the equation, F_x or F_y has no value, or F_y is 0,
    the curve has no slope.

    Args:
        equation: Must vanish, of first order, without parameters.
        relation: F, in x and y.
        point: x, a number.
        value: y, a number.
    """
    try:
        function = substitute(relation, {Y: Z})
        along, across = derivative(function), by_z(function)
        x, y = (float(Evaluation(REAL, {}).value(each)) for each in (point, value))
        steps = np.hstack([np.zeros((2, 1)), RADIUS * _AROUND])
        points = {X: x + (1 + abs(x)) * steps[0], Z: y + (1 + abs(y)) * steps[1]}
        with np.errstate(all="ignore"):
            residuals = _residuals(equation, function, along, across, points)
    except (ExpressionError, NotNumericError, ArithmeticError):
        return False
    real = np.isfinite(residuals)
    return bool(real[0] and real.mean() >= MIN_SHARE and (residuals[real] <= SMALL).all())


def _residuals(
    equation: Expr, function: Expr, along: Expr, across: Expr, points: dict[Expr, FloatArray]
) -> FloatArray:
    """Return relative residuals, NaN where the curve has no slope."""
    run = Evaluation(REAL, dict(points))
    shape = points[X].shape
    slope = -np.broadcast_to(run.value(along), shape) / np.broadcast_to(run.value(across), shape)
    regular = run.finite(run.value(function), slope)
    filled = Evaluation(REAL, {**points, Y: points[Z], UNKNOWNS[1]: slope})
    found = np.broadcast_to(filled.value(equation), shape)
    scale = np.broadcast_to(size(equation, filled.value), shape)
    real = regular & filled.finite(found, scale)
    return np.where(real, np.abs(found) / (1 + scale), np.nan)


def by_z(expr: Expr) -> Expr:
    """Return the derivative by z, which stands for y."""
    swap = {X: Z, Z: X}
    return substitute(derivative(substitute(expr, swap)), swap)
