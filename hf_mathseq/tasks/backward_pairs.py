"""Pairs (f, F) with f = F', drawn backward (arXiv 1912.01412, generator "BWD")."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from hf_mathseq.encodings.prefix import ARITY, count_operators
from hf_mathseq.splits import key_of
from hf_mathseq.symbolic.arithmetic import split_coefficient
from hf_mathseq.symbolic.calculus import derivative, split_constant_factor, without_constant_terms
from hf_mathseq.symbolic.evaluation import mul
from hf_mathseq.symbolic.expression import (
    Expr,
    ExpressionError,
    number,
    prefix_text,
    read_prefix,
    write_prefix,
)
from hf_mathseq.symbolic.nodes import X_BIT
from hf_mathseq.symbolic.short_form import short_form
from hf_mathseq.symbolic.trees import BufferedDraws, random_words
from hf_mathseq.verification.agreement import agrees

# Expressions with exponentials nested this deep are not even built (published program).
EXPONENTIALS = ("exp", "sinh", "cosh")
NESTED_EXPONENTIALS = 4


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


class Pair(NamedTuple):
    """A verified problem and its answer.

    Attributes:
        integrand: f.
        antiderivative: F, without additive constants.
        problem_key: Key of f up to a constant factor.
    """

    integrand: Expr
    antiderivative: Expr
    problem_key: int


class BackwardPairs:
    """Draws pairs one after another.

    Args:
        settings: What is drawn and kept.
        draws: Source of all choices.
    """

    def __init__(self, settings: PairSettings, draws: BufferedDraws) -> None:
        self._settings = settings
        self._draws = draws

    def draw(self) -> Pair | None:
        """Draw once; None where the draw is rejected."""
        operators = self._operators()
        words = random_words(self._draws, operators)
        if nested_exponentials(words) >= NESTED_EXPONENTIALS:
            return None
        try:
            return self._pair(words, operators)
        except ExpressionError:
            return None

    def _operators(self) -> int:
        settings, draws = self._settings, self._draws
        if draws.uniform() < settings.short_probability and settings.min_ops:
            return draws.integer(0, settings.min_ops)
        return draws.integer(settings.min_ops, settings.max_ops + 1)

    def _pair(self, words: list[str], operators: int) -> Pair | None:
        antiderivative = without_constant_terms(read_prefix(words))
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
        if not agrees(antiderivative, integrand):
            return None
        return Pair(integrand, antiderivative, key)

    def _written(self, integrand: Expr) -> tuple[Expr, int]:
        """Bring a share of the integrands to their short form; return it with its problem key.

        The coin is a hash of the derivative up to a constant factor, so that one problem is
        always written in one way and cannot be on both sides of a split.
        """
        canonical = _canonical(integrand)
        if key_of(b"short form " + canonical) < self._settings.simplify_probability * 2**64:
            short = short_form(integrand)
            # sqrt(cos(x)**2 - 1) = I*|sin(x)|: where a form is complex the longer one is kept.
            if short is not integrand and not is_complex(short):
                return short, problem_key(short)
        return integrand, key_of(canonical)


def is_complex(expr: Expr) -> bool:
    """Return whether the imaginary unit occurs."""
    return " I " in f" {prefix_text(expr)} "


def nested_exponentials(words: list[str]) -> int:
    """Return how deep exp, sinh and cosh are nested in prefix words."""
    if sum(map(words.count, EXPONENTIALS)) < 2:
        return sum(map(words.count, EXPONENTIALS))
    deepest = 0
    # One entry for every operand still to come: how many exponentials are around it.
    waiting = [0]
    for word in words:
        arity = ARITY.get(word)
        if arity is None:
            if not word.isdigit():
                waiting.pop()
            continue
        around = waiting.pop() + (word in EXPONENTIALS)
        deepest = max(deepest, around)
        waiting.extend([around] * arity)
    return deepest


def problem_key(integrand: Expr) -> int:
    """Return the key that integrands share which differ by a constant factor."""
    return key_of(_canonical(integrand))


def _canonical(integrand: Expr) -> bytes:
    varying, _ = split_constant_factor(integrand)
    if varying.op == "add":
        first = varying.args[0]
        coefficient, _ = split_coefficient(first)
        if coefficient != 1:
            varying = mul(number(1 / Fraction(coefficient)), varying)
    return prefix_text(varying).encode()
