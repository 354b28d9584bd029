"""The methods in the order in which they are tried, and the call that runs them."""

from __future__ import annotations

from hf_mathseq.integrators.budget import Budget, BudgetSpent
from hf_mathseq.integrators.exponentials import integrate_exponentials
from hf_mathseq.integrators.half_angles import integrate_by_half_angle
from hf_mathseq.integrators.linearity import integrate_termwise
from hf_mathseq.integrators.parts import integrate_by_parts
from hf_mathseq.integrators.radicals import integrate_radicals
from hf_mathseq.integrators.rational import integrate_rational
from hf_mathseq.integrators.real_form import with_real_logarithms
from hf_mathseq.integrators.rewriting import integrate_rewritten
from hf_mathseq.integrators.risch_norman import integrate_by_risch_norman
from hf_mathseq.integrators.root_substitution import integrate_by_root
from hf_mathseq.integrators.search import Method, Search
from hf_mathseq.integrators.substitution import integrate_by_substitution
from hf_mathseq.integrators.table import integrate_by_table
from hf_mathseq.integrators.trigonometric import integrate_trigonometric
from hf_mathseq.symbolic.calculus import without_constant_terms
from hf_mathseq.symbolic.expression import Expr, ExpressionError, write_prefix

METHODS: tuple[Method, ...] = (
    integrate_by_table,
    integrate_termwise,
    integrate_by_risch_norman,
    integrate_by_substitution,
    integrate_rational,
    integrate_by_root,
    integrate_radicals,
    integrate_by_parts,
    integrate_trigonometric,
    integrate_by_half_angle,
    integrate_exponentials,
    integrate_rewritten,
)


def integrate(integrand: Expr, budget: Budget | None = None) -> Expr | None:
    """Return an antiderivative by x without additive constants, None where none is found.

    The answer depends on the integrand and the budget alone. It is not verified here: its domain
    may be smaller than the integrand's, and the caller differentiates and compares
    (`hf_mathseq.verification.agreement`).

    Args:
        integrand: A real function of x in normal form; other symbols count as constants.
        budget: Steps that may be spent; `Budget()` if None.
    """
    if _FOREIGN.intersection(write_prefix(integrand)):
        return None
    search = Search(METHODS, budget or Budget())
    try:
        answer = search.integrate(integrand)
        if answer is None or "I" in write_prefix(answer):
            return None
        return with_real_logarithms(without_constant_terms(answer), integrand)
    except (BudgetSpent, ExpressionError):
        return None


_FOREIGN = frozenset(("f", "g", "h", "derivative", "I"))
"""Words of unknown functions and of complex numbers."""
