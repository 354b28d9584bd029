"""Networks as token sequences: `N<n>`, then the edges in order (arXiv 2112.03588).

An edge is `N<u> N<v>`, in weighted networks followed by its coefficient in one of three forms. The
vertices are the intake 0, the internal vertices 1..n and the excretion n+1. Whole batches of
networks are written at once, with no Python call per edge.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.decimals import EncodingError, IntArray
from hf_mathseq.encodings.floats import ABSENT
from hf_mathseq.encodings.integers import POSITIVE, read_integer
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.encodings.scientific import IMAGINARY, SYMBOLS
from hf_mathseq.encodings.vocabulary import Vocabulary

MAX_VERTEX = 999  # published program: vertex words N0..N999
MAX_NODES = MAX_VERTEX - 1
"""Most internal vertices: the excretion needs a word too."""
MAX_COEFFICIENT = 99  # published program: coefficients are drawn from 1..99
MAX_WEIGHT_WORD = 100  # published program: weight words W0..W100
UNIT, VERTEX_WORDS, INTEGERS, WEIGHT_WORDS = "unit", "vertex", "integer", "weight"
WEIGHT_FORMS = (VERTEX_WORDS, INTEGERS, WEIGHT_WORDS)
"""How coefficients are written: `N37`, `INT+ 3 7` or `W37`. `UNIT` is for networks without any."""
SEPARATOR = "<SPECIAL_3>"
LEVEL_WORDS = (SEPARATOR, *(symbol for symbol in SYMBOLS if symbol != IMAGINARY))
"""What levels are written with."""
Edge = tuple[int, int, int]


class MalformedNetwork(ValueError):  # noqa: N818 - a finding about data
    """Tokens that are not a network or an answer; the message says where they fail."""


def network_vocabulary(form: str = UNIT) -> Vocabulary:
    """Return the ordered words of answers and of networks.

    The words of answers stand in front, `N0` and `N1` last of them: what decodes needs no rows for
    the others. The vertex words are all the published ones, whatever the size of the networks, so
    that every model reads every network; those that training never shows cost a row each.

    Args:
        form: `UNIT` or one of `WEIGHT_FORMS`.
    """
    vertices = (f"N{i}" for i in range(MAX_VERTEX + 1))
    return Vocabulary([*LEVEL_WORDS, *vertices, *_weight_words(form)])


def legacy_network_vocabulary(form: str = UNIT) -> tuple[str, ...]:
    """Return the published vocabulary of 1031 words, 1132 with weight words; position is id.

    In a batch `<s>` (id 0) stands at both ends and `</s>` (id 1) is the padding.
    """
    return (
        *("<s>", "</s>", "<pad>", "(", ")"),
        *(f"<SPECIAL_{i}>" for i in range(10)),
        *("INT+", "INT-", "FLOAT+", "FLOAT-", ".", "10^"),
        *"0123456789",
        *(f"N{i}" for i in range(MAX_VERTEX + 1)),
        *_weight_words(form),
    )


def _weight_words(form: str) -> list[str]:
    return [f"W{i}" for i in range(MAX_WEIGHT_WORD + 1)] if form == WEIGHT_WORDS else []


class NetworkEncoding:
    """Writes and reads networks in the words of a vocabulary.

    Args:
        vocabulary: Result of `network_vocabulary`.
        form: `UNIT` for networks whose coefficients are all 1, or one of `WEIGHT_FORMS`.
    """

    def __init__(self, vocabulary: Vocabulary, form: str = UNIT) -> None:
        self.vocabulary = vocabulary
        self.form = form
        self._vertex = vocabulary.ids["N0"]
        self._digit = vocabulary.ids["0"]

    def length(self, edges: int) -> int:
        """Return the largest number of tokens of a network of that many edges."""
        width = {UNIT: 2, VERTEX_WORDS: 3, INTEGERS: 2 + 1 + 2, WEIGHT_WORDS: 3}[self.form]
        return 1 + width * edges

    def ids(
        self,
        sizes: IntArray,
        counts: IntArray,
        edges: npt.NDArray[np.integer],
    ) -> Ragged:
        """Return the ids of many networks.

        Args:
            sizes: Number n of internal vertices of each network, shape (networks,).
            counts: Number of edges of each network, same shape.
            edges: Rows u, v, coefficient, network after network, sorted; shape (edges, 3).
        """
        table = np.hstack([self._vertex + edges[:, :2], self._coefficients(edges[:, 2])])
        present = table != ABSENT
        ends = np.concatenate([[0], np.cumsum(counts)])
        words = np.concatenate([[0], np.cumsum(present.sum(axis=1))])[ends]
        flat = np.insert(table[present], words[:-1], self._vertex + sizes)
        return Ragged.from_lengths(flat, np.diff(words) + 1)

    def _coefficients(self, values: npt.NDArray[np.integer]) -> IntArray:
        """Return the ids of coefficients, a row for each."""
        if self.form == UNIT:
            return np.empty((len(values), 0), dtype=np.int64)
        if self.form == INTEGERS:
            tens, units = np.divmod(values, 10)
            sign = np.full(len(values), self.vocabulary.ids[POSITIVE])
            first = np.where(tens > 0, self._digit + tens, ABSENT)
            return np.stack([sign, first, self._digit + units], axis=1)
        zero = self._vertex if self.form == VERTEX_WORDS else self.vocabulary.ids["W0"]
        return np.asarray(zero + values, dtype=np.int64)[:, None]

    def tokens(self, n: int, edges: Sequence[tuple[int, int, float]]) -> list[str]:
        """Return the tokens of one network.

        Args:
            n: Number of internal vertices.
            edges: Rows u, v, coefficient, in any order.

        Raises:
            EncodingError: More vertices than there are words, or a coefficient without words.
        """
        self._check(n, [coefficient for *_, coefficient in edges])
        table = np.array(sorted(edges), dtype=np.int64).reshape(-1, 3)
        written = self.ids(np.array([n]), np.array([len(edges)]), table)
        return self.vocabulary.to_tokens(written.values.tolist())

    def _check(self, n: int, coefficients: Sequence[float]) -> None:
        if n > MAX_NODES:
            raise EncodingError(
                f"a network of {n} internal vertices has no words: there are N0 to N{MAX_VERTEX}, "
                f"for up to {MAX_NODES}"
            )
        if self.form == UNIT and any(value != 1 for value in coefficients):
            raise EncodingError("the coefficients are not written here, so all must be 1")
        allowed = range(1, MAX_COEFFICIENT + 1)
        if any(value not in allowed for value in coefficients):
            raise EncodingError(f"only coefficients 1 to {MAX_COEFFICIENT}, integers, have words")

    def read(self, tokens: Sequence[str]) -> tuple[int, list[Edge]]:
        """Return the number of internal vertices and the edges that tokens stand for.

        Raises:
            MalformedNetwork: The tokens are not a network.
        """
        n, position = self._number(tokens, 0, "N"), 1
        edges = []
        while position < len(tokens):
            u = self._number(tokens, position, "N")
            v = self._number(tokens, position + 1, "N")
            coefficient, position = self._coefficient(tokens, position + 2)
            edges.append((u, v, coefficient))
        return n, edges

    def _coefficient(self, tokens: Sequence[str], position: int) -> tuple[int, int]:
        if self.form == UNIT:
            return 1, position
        if self.form != INTEGERS:
            letter = "N" if self.form == VERTEX_WORDS else "W"
            return self._number(tokens, position, letter), position + 1
        if position < len(tokens) and tokens[position] == POSITIVE:
            value, end = read_integer(tokens[: position + 3], position)
            if value:
                return value, end
        raise MalformedNetwork(f"no coefficient at token {position}")

    def _number(self, tokens: Sequence[str], position: int, letter: str) -> int:
        token = tokens[position] if position < len(tokens) else ""
        if token[:1] != letter or token not in self.vocabulary:
            raise MalformedNetwork(f"no word {letter}0, {letter}1, ... at token {position}")
        return int(token[1:])
