"""The published program's own IBP sample, drawn again from its seeds by the published rule.

The sample in `tests/data/symbolic/prim_ibp.counts` was drawn in two runs, each from an empty table
of known primitives. Here the same streams of draws go through the published rule made of our parts
(normal form, derivatives, `short_form` for SymPy's simplify, a table with structural keys). Where
this is like the sample and `integration/ibp` is not, the difference is that of the rules.
"""

from __future__ import annotations

import numpy as np
from expression_samples import Pair

from hf_mathseq.encodings.prefix import count_operators
from hf_mathseq.symbolic.calculus import (
    derivative,
    split_constant_factor,
    without_constant_terms,
)
from hf_mathseq.symbolic.evaluation import divide, mul, subtract
from hf_mathseq.symbolic.expression import (
    Expr,
    ExpressionError,
    read_prefix,
    symbol,
    write_prefix,
)
from hf_mathseq.symbolic.legacy_sampling import LegacyDraws
from hf_mathseq.symbolic.short_form import short_form
from hf_mathseq.symbolic.trees import random_words
from hf_mathseq.tasks.integration_options import IntegrationConfig

SEEDS = ((0, 0, 1003), (0, 0, 1013))
"""Worker, process rank and base seed of both runs of the sample (its README)."""

CALLS = 1600
"""Calls of each run: about as many pairs as the sample has."""

MAX_OPERATORS, MAX_OPERATORS_G = 5, 4
SHORT_IN, MIN_OPERATORS = 40, 4
"""One draw of 40 of F has fewer operators (published program)."""


class PublishedRule:
    """One run from an empty table.

    Args:
        seed: Of the published random stream.
    """

    def __init__(self, seed: tuple[int, int, int]) -> None:
        self._rng = np.random.RandomState(seed)
        self._draws = LegacyDraws(IntegrationConfig().trees, self._rng)
        self._table: dict[Expr, Expr] = {}

    def call(self) -> Pair | None:
        """Draw F and G once; None where the draw is rejected."""
        try:
            parts = self._drawn()
            found = self._by_parts(*parts) if parts else None
            return self._written(*found) if found else None
        except ExpressionError:
            return None

    def _drawn(self) -> tuple[Expr, Expr] | None:
        rng = self._rng
        short = rng.randint(SHORT_IN) == 0
        bounds = (0, MIN_OPERATORS) if short else (MIN_OPERATORS, MAX_OPERATORS + 1)
        sizes = rng.randint(*bounds), rng.randint(1, MAX_OPERATORS_G + 1)
        words = [random_words(self._draws, size) for size in sizes]
        left, right = (read_prefix(w) for w in words)
        if not left.symbols or not right.symbols:
            return None
        left, right = (without_constant_terms(u) if self._coin() else u for u in (left, right))
        return left, right

    def _coin(self) -> bool:
        return bool(self._rng.randint(2) == 0)

    def _by_parts(self, left: Expr, right: Expr) -> tuple[Expr, Expr] | None:
        slope = short_form(derivative(left))
        function, factor = split_constant_factor(short_form(derivative(right)))
        right = divide(right, factor)
        self._store(slope, left)
        self._store(function, right)
        product = mul(left, right)
        known = self._known(short_form(mul(slope, right)))
        if known is not None:
            return mul(left, function), subtract(product, known)
        known = self._known(short_form(mul(left, function)))
        return None if known is None else (mul(slope, right), subtract(product, known))

    def _known(self, integrand: Expr) -> Expr | None:
        if not integrand.symbols:
            return mul(integrand, symbol("x"))
        varying, factor = split_constant_factor(integrand)
        found = self._table.get(varying)
        return None if found is None else mul(factor, found)

    def _store(self, integrand: Expr, primitive: Expr) -> None:
        if not integrand.symbols:
            return
        varying, factor = split_constant_factor(integrand)
        primitive = divide(without_constant_terms(primitive), factor)
        before = self._table.get(varying)
        if before is None or _size(primitive) < _size(before):
            self._table[varying] = primitive

    def _written(self, integrand: Expr, primitive: Expr) -> Pair | None:
        primitive = short_form(without_constant_terms(primitive))
        integrand = short_form(integrand)
        if not integrand.symbols:
            return None
        if self._coin():
            integrand, factor = split_constant_factor(integrand)
            primitive = divide(primitive, factor)
        self._store(integrand, primitive)
        return write_prefix(integrand), write_prefix(primitive)


def _size(expr: Expr) -> int:
    return count_operators(write_prefix(expr))


def replayed_parts() -> tuple[list[Pair], float]:
    """Return our pairs of the first calls of each published run, and their acceptance."""
    pairs: list[Pair] = []
    for rule in map(PublishedRule, SEEDS):
        pairs += [pair for _ in range(CALLS) if (pair := rule.call())]
    return pairs, len(pairs) / (CALLS * len(SEEDS))
