"""Counter-examples to F' = f far out, on narrow pieces, and where nobody could foresee them."""

from __future__ import annotations

import numpy as np

from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.nodes import Expr, ExpressionError
from hf_mathseq.verification.pieces import piece_points
from hf_mathseq.verification.precise_comparison import Outcome, PreciseComparison
from hf_mathseq.verification.probes import FAR_PROBES, WIDE_PROBES, unforeseen
from hf_mathseq.verification.root_signs import independent_roots, radicands
from hf_mathseq.verification.screening import (
    AGREEMENT,
    SUSPECTS_TRIED,
    Screen,
    screen_at,
    spread,
    suspects,
)

_WIDE = np.concatenate([-FAR_PROBES, WIDE_PROBES, FAR_PROBES])


def counter_example_elsewhere(
    antiderivative: Expr, integrand: Expr, inside: bool
) -> Outcome | None:
    """Look for a piece of the line where F' and f differ although they agree elsewhere.

    Args:
        antiderivative: F, an expression in x.
        integrand: f, an expression in x.
        inside: Whether only points count at which F has a value.

    Raises:
        NotNumericError: F or f has a symbol other than x.
    """
    comparison = PreciseComparison(antiderivative, integrand)

    def screen(points: np.ndarray) -> Screen:
        found = screen_at(antiderivative, integrand, points)
        return found.where_valued() if inside else found

    wide = screen(unforeseen(_WIDE, antiderivative, integrand))
    squares = _possible_squares(antiderivative, integrand)
    pieces = screen(piece_points(antiderivative, integrand, squares=squares))
    clear = spread(pieces, pieces.gaps <= AGREEMENT, SUSPECTS_TRIED)
    for tried, chosen in ((wide, ()), (pieces, clear)):
        for index in (*suspects(tried.gaps), *chosen):
            outcome = comparison.at(tried.points[index].item())
            if outcome is not None and outcome.gap > 0:
                return outcome
    return None


def _possible_squares(antiderivative: Expr, integrand: Expr) -> list[Expr]:
    """Return what is under roots whose signs may depend on each other."""
    try:
        sides = derivative(antiderivative), integrand
    except (ExpressionError, RecursionError):
        sides = antiderivative, integrand
    return [] if independent_roots(*sides) else radicands(*sides)
