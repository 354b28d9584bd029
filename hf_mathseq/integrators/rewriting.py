"""Integrands with common factors taken out, for the other methods to try."""

from __future__ import annotations

from hf_mathseq.integrators.factors import monic
from hf_mathseq.integrators.search import Search
from hf_mathseq.symbolic.evaluation import mul
from hf_mathseq.symbolic.nodes import Expr, number


def integrate_rewritten(integrand: Expr, search: Search) -> Expr | None:
    """Take common factors out of sums; where something cancels the integrand gets shorter."""
    search.budget.spend()
    content, product = monic(integrand)
    rewritten = mul(number(content), product)
    return search.integrate(rewritten) if rewritten.words < integrand.words else None
