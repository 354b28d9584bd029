"""Random expressions: unary-binary trees with exactly n operators (arXiv 1912.01412, appendix C).

Shapes are uniform over unary-binary trees; operators and leaves are then drawn by weight, as in
the published program.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate
from typing import Protocol, TypeVar

import numpy as np

from hf_mathseq.encodings.integers import write_integer
from hf_mathseq.encodings.prefix import ARITY, COEFFICIENTS, CONSTANTS, VARIABLES

_Item = TypeVar("_Item")

KEPT_TABLES = 4
"""Tables of leaves that a process keeps: the largest takes some 20 MB."""


@cache
def count_trees(empty: int, operators: int) -> int:
    """Return D(empty, operators): the ways to fill empty slots with that many operators.

    One leaf kind, one unary and one binary operator, as the published program counts shapes;
    D(1, n) is the large Schroeder sequence 1, 2, 6, 22, 90, ...
    """
    if operators == 0:
        return 1 if empty >= 1 else 0
    if empty == 0:
        return 0
    return (
        count_trees(empty - 1, operators)
        + count_trees(empty, operators - 1)
        + count_trees(empty + 1, operators - 1)
    )


@dataclass(frozen=True)
class TreeSettings:
    """What random expressions are made of.

    Attributes:
        operators: Weight of every operator; weights are normalised within unary and binary.
        leaf_weights: Weights of variables, coefficients, integers and constants (pi, E).
        max_int: Integers are drawn from 1 ... max_int.
        positive: Whether integers keep their sign; otherwise half of them are negated.
        variables: Number of variables among x, y, z, t.
        coefficients: Number of coefficients among a0 ... a9.
    """

    operators: Mapping[str, float]
    leaf_weights: Sequence[float] = (0.75, 0.0, 0.25, 0.0)
    max_int: int = 5
    positive: bool = True
    variables: int = 1
    coefficients: int = 0

    @cached_property
    def unary(self) -> tuple[tuple[str, ...], list[float]]:
        """The unary operators in alphabetical order and their probabilities."""
        return self._of_arity(1)

    @cached_property
    def binary(self) -> tuple[tuple[str, ...], list[float]]:
        """The binary operators in alphabetical order and their probabilities."""
        return self._of_arity(2)

    def _of_arity(self, arity: int) -> tuple[tuple[str, ...], list[float]]:
        names = tuple(sorted(name for name in self.operators if ARITY[name] == arity))
        weights = np.array([self.operators[name] for name in names], dtype=np.float64)
        return names, (weights / weights.sum()).tolist()


class Draws(Protocol):
    """Where a random expression's choices come from."""

    def position(self, empty: int, operators: int) -> int:
        """Return k for a unary, empty + k for a binary operator in the k-th empty slot."""

    def operator(self, arity: int) -> str:
        """Return an operator of that arity."""

    def leaves(self, count: int) -> list[list[str]]:
        """Return the words of that many leaves, in the order of the slots."""


def random_words(draws: Draws, operators: int) -> list[str]:
    """Return the prefix words of a random expression with exactly that many operators."""
    # Operators are placed from left to right; behind the last one there are only empty slots.
    slots: list[str | None] = []
    empty = 1
    for remaining in range(operators, 0, -1):
        binary, skipped = divmod(draws.position(empty, remaining), empty)
        # The skipped slots are leaves for good: the next operator goes to their right.
        slots += [None] * skipped
        slots.append(draws.operator(1 + binary))
        empty += binary - skipped
    slots += [None] * empty
    leaves = iter(draws.leaves(slots.count(None)))
    words: list[str] = []
    for slot in slots:
        if slot is None:
            words += next(leaves)
        else:
            words.append(slot)
    return words


@cache
def position_weights(empty: int, operators: int) -> list[float]:
    """Return the probabilities of `Draws.position`'s outcomes."""
    total = count_trees(empty, operators)
    unary = [count_trees(empty - k, operators - 1) / total for k in range(empty)]
    binary = [count_trees(empty - k + 1, operators - 1) / total for k in range(empty)]
    return unary + binary


class BufferedDraws:
    """Choices from batches of uniform numbers of a numpy `Generator`: the product's own source.

    Args:
        settings: What expressions are made of.
        rng: Source of all draws.
        batch: Uniform numbers drawn at a time.
    """

    def __init__(self, settings: TreeSettings, rng: np.random.Generator, batch: int = 4096) -> None:
        self._rng = rng
        self._batch = batch
        self._buffer: list[float] = []
        self._operators = {1: _table(*settings.unary), 2: _table(*settings.binary)}
        self._leaves = _leaf_table(
            tuple(settings.leaf_weights),
            settings.max_int,
            settings.positive,
            settings.variables,
            settings.coefficients,
        )

    def uniform(self) -> float:
        """Return the next uniform number of [0, 1)."""
        if not self._buffer:
            self._buffer = self._rng.random(self._batch).tolist()
        return self._buffer.pop()

    def integer(self, low: int, high: int) -> int:
        """Return an integer of low ... high - 1."""
        return low + int(self.uniform() * (high - low))

    def position(self, empty: int, operators: int) -> int:
        """Return where the next operator goes; see `Draws.position`."""
        return bisect_right(_cumulative_positions(empty, operators), self.uniform())

    def operator(self, arity: int) -> str:
        """Return an operator of that arity."""
        cumulative, names = self._operators[arity]
        return names[bisect_right(cumulative, self.uniform())]

    def leaves(self, count: int) -> list[list[str]]:
        """Return the words of that many independent leaves."""
        cumulative, leaves = self._leaves
        return [leaves[bisect_right(cumulative, self.uniform())] for _ in range(count)]


@cache
def _cumulative_positions(empty: int, operators: int) -> list[float]:
    return _cumulative(position_weights(empty, operators))


def _cumulative(weights: Sequence[float]) -> list[float]:
    """Return running sums without the last, which is 1: any number of [0, 1) finds its place."""
    return list(accumulate(weights))[:-1]


def _table(items: Sequence[_Item], weights: Sequence[float]) -> tuple[list[float], list[_Item]]:
    return _cumulative(weights), list(items)


@lru_cache(maxsize=KEPT_TABLES)
def _leaf_table(
    kind_weights: tuple[float, ...], max_int: int, positive: bool, variables: int, coefficients: int
) -> tuple[list[float], list[list[str]]]:
    """Return the table of all leaves; the arguments are those of `TreeSettings`.

    It is made once, not for every block, and stays out of what is sent to other processes.
    """
    settings = TreeSettings({}, kind_weights, max_int, positive, variables, coefficients)
    return _table(*leaf_weights(settings))


def leaf_weights(settings: TreeSettings) -> tuple[list[list[str]], list[float]]:
    """Return the words of every leaf that can occur and its probability."""
    kinds = [
        [[name] for name in VARIABLES[: settings.variables]],
        [[name] for name in COEFFICIENTS[: settings.coefficients]],
        [write_integer(value) for value in _integers(settings)],
        [[name] for name in CONSTANTS],
    ]
    total = sum(settings.leaf_weights)
    leaves: list[list[str]] = []
    weights: list[float] = []
    for kind, weight in zip(kinds, settings.leaf_weights, strict=True):
        if weight:
            leaves += kind
            weights += [weight / total / len(kind)] * len(kind)
    return leaves, weights


def _integers(settings: TreeSettings) -> list[int]:
    values = list(range(1, settings.max_int + 1))
    return values if settings.positive else values + [-value for value in values]
