"""Other forms of the same function, some of which are easier to integrate."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from hf_mathseq.integrators.generators import UnsuitableError
from hf_mathseq.integrators.multiple_angles import with_one_angle
from hf_mathseq.integrators.rational_functions import in_lowest_terms
from hf_mathseq.symbolic.common_functions import in_common_functions
from hf_mathseq.symbolic.nodes import Expr, ExpressionError
from hf_mathseq.symbolic.short_form import expanded, short_form


def other_forms(expr: Expr) -> Iterator[Expr]:
    """Yield different forms of a function of x, the nearest ones first.

    Multiplied out, shortened, as a quotient of polynomials in lowest terms, with one angle in all
    trigonometric functions.
    """
    seen = {expr: None}
    for rewrite in _REWRITINGS:
        try:
            form = rewrite(expr)
        except (ExpressionError, UnsuitableError):
            continue
        if form is not None and form not in seen:
            seen[form] = None
            yield form


_REWRITINGS: tuple[Callable[[Expr], Expr | None], ...] = (
    in_common_functions,
    expanded,
    short_form,
    in_lowest_terms,
    with_one_angle,
)
