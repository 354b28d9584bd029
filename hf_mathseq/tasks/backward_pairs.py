"""Pairs (f, F) with f = F', drawn backward (arXiv 1912.01412, generator "BWD")."""

from __future__ import annotations

from dataclasses import dataclass

from hf_mathseq.encodings.prefix import count_operators
from hf_mathseq.splits import key_of
from hf_mathseq.symbolic.calculus import derivative, without_constant_terms
from hf_mathseq.symbolic.expression import Expr, ExpressionError, write_prefix
from hf_mathseq.symbolic.nodes import X_BIT
from hf_mathseq.symbolic.short_form import short_form
from hf_mathseq.symbolic.trees import BufferedDraws
from hf_mathseq.tasks.drawn_functions import function_drawn, operators_drawn
from hf_mathseq.tasks.integration_pairs import Pair, canonical_text, is_complex, problem_key
from hf_mathseq.verification.batch_agreement import agree_many


@dataclass(frozen=True)
class PairSettings:
    """What is drawn and kept; the fields of the task's options of the same names.

    Attributes:
        min_ops: Fewest operators of a drawn expression, but for the short ones.
        max_ops: Most operators.
        short_probability: Share of draws with fewer than `min_ops` operators.
        simplify_probability: Share of integrands brought to their short form.
        max_words: Most words of an integrand and of an antiderivative.
    """

    min_ops: int
    max_ops: int
    short_probability: float
    simplify_probability: float
    max_words: int


class BackwardPairs:
    """Draws pairs and keeps those that can be written and are verified.

    Args:
        settings: What is drawn and kept.
        draws: Source of all choices.
    """

    def __init__(self, settings: PairSettings, draws: BufferedDraws) -> None:
        self._settings = settings
        self._draws = draws

    def pairs(self, attempts: int) -> list[Pair]:
        """Draw that many times; return the pairs that are kept."""
        drawn = [pair for _ in range(attempts) if (pair := self._draw())]
        verified = agree_many([(pair.antiderivative, pair.integrand) for pair in drawn])
        return [pair for pair, agreed in zip(drawn, verified, strict=True) if agreed]

    def _draw(self) -> Pair | None:
        """Draw once; None where the draw is rejected. The pair is not verified yet."""
        settings, draws = self._settings, self._draws
        operators = operators_drawn(
            draws, settings.min_ops, settings.max_ops, settings.short_probability
        )
        try:
            return self._pair(function_drawn(draws, operators), operators)
        except ExpressionError:
            return None

    def _pair(self, drawn: Expr, operators: int) -> Pair | None:
        antiderivative = without_constant_terms(drawn)
        if not antiderivative.symbols & X_BIT:
            return None
        limit = self._settings.max_words
        if antiderivative.words > limit or is_complex(antiderivative):
            return None
        if 2 * count_operators(write_prefix(antiderivative)) < operators:
            return None
        integrand, key = self._written(derivative(antiderivative))
        if integrand.words > limit or is_complex(integrand):
            return None
        return Pair(integrand, antiderivative, key)

    def _written(self, integrand: Expr) -> tuple[Expr, int]:
        """Bring a share of the integrands to their short form; return it with its problem key.

        The coin is a hash of the derivative up to a constant factor, so that one problem is
        always written in one way and cannot be on both sides of a split.
        """
        canonical = canonical_text(integrand)
        if key_of(b"short form " + canonical) < self._settings.simplify_probability * 2**64:
            short = short_form(integrand)
            # sqrt(cos(x)**2 - 1) = I*|sin(x)|: where a form is complex the longer one is kept.
            if short is not integrand and not is_complex(short):
                return short, problem_key(short)
        return integrand, key_of(canonical)
