"""Ids of words that lie in a buffer of bytes, looked up together, with no object for each word."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.vocabulary import Vocabulary

UNKNOWN = -1
LONGEST = 15
"""Bytes of the longest word that is looked up; longer ones are unknown."""
_HALF = 8
_ABOVE_ASCII = np.uint64(1 << 63)
_MASKS = np.array([0, *((1 << 8 * length) - 1 for length in range(1, _HALF + 1))], np.uint64)
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2^64 / golden ratio: Fibonacci hashing
_SPARSE = 8
"""Slots for each word: so few words share one that nearly every look-up is a single read."""

Bytes = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]
Keys = npt.NDArray[np.uint64]


class WordTable:
    """A hash table with open addressing from words to their ids in a vocabulary.

    Args:
        vocabulary: Its words are ASCII, of at most `LONGEST` bytes.

    Attributes:
        id_dtype: That of the vocabulary.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = [token.encode("ascii") for token in vocabulary.tokens]
        lengths = np.array([len(word) for word in words])
        if lengths.max() > LONGEST:
            raise ValueError(f"a word has more than {LONGEST} bytes")
        self.id_dtype = vocabulary.id_dtype
        bits = (_SPARSE * len(words)).bit_length()
        self._shift, self._last = np.uint64(64 - bits), (1 << bits) - 1
        self._slots = np.full(1 << bits, UNKNOWN, np.int64)
        starts = np.cumsum(lengths) - lengths
        self._keys, long, rest = _keys(padded(b"".join(words)), starts, lengths)
        self._rests = np.zeros(len(words), np.uint64)
        self._rests[long] = rest
        self._rounds = 1 + max(map(self._insert, range(len(words))))

    def _insert(self, word: int) -> int:
        """Put a word into the first free slot from its own on; return how many were taken."""
        own = int(self._own_slots(self._keys[word : word + 1])[0])
        taken = 0
        while self._slots[(own + taken) & self._last] != UNKNOWN:
            taken += 1
        self._slots[(own + taken) & self._last] = word
        return taken

    def _own_slots(self, keys: Keys) -> Places:
        return ((keys * _MULTIPLIER) >> self._shift).view(np.int64)

    def ids(self, text: Bytes, starts: Places, lengths: Places) -> Places:
        """Return the id of each word, `UNKNOWN` for what is none.

        Args:
            text: Result of `padded`; ASCII without zeros.
            starts: Where each word begins.
            lengths: Number of bytes of each.
        """
        keys, long, rests = _keys(text, starts, lengths)
        slots = self._own_slots(keys)
        found = self._slots.take(slots)
        wrong = np.flatnonzero(self._keys.take(found, mode="wrap") != keys)
        for step in range(1, self._rounds):
            if not len(wrong):
                break
            found[wrong] = self._slots[(slots[wrong] + step) & self._last]
            wrong = wrong[self._keys[found[wrong]] != keys[wrong]]
        found[wrong] = UNKNOWN
        found[long[self._rests[found[long]] != rests]] = UNKNOWN
        return found


def padded(text: bytes) -> Bytes:
    """Return bytes as an array that may be read `LONGEST` bytes behind its end."""
    return np.frombuffer(text + bytes(LONGEST), np.uint8)


def _keys(text: Bytes, starts: Places, lengths: Places) -> tuple[Keys, Places, Keys]:
    """Return a number for each word, which words are long, and their second eight bytes.

    The number of a word of at most eight bytes is these bytes; that of a long word, a mixture of
    all of its bytes, is above all of those.
    """
    eights = np.ndarray((len(text) - _HALF + 1,), np.dtype("<u8"), text, strides=(1,))
    keys = eights.take(starts)
    keys &= _MASKS.take(np.minimum(lengths, _HALF))
    long = np.flatnonzero(lengths > _HALF)
    places = starts[long] + _HALF
    rests = eights[places] & _MASKS[np.minimum(lengths[long] - _HALF, _HALF)]
    keys[long] = (keys[long] ^ (rests * _MULTIPLIER)) | _ABOVE_ASCII
    return keys, long, rests
