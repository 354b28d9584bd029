"""Leaves of random solutions: x and every constant of integration must be among them."""

from __future__ import annotations

from collections.abc import Sequence

from hf_mathseq.symbolic.trees import BufferedDraws


class RequiredLeaves:
    """Choices for a random tree in which each constant stands in exactly one leaf.

    As in the published program the first leaves drawn become the constants, the last one x if x
    is missing, even in the place of a constant, and then all of them are shuffled.

    Args:
        draws: Source of all choices.
        constants: Words of the constants.
    """

    def __init__(self, draws: BufferedDraws, constants: Sequence[str]) -> None:
        self.position = draws.position
        self.operator = draws.operator
        self._draws = draws
        self._constants = constants

    def leaves(self, count: int) -> list[list[str]]:
        """Return the words of that many leaves, in the order of the slots."""
        leaves = self._draws.leaves(count)
        for at, constant in enumerate(self._constants[:count]):
            leaves[at] = [constant]
        if ["x"] not in leaves:
            leaves[-1] = ["x"]
        for last in range(count - 1, 0, -1):
            other = self._draws.integer(0, last + 1)
            leaves[last], leaves[other] = leaves[other], leaves[last]
        return leaves
