"""Random expressions with the published settings, for the tests of this folder."""

import numpy as np

from hf_mathseq.symbolic.expression import ExpressionError, read_prefix
from hf_mathseq.symbolic.trees import BufferedDraws, random_words
from hf_mathseq.tasks.integration_options import IntegrationConfig


def random_word_lists(count, seed, largest=15):
    draws = BufferedDraws(IntegrationConfig().trees, np.random.default_rng(seed))
    return [random_words(draws, draws.integer(0, largest + 1)) for _ in range(count)]


def random_expressions(count, seed, largest=15):
    """Normal forms of those random trees that have a value."""
    found = []
    for words in random_word_lists(count, seed, largest):
        try:
            found.append(read_prefix(words))
        except ExpressionError:
            continue
    return found
