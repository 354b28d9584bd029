"""How far an answer with unknown constants is from solving its problem, at points."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from hf_mathseq.proposers.linear_fit import FloatArray
from hf_mathseq.symbolic.nodes import Expr, X
from hf_mathseq.symbolic.numeric import Evaluation, evaluate
from hf_mathseq.symbolic.numeric_backends import REAL
from hf_mathseq.symbolic.unknown_function import UNKNOWNS
from hf_mathseq.verification import ode_points
from hf_mathseq.verification.ode_attempt import size
from hf_mathseq.verification.probes import PROBES
from hf_mathseq.verification.slopes import slope

Residual = Callable[[FloatArray], FloatArray]
"""Values of the unknown constants -> relative residuals at the points, shape (points,)."""
Problem = Callable[[Expr, Sequence[Expr]], Residual]
"""An answer and its unknown constants -> the residual.

Raises `ExpressionError` for answers that are too large to be differentiated.
"""


def of_integrand(integrand: Expr) -> Problem:
    """Return how far derivatives are from an integrand, relative to it and to 1."""
    targets = evaluate(integrand, PROBES)

    def problem(answer: Expr, unknowns: Sequence[Expr]) -> Residual:
        def residual(values: FloatArray) -> FloatArray:
            with np.errstate(all="ignore"):
                run = _run({X: PROBES}, unknowns, values)
                slopes = np.broadcast_to(run.derivative(answer), PROBES.shape)
                return np.asarray((slopes - targets) / (1.0 + np.abs(targets)))

        return residual

    return problem


def of_equation(equation: Expr, order: int) -> Problem:
    """Return how far a differential equation is from being solved, relative to its terms and to 1.

    Args:
        equation: Must vanish; contains y and its derivatives.
        order: 1 or 2.
    """
    points = ode_points.PROBES

    def problem(answer: Expr, unknowns: Sequence[Expr]) -> Residual:
        functions = [answer, *([slope(answer)] if order == 2 else [])]

        def residual(values: FloatArray) -> FloatArray:
            with np.errstate(all="ignore"):
                run = _run(points, unknowns, values)
                known = [run.value(answer), *map(run.derivative, functions)]
                inner = Evaluation(REAL, {X: points[X], **dict(zip(UNKNOWNS, known, strict=False))})
                rest, scale = inner.value(equation), size(equation, inner.value)
                return np.broadcast_to(np.asarray(rest / (1.0 + scale)), points[X].shape)

        return residual

    return problem


def _run(points: Mapping[Expr, Any], unknowns: Sequence[Expr], values: FloatArray) -> Evaluation:
    return Evaluation(REAL, {**points, **dict(zip(unknowns, values, strict=True))})
