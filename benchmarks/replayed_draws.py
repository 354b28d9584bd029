"""The draws of the published program's own BWD sample, made again from its seed.

The sample in `tests/data/symbolic/prim_bwd.counts` was drawn with `RandomState([0, 0, 1002])`. The
same stream gives our pairs of the very same draws: where these are like the sample and our other
draws are not, the difference is that of the draws, and chance.
"""

from __future__ import annotations

import numpy as np
from expression_samples import Pair

from hf_mathseq.encodings.prefix import count_operators
from hf_mathseq.symbolic.calculus import derivative, without_constant_terms
from hf_mathseq.symbolic.expression import Expr, ExpressionError, read_prefix, write_prefix
from hf_mathseq.symbolic.legacy_sampling import LegacyDraws
from hf_mathseq.symbolic.short_form import short_form
from hf_mathseq.symbolic.trees import random_words
from hf_mathseq.tasks.integration_options import IntegrationConfig

SEED = (0, 0, 1002)
"""Worker, process rank and base seed of the sample (its README)."""

SHORT_IN, SHORT_OPERATORS, OPERATORS = 40, (0, 4), (4, 16)
"""One draw of 40 has 0 to 3 operators, the others 4 to 15 (published program)."""


def replayed_pairs(wanted: int) -> tuple[list[Pair], float]:
    """Return our pairs of the published stream's first draws, and their acceptance."""
    rng = np.random.RandomState(SEED)
    draws = LegacyDraws(IntegrationConfig().trees, rng)
    pairs: list[Pair] = []
    attempts = 0
    while len(pairs) < wanted:
        attempts += 1
        short = rng.randint(SHORT_IN) == 0
        operators = rng.randint(*(SHORT_OPERATORS if short else OPERATORS))
        integral = _integral(random_words(draws, operators))
        if integral is None:
            continue
        integrand, answer = integral
        if rng.randint(2) == 1:  # the published coin for simplification
            integrand = short_form(integrand)
        pair = write_prefix(integrand), write_prefix(answer)
        if "I" not in pair[0] + pair[1] and 2 * count_operators(pair[1]) >= operators:
            pairs.append(pair)
    return pairs, len(pairs) / attempts


def _integral(words: list[str]) -> tuple[Expr, Expr] | None:
    try:
        answer = without_constant_terms(read_prefix(words))
        return (derivative(answer), answer) if answer.symbols else None
    except ExpressionError:
        return None
