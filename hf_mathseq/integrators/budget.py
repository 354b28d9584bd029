"""How much work an integration may take: counted steps, never a clock."""

from __future__ import annotations

STEPS = 400
"""Steps of one integral unless the caller says otherwise: some 20 ms of work that finds nothing."""


class BudgetSpent(Exception):  # noqa: N818 - not an error: the ordinary end of a search
    """Raised by `Budget.spend` when no steps are left."""


class Budget:
    """Counts down the steps of one call.

    What a step is, each method decides for itself: a sub-problem, a tried substitution, a part of
    a linear system; all cost some tens of microseconds.

    Args:
        steps: Steps that may be spent.
    """

    __slots__ = ("left",)

    def __init__(self, steps: int = STEPS) -> None:
        self.left = steps

    def spend(self, steps: int = 1) -> None:
        """Count down.

        Raises:
            BudgetSpent: No steps are left.
        """
        self.left -= steps
        if self.left < 0:
            raise BudgetSpent
