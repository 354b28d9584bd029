"""Pairs (f, F) with f = F', found forward: f is drawn, F is what an integrator returns.

arXiv 1912.01412, generator "FWD". What differs from the published rule: the guard before an
integrand is built counts nested exponentials only, and every pair is verified by differentiation.
"""

from __future__ import annotations

from collections.abc import Callable

from hf_mathseq.encodings.prefix import count_operators
from hf_mathseq.symbolic.calculus import without_constant_terms
from hf_mathseq.symbolic.expression import Expr, ExpressionError, write_prefix
from hf_mathseq.symbolic.nodes import X_BIT
from hf_mathseq.symbolic.trees import BufferedDraws
from hf_mathseq.tasks.drawn_functions import function_drawn, operators_drawn
from hf_mathseq.tasks.forward_options import ForwardConfig
from hf_mathseq.tasks.integration_pairs import Pair, is_complex, problem_key
from hf_mathseq.verification.agreement import agrees

Integrate = Callable[[Expr], Expr | None]


class ForwardPairs:
    """Draws pairs one after another.

    Args:
        config: What is drawn and kept.
        draws: Source of all choices.
        integrate: Returns an antiderivative or None.
    """

    def __init__(self, config: ForwardConfig, draws: BufferedDraws, integrate: Integrate) -> None:
        self._config = config
        self._draws = draws
        self._integrate = integrate
        self._max_words = config.max_len - 2

    def draw(self) -> Pair | None:
        """Draw once; None where the draw is rejected."""
        integrand = self.integrand()
        if integrand is None:
            return None
        antiderivative = self._integrate(integrand)
        if antiderivative is None or not self._can_be_written(antiderivative):
            return None
        if not agrees(antiderivative, integrand):
            return None
        return Pair(integrand, antiderivative, problem_key(integrand))

    def integrand(self) -> Expr | None:
        """Draw a function to integrate; None where it is rejected before it is integrated."""
        config, draws = self._config, self._draws
        operators = operators_drawn(draws, config.min_ops, config.max_ops, config.short_probability)
        drop_constants = draws.uniform() < 0.5
        try:
            integrand = function_drawn(draws, operators)
            if drop_constants:
                integrand = without_constant_terms(integrand)
        except ExpressionError:
            return None
        if not integrand.symbols & X_BIT or not self._can_be_written(integrand):
            return None
        if 2 * count_operators(write_prefix(integrand)) < operators:
            return None
        return integrand

    def _can_be_written(self, expr: Expr) -> bool:
        return expr.words <= self._max_words and not is_complex(expr)
