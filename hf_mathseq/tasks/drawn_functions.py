"""Random functions of x as the published generators draw them (arXiv 1912.01412)."""

from __future__ import annotations

from hf_mathseq.encodings.prefix import ARITY
from hf_mathseq.symbolic.expression import Expr, ExpressionError, read_prefix
from hf_mathseq.symbolic.trees import BufferedDraws, random_words

# Expressions with exponentials nested this deep are not even built (published program).
EXPONENTIALS = ("exp", "sinh", "cosh")
NESTED_EXPONENTIALS = 4


def operators_drawn(
    draws: BufferedDraws, min_ops: int, max_ops: int, short_probability: float
) -> int:
    """Return a number of operators: of min_ops ... max_ops, or fewer in a share of the draws."""
    if draws.uniform() < short_probability and min_ops:
        return draws.integer(0, min_ops)
    return draws.integer(min_ops, max_ops + 1)


def function_drawn(draws: BufferedDraws, operators: int) -> Expr:
    """Return a random expression in normal form.

    Raises:
        ExpressionError: It has no value, is out of bounds, or nests exponentials too deeply.
    """
    return checked_function(random_words(draws, operators))


def checked_function(words: list[str]) -> Expr:
    """Return the normal form of drawn words.

    Raises:
        ExpressionError: It has no value, is out of bounds, or nests exponentials too deeply.
    """
    if nested_exponentials(words) >= NESTED_EXPONENTIALS:
        raise ExpressionError(f"exponentials nested {NESTED_EXPONENTIALS} deep")
    return read_prefix(words)


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
