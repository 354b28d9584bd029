"""All pairings of drawn functions F and G, and those that integration by parts can use."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hf_mathseq.symbolic.fingerprints import product_keys
from hf_mathseq.tasks.drawn_parts import Part, Parts
from hf_mathseq.tasks.parts_table import PrimitiveTable


class Hit(NamedTuple):
    """A pairing with one known product.

    Attributes:
        left: F and f = F'.
        right: G and g = G'.
        slope_known: Whether f*G is the known product and F*g the new one, or the reverse.
        known: Key of the known product.
        new: Key of the new one.
    """

    left: Part
    right: Part
    slope_known: bool
    known: int
    new: int


class Pairings:
    """The products f*G and F*g of every F with every G.

    Args:
        lefts: The F's.
        rights: The G's.
    """

    def __init__(self, lefts: Parts, rights: Parts) -> None:
        self._lefts, self._rights = lefts.parts, rights.parts
        self._by_slope = product_keys(lefts.slopes, rights.functions)
        self._by_function = product_keys(lefts.functions, rights.slopes)

    def __len__(self) -> int:
        return self._by_slope.size

    def hits(self, table: PrimitiveTable, rng: np.random.Generator) -> list[tuple[int, int]]:
        """Return the places of the pairings with exactly one known product, in random order."""
        known = table.known(self._by_slope) != table.known(self._by_function)
        places: list[tuple[int, int]] = rng.permutation(np.argwhere(known)).tolist()
        return places

    def hit(self, place: tuple[int, int], table: PrimitiveTable) -> Hit:
        """Return the pairing at one of the places of `hits`."""
        slope, function = int(self._by_slope[*place]), int(self._by_function[*place])
        left, right = self._lefts[place[0]], self._rights[place[1]]
        if slope in table:
            return Hit(left, right, True, slope, function)
        return Hit(left, right, False, function, slope)
