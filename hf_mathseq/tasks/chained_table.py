"""The pairs of a finished data set as primitives that are known before a block begins."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

import numpy as np
import pyarrow as pa

from hf_mathseq.symbolic.expression import Expr, ExpressionError, read_prefix
from hf_mathseq.symbolic.fingerprints import Fingerprints
from hf_mathseq.symbolic.nodes import collector_paused
from hf_mathseq.tasks.finished_data import BATCH_ROWS, training_pairs
from hf_mathseq.tasks.integration import PREFIX
from hf_mathseq.tasks.parts_table import (
    Keys,
    Primitive,
    key_of_values,
    primitive_of,
    varying_values,
)

MAX_PAIRS = 100_000
"""Pairs of a data set that are used, from its beginning: some 60 MB, and 15 s to read once."""


class ChainedTable:
    """Primitives by key; their expressions are read when they are wanted.

    Args:
        folder: A finished data set of an integration task.

    Attributes:
        keys: The keys of the integrands, ascending.

    Raises:
        OptionError: The folder holds no finished integration data set, or a file is damaged.
    """

    def __init__(self, folder: str) -> None:
        batches = list(islice(training_pairs(folder), MAX_PAIRS // BATCH_ROWS))
        self._integrands = [texts for texts, _ in batches]
        self._antiderivatives = [texts for _, texts in batches]
        found: dict[int, tuple[int, int]] = {}
        with collector_paused():
            for number, texts in enumerate(self._integrands):
                for row, key in enumerate(_keys(texts)):
                    if key is not None:
                        found.setdefault(key, (number, row))
        self.keys: Keys = np.array(sorted(found), dtype=np.uint64)
        self._places = found

    def __contains__(self, key: int) -> bool:
        return key in self._places

    def primitive(self, key: int) -> Primitive | None:
        """Return the primitive with that key, None if there is none."""
        place = self._places.get(key)
        if place is None:
            return None
        number, row = place
        integrand = _read(self._integrands[number][row].as_py())
        antiderivative = _read(self._antiderivatives[number][row].as_py())
        return primitive_of(integrand, antiderivative, Fingerprints())


def _read(text: str) -> Expr:
    return read_prefix(text.removeprefix(" ".join(PREFIX)).split())


def _keys(texts: pa.StringArray) -> Iterator[int | None]:
    """Yield the key of every integrand, None where it has none."""
    fingerprints = Fingerprints()
    for text in texts.to_pylist():
        try:
            found = varying_values(_read(text), fingerprints)
        except ExpressionError:
            found = None
        yield found and key_of_values(found[0])


@lru_cache(maxsize=1)
def chained_table(folder: str, digest: str) -> ChainedTable:
    """Return the table of a folder; it is read once as long as its content is the same.

    Args:
        folder: A finished data set of an integration task.
        digest: Its `finished_data.content_digest`.
    """
    return ChainedTable(folder)
