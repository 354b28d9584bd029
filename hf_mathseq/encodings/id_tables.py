"""From positions in an encoding's symbols to the ids of a vocabulary, for whole batches."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.encodings.vocabulary import Vocabulary


class IdTable:
    """The ids of symbols in a vocabulary.

    Args:
        symbols: The tokens that positions refer to.
        vocabulary: Where the ids are from; it holds every symbol.
    """

    def __init__(self, symbols: Sequence[str], vocabulary: Vocabulary) -> None:
        ids = [vocabulary.ids[symbol] for symbol in symbols]
        self._ids = np.array(ids, dtype=vocabulary.id_dtype)
        # Where the symbols stand in the vocabulary as they are, an addition is the faster look-up.
        self._start = ids[0] if ids == list(range(ids[0], ids[0] + len(ids))) else None

    def ids(self, positions: Ragged) -> Ragged:
        """Return rows of ids, of the vocabulary's `id_dtype`, for rows of positions."""
        if self._start is None:
            return Ragged(self._ids[positions.values], positions.offsets)
        ids = np.empty(positions.values.shape, dtype=self._ids.dtype)
        np.add(positions.values, self._start, out=ids, casting="unsafe")
        return Ragged(ids, positions.offsets)
