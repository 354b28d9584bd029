"""Random integrands for the tests of this folder."""

import numpy as np

from hf_mathseq.symbolic.calculus import derivative
from hf_mathseq.symbolic.expression import ExpressionError, read_prefix, write_prefix
from hf_mathseq.symbolic.infix import read_infix
from hf_mathseq.symbolic.nodes import X_BIT
from hf_mathseq.symbolic.trees import BufferedDraws, random_words
from hf_mathseq.tasks.integration_options import IntegrationConfig


def expression(text):
    return read_prefix(read_infix(text))


def random_functions(count, seed, fewest=3, most=8):
    """Real functions of x with the published operator weights."""
    draws = BufferedDraws(IntegrationConfig().trees, np.random.default_rng(seed))
    found = []
    while len(found) < count:
        try:
            expr = read_prefix(random_words(draws, draws.integer(fewest, most + 1)))
        except ExpressionError:
            continue
        if expr.symbols & X_BIT and "I" not in write_prefix(expr):
            found.append(expr)
    return found


def random_derivatives(count, seed, fewest=3, most=8):
    """Derivatives of such functions, without abs and sign."""
    found = []
    while len(found) < count:
        for function in random_functions(count, seed, fewest, most):
            try:
                words = write_prefix(derivative(function))
            except ExpressionError:
                continue
            slope = read_prefix(words)
            if slope.symbols & X_BIT and not {"I", "abs", "sign"} & set(words):
                found.append(slope)
        seed += 1
    return found[:count]
