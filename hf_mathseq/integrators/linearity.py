"""Sums are integrated term by term; the search itself takes out constant factors."""

from __future__ import annotations

from hf_mathseq.integrators.search import Search
from hf_mathseq.symbolic.evaluation import add
from hf_mathseq.symbolic.nodes import Expr


def integrate_termwise(integrand: Expr, search: Search) -> Expr | None:
    """Integrate the terms of a sum; those that fail alone may succeed together.

    One term that fails alone decides: the sum has an elementary antiderivative only if that term
    has one.
    """
    if integrand.op != "add":
        return None
    solved: list[Expr] = []
    failed: list[Expr] = []
    for term in integrand.args:
        answer = search.integrate(term)
        if answer is None:
            failed.append(term)
        else:
            solved.append(answer)
    if failed and solved:
        rest = search.integrate(add(*failed)) if len(failed) > 1 else None
        return None if rest is None else add(*solved, rest)
    return None if failed else add(*solved)
