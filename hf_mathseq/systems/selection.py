"""Drawing until what was drawn is accepted, for many independent places of a block at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from hf_mathseq.systems.forest import IntArray
from hf_mathseq.systems.random_systems import Systems
from hf_mathseq.systems.shapes import BoolArray

_TOGETHER = 4096
"""Systems that are drawn at once; more cost memory and hardly save time."""
_FEW = 64
"""Systems that cost about as much as what one batch costs anyway."""


def first_accepted(
    places: Systems,
    draw: Callable[[IntArray, IntArray], Systems],
    accepted: Callable[[Systems, IntArray], BoolArray],
    max_attempts: int,
    expected: IntArray | None = None,
) -> tuple[BoolArray, IntArray]:
    """Fill each place with the first of its attempts that is accepted.

    Attempts must not depend on each other: how many are made together does not change the result.

    Args:
        places: Overwritten where an attempt is accepted.
        draw: Makes attempt `attempts[i]` at `places[i]`.
        accepted: Says which of some systems can stand at their places.
        max_attempts: Attempts after which a place stays empty.
        expected: How many attempts each place may take; a better guess saves time.

    Returns:
        Which places are filled, and the number of attempts that each took.
    """
    filled = np.zeros(len(places), dtype=np.bool_)
    tried = np.zeros(len(places), dtype=np.int64)
    tries = np.ones_like(tried) if expected is None else expected.copy()
    pending = np.arange(len(places))
    while len(pending):
        tries[pending] = np.minimum(tries[pending], max_attempts - tried[pending])
        fitting = max(1, int((np.cumsum(tries[pending]) <= _TOGETHER).sum()))
        now = pending[:fitting]
        each = np.repeat(now, tries[now])
        start = np.cumsum(tries[now]) - tries[now]
        attempts = tried[each] + np.arange(len(each)) - np.repeat(start, tries[now])
        systems = draw(each, attempts)
        good = np.flatnonzero(systems.complete & accepted(systems, each))
        done, first = np.unique(each[good], return_index=True)
        places.put(done, systems.take(good[first]))
        tried[now] += tries[now]
        tried[done] = attempts[good[first]] + 1
        filled[done] = True
        pending = pending[~filled[pending] & (tried[pending] < max_attempts)]
        # What is drawn beyond the first success is lost, so the number grows with the failures.
        least = max(1, _FEW // max(1, len(pending)))
        tries[now] = np.minimum(np.maximum(least, tried[now] // 2), _TOGETHER // 4)
    return filled, tried
