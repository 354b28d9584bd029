"""Several data sets as one, in fixed shares: a pure function of the index, without state.

Examples are taken in windows. A window holds the same number of examples of every data set, in an
order of its own. So the index of an example within its data set is found without looking at earlier
windows, and a run that starts again at example i draws what it needs from there on.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hf_mathseq.training.datasets import Item, MapStyle, rng_of

WINDOW = 1000
"""Examples of a window: shares are exact to a thousandth."""
_PURPOSE = 1
"""Tells the orders within these windows from those of epochs and of batches, which have 0."""


class Pattern:
    """Which data set an example is of, and which of its examples.

    Args:
        counts: Examples of each data set in a window; they sum to `WINDOW`.
        seed: Seed of the orders within windows.
    """

    def __init__(self, counts: Sequence[int], seed: int) -> None:
        if sum(counts) != WINDOW or min(counts) < 1:
            raise ValueError(f"counts must be positive and sum to {WINDOW}, not {list(counts)}")
        self._counts, self._seed = list(counts), seed
        self._blank = np.repeat(np.arange(len(counts)), counts)
        ranks = [np.arange(count) for count in counts]
        self._ranks = np.concatenate(ranks)
        self._window: tuple[int, npt.NDArray[np.int64], npt.NDArray[np.int64]]
        self._window = (-1, self._blank, self._ranks)

    def place(self, index: int) -> tuple[int, int]:
        """Return the number of the data set that an example is of, and the index within it."""
        window, position = divmod(index, WINDOW)
        _, members, ranks = self._of_window(window)
        member = int(members[position])
        return member, window * self._counts[member] + int(ranks[position])

    def count(self, member: int, until: int) -> int:
        """Return how many of the first `until` examples are of a data set."""
        windows, rest = divmod(until, WINDOW)
        _, members, _ = self._of_window(windows)
        return windows * self._counts[member] + int(np.count_nonzero(members[:rest] == member))

    def _of_window(self, window: int) -> tuple[int, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
        """Return the window's number and, by position, data sets and their ranks in the window."""
        if self._window[0] != window:
            members = rng_of(self._seed, window, _PURPOSE).permutation(self._blank)
            ranks = np.empty_like(members)
            ranks[np.argsort(members, kind="stable")] = self._ranks
            self._window = (window, members, ranks)
        return self._window


class Interleaved:
    """Several data sets as one.

    Args:
        parts: The data sets; each has as many examples as the pattern takes of it.
        pattern: Says which one an example is of.
        length: Number of examples.
    """

    def __init__(self, parts: Sequence[MapStyle], pattern: Pattern, length: int) -> None:
        self._parts, self._pattern, self._length = parts, pattern, length

    def __len__(self) -> int:
        return self._length

    def __getitem__(self, index: int) -> Item:
        member, within = self._pattern.place(index)
        return self._parts[member][within]
