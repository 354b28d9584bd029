"""Logarithms with absolute values, as textbooks write them: ln|x| for 1/x on both sides of 0."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hf_mathseq.integrators.replacement import Replacement
from hf_mathseq.symbolic.evaluation import function
from hf_mathseq.symbolic.nodes import X_BIT, Expr
from hf_mathseq.symbolic.numeric import evaluate
from hf_mathseq.symbolic.traversal import varying_parts
from hf_mathseq.verification.probes import PROBES


def on_both_sides(antiderivative: Expr, integrand: Expr) -> Expr | None:
    """Return an antiderivative with ln|u| for ln(u), None where it is real at no more points.

    The derivative is the same wherever ln(u) is real. Logarithms of the integrand stay: they may
    occur in products.

    Args:
        antiderivative: In x, perhaps with parameters.
        integrand: Its derivative.
    """
    wanted = np.isfinite(evaluate(integrand, PROBES))
    parts = {}
    for part in varying_parts(antiderivative):
        if part.op == "ln" and part.symbols & X_BIT and part not in varying_parts(integrand):
            values = evaluate(part.args[0], PROBES)[wanted]
            if (values < 0).any():
                parts[part] = function("ln", function("abs", part.args[0]))
    if not parts:
        return None
    wider = Replacement(parts)(antiderivative)
    return wider if _reals(wider, wanted) > _reals(antiderivative, wanted) else None


def _reals(expr: Expr, wanted: npt.NDArray[np.bool_]) -> int:
    return int(np.isfinite(evaluate(expr, PROBES)[wanted]).sum())
