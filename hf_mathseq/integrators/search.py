"""The state of one integration: methods in order, steps left, sub-problems already seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hf_mathseq.integrators.budget import Budget
from hf_mathseq.symbolic.calculus import split_constant_factor
from hf_mathseq.symbolic.evaluation import mul
from hf_mathseq.symbolic.nodes import X_BIT, Expr, ExpressionError, X

MAX_NESTING = 7
"""Methods that lead to sub-problems may do so this many times one inside another."""


class Search:
    """Integrates by methods that may ask for other integrals.

    Args:
        methods: Tried in this order; each returns an antiderivative or None.
        budget: Steps that may be spent.

    Attributes:
        budget: The same.
        refused: Integrands for which the Risch-Norman method has tried all terms in vain: methods
            that stay among the same functions leave them alone.
        active: The methods at work, one inside another.
    """

    def __init__(self, methods: Sequence[Method], budget: Budget) -> None:
        self._methods = methods
        self.budget = budget
        self.refused: dict[Expr, None] = {}
        self.active: list[Method] = []
        # None for problems that failed or are being worked on: asked for again, they are refused.
        self._known: dict[Expr, Expr | None] = {}

    def integrate(self, integrand: Expr) -> Expr | None:
        """Return an antiderivative by x, None where no method finds one.

        Raises:
            BudgetSpent: No steps are left.
        """
        varying, factor = split_constant_factor(integrand)
        if not varying.symbols & X_BIT:
            return mul(factor, X)
        if varying not in self._known:
            self.budget.spend()
            self._known[varying] = None
            found = self._attempt(varying) if len(self.active) < MAX_NESTING else None
            if found is None:
                return None
            self._known[varying] = found
        answer = self._known[varying]
        return None if answer is None else mul(factor, answer)

    def _attempt(self, integrand: Expr) -> Expr | None:
        for method in self._methods:
            self.active.append(method)
            try:
                found = method(integrand, self)
            except ExpressionError:  # an intermediate result without a value, or out of bounds
                continue
            finally:
                self.active.pop()
            if found is not None:
                return found
        return None


Method = Callable[[Expr, Search], Expr | None]
