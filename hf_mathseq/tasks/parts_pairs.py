"""Pairs (h, H) with h = H', found by parts (arXiv 1912.01412, generator "IBP").

The published program draws F and G, and where the integral of f*G (or of F*g) is in its table of
known primitives, it writes down that of F*g (or of f*G) and enters it in the table. From a cold
table, one draw in thirty to a hundred succeeds. Here a block draws its functions first, then asks
of all pairings (F_i, G_j) at once, by fingerprint, which of the two products are known. Pairings
with exactly one known product are hits: the other product is a new problem. Hits are taken in
random order, an equal share of the block's pairs in each of `ROUNDS` rounds; what a round finds is
known in the next ones. F and G are independent, given a hit, as in the published program. A problem
occurs once in a block, however often its functions are drawn and however it is written; so the
commonest F and the commonest G stand in 2 to 3 % of a block's new problems each
(`benchmarks/integration_ibp.py`).

What else differs from the published rule: a product counts as known if it equals a known one, not
only if SymPy writes both alike; a product that is known already is no problem, which leaves out
many of the shortest; `short_form` stands for SymPy's `simplify`; and every pair is verified.
"""

from __future__ import annotations

import numpy as np

from hf_mathseq.symbolic.expression import Expr, ExpressionError
from hf_mathseq.symbolic.fingerprints import Fingerprints
from hf_mathseq.symbolic.nodes import X_BIT
from hf_mathseq.symbolic.short_form import short_form
from hf_mathseq.symbolic.trees import BufferedDraws
from hf_mathseq.tasks.by_parts import by_parts, without_constant_factor
from hf_mathseq.tasks.drawn_parts import drawn_parts, is_writable
from hf_mathseq.tasks.integration_pairs import Pair, problem_key
from hf_mathseq.tasks.pairings import Hit, Pairings
from hf_mathseq.tasks.parts_options import PartsConfig
from hf_mathseq.tasks.parts_table import KnownPrimitives, PrimitiveTable
from hf_mathseq.verification.agreement import agrees

ROUNDS = 4
"""Rounds in which hits are taken. With 1, 4 and 8 of them (max_ops 15) the mean answer has 24.5,
27.0 and 27.7 words; in the published data it has 26.4."""


class PartsPairs:
    """Draws the pairs of one block.

    Args:
        config: What is drawn and kept.
        rng: Source of all choices.
        before: Primitives known before the block begins.

    Attributes:
        pairings: Pairings (F, G) looked at so far, as if one after another.
    """

    def __init__(
        self,
        config: PartsConfig,
        rng: np.random.Generator,
        before: KnownPrimitives | None = None,
    ) -> None:
        self._config = config
        self._rng = rng
        self._draws = BufferedDraws(config.trees, rng)
        self._fingerprints = Fingerprints()
        self._table = PrimitiveTable(self._fingerprints, before)
        self.pairings = 0

    def draw(self, size: int) -> list[Pair]:
        """Draw `size` functions F and as many G; return at most `size` pairs, in random order."""
        lefts, rights = drawn_parts(size, self._config, self._draws, self._fingerprints)
        for part in (*lefts.parts, *rights.parts):
            self._table.store(part.slope, part.function)
        pairings = Pairings(lefts, rights)
        pairs: list[Pair] = []
        for done in range(ROUNDS):
            wanted = size * (done + 1) // ROUNDS - size * done // ROUNDS
            pairs += self._round(pairings, wanted)
        return [pairs[i] for i in self._rng.permutation(len(pairs))]

    def _round(self, pairings: Pairings, wanted: int) -> list[Pair]:
        """Build `wanted` of the hits, keep those that are right, and remember them."""
        places = pairings.hits(self._table, self._rng)
        made: dict[int, tuple[Expr, Expr]] = {}
        tried = 0
        for place in places:
            if len(made) == wanted:
                break
            tried += 1
            hit = pairings.hit(place, self._table)
            pair = self._pair(hit) if hit.new not in made else None
            if pair is not None:
                made[hit.new] = pair
        self.pairings += round(len(pairings) * tried / (len(places) or 1))
        kept = [pair for pair in made.values() if agrees(pair[1], pair[0])]
        for integrand, antiderivative in kept:
            self._table.store(integrand, antiderivative)
        return [Pair(*pair, problem_key(pair[0])) for pair in kept]

    def _pair(self, hit: Hit) -> tuple[Expr, Expr] | None:
        """Return (h, H) as it is written, not yet verified; None where the hit is rejected."""
        try:
            pair = self._by_parts(hit)
            if pair is None:
                return None
            integrand, antiderivative = pair
            if self._draws.uniform() < self._config.simplify_probability:
                integrand, antiderivative = short_form(integrand), short_form(antiderivative)
            if self._draws.uniform() < 0.5:
                integrand, antiderivative = without_constant_factor(integrand, antiderivative)
        except ExpressionError:
            return None
        written = all(is_writable(side, self._config) for side in (integrand, antiderivative))
        return (integrand, antiderivative) if written and integrand.symbols & X_BIT else None

    def _by_parts(self, hit: Hit) -> tuple[Expr, Expr] | None:
        primitive = self._table.lookup(hit.known)
        if primitive is None:
            return None
        return by_parts(hit.left, hit.right, hit.slope_known, primitive, self._fingerprints)
