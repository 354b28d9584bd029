"""A bitmap that knows of most 64-bit keys that they were not seen, in one look each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hf_mathseq.splits import UInt64Array

BITS_PER_KEY = 16
"""The least number of bits a key; one unseen key in so many is taken for a seen one."""
_LEAST_BITS = 1 << 20
_MASKS = np.left_shift(1, np.arange(8)).astype(np.uint8)


class KeyBits:
    """One bit for each value of the leading bits of a key; keys are uniform, being hashes.

    Args:
        capacity: The most keys that will be marked; it takes 2 to 4 bytes for each of them.
    """

    def __init__(self, capacity: int) -> None:
        length = max(_LEAST_BITS, capacity * BITS_PER_KEY - 1).bit_length()
        self.capacity = (1 << length) // BITS_PER_KEY
        self._shift = np.uint64(64 - length)
        self._bytes = np.zeros(1 << (length - 3), dtype=np.uint8)

    def may_hold(self, keys: UInt64Array) -> npt.NDArray[np.bool_]:
        """Return False for keys that were not marked."""
        places, masks = self._places(keys)
        return (self._bytes[places] & masks) != 0

    def mark(self, keys: UInt64Array) -> None:
        """Mark keys, which are in ascending order."""
        if not len(keys):
            return
        places, masks = self._places(keys)
        firsts = np.flatnonzero(np.concatenate([[True], places[1:] != places[:-1]]))
        self._bytes[places[firsts]] |= np.bitwise_or.reduceat(masks, firsts)

    def _places(self, keys: UInt64Array) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.uint8]]:
        """Return the byte and the bit of each key."""
        bits = (keys >> self._shift).astype(np.intp)
        return bits >> 3, _MASKS[bits & 7]
