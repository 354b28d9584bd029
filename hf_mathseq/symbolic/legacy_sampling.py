"""The published program's stream of draws: the same expressions for the same seeds.

Spec of the stream: a numpy `RandomState`, one `choice` for the position, one for the operator,
then for every leaf its kind and its value, then one `shuffle` of the leaves.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from hf_mathseq.encodings.integers import write_integer
from hf_mathseq.encodings.prefix import COEFFICIENTS, CONSTANTS, VARIABLES
from hf_mathseq.symbolic.trees import TreeSettings, position_weights


class LegacyDraws:
    """Draws of `trees.random_words` from a `RandomState`, as the published program makes them.

    Args:
        settings: What expressions are made of.
        rng: Seeded as `RandomState([worker, process rank, base seed])` there.
        required: Variables that have to occur, as the differential equations need them.
    """

    def __init__(
        self, settings: TreeSettings, rng: np.random.RandomState, required: Collection[str] = ()
    ) -> None:
        self._settings = settings
        self._rng = rng
        self._required = required

    def position(self, empty: int, operators: int) -> int:
        """Return where the next operator goes."""
        return int(self._rng.choice(2 * empty, p=position_weights(empty, operators)))

    def operator(self, arity: int) -> str:
        """Return an operator of that arity."""
        names, weights = self._settings.unary if arity == 1 else self._settings.binary
        return str(self._rng.choice(names, p=weights))

    def leaves(self, count: int) -> list[list[str]]:
        """Return leaves in the order that the final shuffle gives them."""
        leaves = [self._leaf() for _ in range(count)]
        if "z" in self._required and count >= 2:
            leaves[1] = ["z"]
        if "y" in self._required:
            leaves[0] = ["y"]
        if "x" in self._required and ["x"] not in leaves:
            leaves[-1] = ["x"]
        self._rng.shuffle(leaves)
        return leaves

    def _leaf(self) -> list[str]:
        settings, rng = self._settings, self._rng
        kind = rng.choice(4, p=settings.leaf_weights)
        if kind == 0:
            return [VARIABLES[rng.randint(settings.variables)]]
        if kind == 1:
            return [COEFFICIENTS[rng.randint(settings.coefficients)]]
        if kind == 3:
            return [CONSTANTS[rng.randint(len(CONSTANTS))]]
        value = int(rng.randint(1, settings.max_int + 1))
        if not settings.positive and rng.randint(2):
            value = -value
        return write_integer(value)
