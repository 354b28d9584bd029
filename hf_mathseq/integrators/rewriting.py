"""Integrands written in another way, for the other methods to try."""

from __future__ import annotations

from hf_mathseq.integrators.factors import monic
from hf_mathseq.integrators.rational_functions import in_lowest_terms
from hf_mathseq.integrators.search import Search
from hf_mathseq.symbolic.evaluation import mul
from hf_mathseq.symbolic.nodes import Expr, number


def integrate_rewritten(integrand: Expr, search: Search) -> Expr | None:
    """Integrate a rational function in lowest terms, others with common factors taken out.

    Factors are taken out where that makes the integrand shorter: where something cancels.
    """
    search.budget.spend()
    rewritten = in_lowest_terms(integrand)
    if rewritten is None:
        content, product = monic(integrand)
        rewritten = mul(number(content), product)
        if rewritten.words >= integrand.words:
            return None
    return None if rewritten is integrand else search.integrate(rewritten)
