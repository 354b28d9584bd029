"""Answers about networks: a class word, then the levels in scientific notation (arXiv 2112.03588).

Two levels 1 and 0.5 with two decimals are `N1 <SPECIAL_3> FLOAT+ 1 . 0 0 10^ INT+ 0 <SPECIAL_3>
FLOAT+ 5 . 0 0 10^ INT- 1`; a network without equilibrium has the answer `N0`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hf_mathseq.encodings.decimals import EncodingError, FloatArray
from hf_mathseq.encodings.floats import ABSENT
from hf_mathseq.encodings.networks import SEPARATOR, MalformedNetwork
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.encodings.scientific import SYMBOLS, float_positions
from hf_mathseq.encodings.vocabulary import Vocabulary

EXISTS, EXISTS_NOT = "N1", "N0"
MAX_PRECISION = 9
"""More decimals are not offered: solving leaves ten certain digits or so."""
# A solver's last bits differ between machines and flip ties such as 1/32 with two decimals. Beyond
# this many decimals they are taken for noise.
_CERTAIN_DECIMALS = 10
_MAX_EXPONENT_DIGITS = 3
_NUMBER = re.compile(r"FLOAT([+-]) (\d) \.((?: \d)+) 10\^ INT([+-])((?: \d){1,3})", re.ASCII)


def written_levels(levels: npt.ArrayLike, precision: int) -> FloatArray:
    """Return levels as their words say them.

    Args:
        levels: Finite levels, shape (levels,).
        precision: Number of decimals of the mantissa. Rounded from the double that is nearest to
            the level's first eleven digits, so that ties do not depend on the solver.
    """
    values = np.asarray(levels, dtype=np.float64).tolist()
    certain = [float(f"{value:.{_CERTAIN_DECIMALS}e}") for value in values]
    return np.array([float(f"{value:.{precision}e}") for value in certain])


def read_class(tokens: Sequence[str]) -> bool:
    """Return whether tokens say that there is an equilibrium.

    Raises:
        MalformedNetwork: The tokens are not `N0` or `N1`.
    """
    if len(tokens) != 1 or tokens[0] not in (EXISTS, EXISTS_NOT):
        raise MalformedNetwork(f"the answer is {EXISTS} or {EXISTS_NOT}")
    return tokens[0] == EXISTS


class LevelsEncoding:
    """Writes and reads answers in the words of a vocabulary.

    Args:
        vocabulary: Result of `network_vocabulary`.
        precision: Number of decimals of the mantissas.
    """

    def __init__(self, vocabulary: Vocabulary, precision: int) -> None:
        self.vocabulary = vocabulary
        self.precision = precision
        # `ABSENT` is -1, so that it points at the last entry: itself.
        self._id_of_symbol = np.array([*(vocabulary.ids.get(s, ABSENT) for s in SYMBOLS), ABSENT])

    def length(self, levels: int) -> int:
        """Return the largest number of tokens of an answer with that many levels."""
        return 1 + levels * (self.precision + 6 + _MAX_EXPONENT_DIGITS)

    def ids(self, exists: npt.NDArray[np.bool_], levels: Ragged) -> Ragged:
        """Return the ids of many answers.

        Args:
            exists: Which networks have an equilibrium, shape (networks,).
            levels: Their levels, no levels for those without equilibrium.

        Raises:
            EncodingError: NaN or infinity.
        """
        places = float_positions(levels.values, self.precision)
        table = self._id_of_symbol[places]
        separators = np.full((len(table), 1), self.vocabulary.ids[SEPARATOR])
        table = np.hstack([separators, table])
        present = table != ABSENT
        words = np.concatenate([[0], np.cumsum(present.sum(axis=1))])[levels.offsets]
        heads = np.where(exists, self.vocabulary.ids[EXISTS], self.vocabulary.ids[EXISTS_NOT])
        flat = np.insert(table[present], words[:-1], heads)
        return Ragged.from_lengths(flat, np.diff(words) + 1)

    def tokens(self, levels: npt.ArrayLike | None) -> list[str]:
        """Return the tokens of one answer; None says that there is no equilibrium.

        Raises:
            EncodingError: NaN, infinity or a negative level.
        """
        values = np.array([] if levels is None else levels, dtype=np.float64)
        if (values < 0).any():
            raise EncodingError("a level is negative")
        row = Ragged.from_lengths(values, [len(values)])
        return self.vocabulary.to_tokens(self.ids(np.array([levels is not None]), row).values)

    def read(self, tokens: Sequence[str]) -> list[float] | None:
        """Return the levels that tokens stand for, None for no equilibrium.

        After the class word exactly groups of a separator, sign, digit, point, as many digits as
        the precision, `10^`, sign, one to three digits. Negative levels are read: they are wrong,
        not malformed.

        Raises:
            MalformedNetwork: The tokens are not an answer.
        """
        if list(tokens) == [EXISTS_NOT]:
            return None
        if any(token not in self.vocabulary for token in tokens):
            raise MalformedNetwork("a token is no word")
        if not tokens or tokens[0] != EXISTS:
            raise MalformedNetwork(f"an answer begins with {EXISTS}, or is {EXISTS_NOT} alone")
        groups = " ".join(tokens[1:]).split(SEPARATOR)
        if len(groups) < 2 or groups[0]:
            raise MalformedNetwork(f"no level after {EXISTS}")
        return [self._number(group.strip(), v) for v, group in enumerate(groups[1:], start=1)]

    def _number(self, words: str, vertex: int) -> float:
        found = _NUMBER.fullmatch(words)
        if found is None or len(found[3]) != 2 * self.precision:
            raise MalformedNetwork(f"no number of {self.precision} decimals for vertex {vertex}")
        sign, digit, decimals, power_sign, power = found.groups()
        value = float(f"{sign}{digit}.{decimals}e{power_sign}{power}".replace(" ", ""))
        if not np.isfinite(value):
            raise MalformedNetwork(f"the number for vertex {vertex} is too large")
        return value
