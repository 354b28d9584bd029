"""Which class each place of a block is to hold, so that classes have the wanted shares."""

from __future__ import annotations

import numpy as np

from hf_mathseq.systems.forest import IntArray
from hf_mathseq.systems.shapes import BoolArray


def wanted_classes(groups: IntArray, share: float) -> BoolArray:
    """Return for each place whether it is to hold the class that has the given share.

    Args:
        groups: Places of one group (one number of equations, say) are balanced by themselves.
        share: From 0 to 1; each group differs from it by less than one place.
    """
    wanted = np.zeros(len(groups), dtype=np.bool_)
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        # Half a place of offset rounds to the nearest number of places.
        reached = np.floor((np.arange(len(members) + 1)) * share + 0.5)
        wanted[members] = np.diff(reached) > 0
    return wanted
