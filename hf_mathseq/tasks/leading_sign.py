"""The sign of an equation: its leading term is positive, as SymPy's factors have it."""

from __future__ import annotations

from typing import Any

from hf_mathseq.symbolic.decomposition import base_and_exponent, split_coefficient
from hf_mathseq.symbolic.expression import Expr, prefix_text
from hf_mathseq.symbolic.nodes import NUMBERS, X


def has_negative_lead(equation: Expr) -> bool:
    """Return whether the leading term of an equation has a negative coefficient.

    Terms are compared by their degrees in x, then in the derivatives of y, the highest one
    first, then in the other functions by their words (lexicographic order of SymPy's
    polynomials, whose generators are sorted by name).

    Args:
        equation: A sum, or one term.
    """
    terms = equation.args if equation.op == "add" else (equation,)
    rows = [_row(term) for term in terms]
    bases = sorted({base for _, powers in rows for base in powers}, key=_order)
    lead = max(rows, key=lambda row: [row[1].get(base, 0) for base in bases])
    return bool(lead[0] < 0)


def _row(term: Expr) -> tuple[Any, dict[Expr, Any]]:
    """Return a term's coefficient and the exponents of its bases."""
    coefficient, rest = split_coefficient(term)
    powers = {}
    for factor in rest.args if rest.op == "mul" else (rest,):
        base, exponent = base_and_exponent(factor)
        if exponent.op in NUMBERS:
            powers[base] = exponent.value
        else:
            powers[factor] = 1
    return coefficient, powers


def _order(base: Expr) -> tuple[int, int, str]:
    if base is X:
        return (0, 0, "")
    if base.op == "derivative":
        return (1, -base.depth, "")
    return (2, 0, prefix_text(base))
