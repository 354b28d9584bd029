"""Logarithms of negative values, as in ln(tan(x) - 2) for small x, made real."""

from __future__ import annotations

import numpy as np

from hf_mathseq.integrators.replacement import Replacement
from hf_mathseq.symbolic.evaluation import function, negative
from hf_mathseq.symbolic.nodes import X_BIT, Expr
from hf_mathseq.symbolic.numeric import evaluate
from hf_mathseq.symbolic.traversal import varying_parts

POINTS = np.concatenate([-np.geomspace(0.0312, 23.7, 24)[::-1], np.geomspace(0.0297, 25.3, 24)])
"""Where signs are looked at: on both sides of zero, no multiples of pi or of one another."""


def with_real_logarithms(antiderivative: Expr, integrand: Expr) -> Expr:
    """Write ln(-u) for ln(u) where u is negative wherever it is real at some points.

    The two differ by a constant. Where u has both signs ln(u) stays, as computer algebra systems
    write it; so do logarithms of the integrand, which may occur in products.
    """
    parts: dict[Expr, Expr] = {}
    given = _logarithms(integrand)
    for logarithm in _logarithms(antiderivative):
        argument = logarithm.args[0]
        if logarithm in given or argument.symbols != X_BIT:
            continue
        values = evaluate(argument, POINTS)
        values = values[np.isfinite(values)]
        if len(values) and values.max() < 0:
            parts[logarithm] = function("ln", negative(argument))
    return Replacement(parts)(antiderivative) if parts else antiderivative


def _logarithms(expr: Expr) -> list[Expr]:
    return [part for part in varying_parts(expr) if part.op == "ln"]
