"""Laws of the random functions that expression tasks draw, seen in the blocks that they draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from hf_mathseq.encodings.prefix import ARITY
from hf_mathseq.symbolic.trees import BufferedDraws, random_words
from hf_mathseq.tasks import drawn_functions, get_task, ode_pairs
from hf_mathseq.tasks.forward_pairs import ForwardPairs
from laws.fit import Finding
from laws.trees import operator_frequencies, operator_numbers

Words = list[str]


@contextmanager
def recorded() -> Iterator[list[Words]]:
    """Record every random expression that is drawn, in the order of drawing."""
    found: list[Words] = []

    def recording(*arguments: Any) -> Words:
        words = random_words(*arguments)
        found.append(words)
        return words

    with (
        patch.object(drawn_functions, "random_words", recording),
        patch.object(ode_pairs, "random_words", recording),
    ):
        yield found


def drawn_expressions(name: str, seed: int, blocks: int) -> list[Words]:
    """Return the random expressions behind some blocks of a task, kept or not."""
    task = get_task(name)
    with recorded() as found:
        for number in range(blocks):
            if name.startswith("integration/fwd"):
                draws = BufferedDraws(task.config.trees, task.rng("train", seed, number))
                source = ForwardPairs(task.config, draws, lambda integrand: None)
                for _ in range(512):
                    source.integrand()
            else:
                task.draw("train", seed, number)
    return found


def expression_task(name: str, seed: int, blocks: int) -> Iterator[Finding]:
    """Test numbers of operators and which operators occur, over all draws of a task."""
    config = get_task(name).config
    found = drawn_expressions(name, seed, blocks)
    numbers = [sum(word in ARITY for word in words) for words in found]
    short = getattr(config, "short_probability", 0.0)
    # Integration by parts draws F and G in turn.
    own = numbers[::2] if name == "integration/ibp" else numbers
    yield operator_numbers(name, Counter(own), config.min_ops, config.max_ops, short)
    if name == "integration/ibp":
        yield operator_numbers(f"{name}, G", Counter(numbers[1::2]), 1, config.max_ops_g)
    seen = Counter(word for words in found for word in words if word in ARITY)
    yield from operator_frequencies(name, seen, config.trees)
