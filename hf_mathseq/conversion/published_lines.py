"""Lines `count|input<TAB>target`, as the papers' programs read them, to ids.

Lines are cut and their words looked up by NumPy, piece by piece, without an object for each word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from hf_mathseq.conversion.word_table import UNKNOWN, Bytes, Places, WordTable, padded
from hf_mathseq.encodings.ragged import Ragged

NO_FIELDS = "not one input and one target, separated by a tab"
NO_COUNT = "no count and | in front of the input"
UNKNOWN_WORD = "a token that the task does not have"
REASONS = (NO_FIELDS, NO_COUNT, UNKNOWN_WORD)
_NO_FIELDS, _NO_COUNT, _UNKNOWN_WORD = 1, 2, 3
_LONGEST_COUNT = 18
"""Digits of a count that certainly fit 64 bits."""
_PIECE = 1 << 18
"""Bytes that are worked on together: what they need stays in the cache."""
_TAB, _NEWLINE, _BLANK, _BAR = b"\t\n |"
_PLAIN = bytes(
    byte if _BLANK <= byte < 128 or byte in b"\t\n\r" else ord("?") for byte in range(256)
)
"""Control characters and what is not ASCII are part of no word: they become a question mark."""
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class PublishedLines:
    """The well-formed lines of a block.

    Attributes:
        inputs: Ids of the problems, without `</s>`.
        targets: Ids of the answers, without `</s>`.
        counts: How often each pair was generated; int64, shape (lines,).
        malformed: Number of a line within the block, from 0, -> what is wrong with it.
    """

    inputs: Ragged
    targets: Ragged
    counts: npt.NDArray[np.int64]
    malformed: dict[int, str]

    def take(self, keep: BoolArray) -> PublishedLines:
        """Return the lines where `keep` is true."""
        if keep.all():
            return self
        return replace(
            self,
            inputs=self.inputs.take(keep),
            targets=self.targets.take(keep),
            counts=self.counts[keep],
        )


def read_lines(block: bytes, words: WordTable, counted: bool = True) -> PublishedLines:
    r"""Read a block of whole lines.

    A line is a count, `|`, the input, a tab and the target; white space at its end is left out.
    What is not such a line, or has a token outside the vocabulary, is listed as malformed.

    Args:
        block: Lines, each with its `\n`; at least one.
        words: The tokens that inputs and targets may have.
        counted: Whether there is a count and `|`; without, every line counts once.
    """
    parts = [_read(piece, words, counted) for piece in pieces_of(block, _PIECE)]
    faults = np.concatenate([part.faults for part in parts])
    malformed = {line: REASONS[faults[line] - 1] for line in np.flatnonzero(faults).tolist()}
    return PublishedLines(
        _joined([part.inputs for part in parts]),
        _joined([part.targets for part in parts]),
        np.concatenate([part.counts for part in parts]),
        malformed,
    )


def _joined(parts: Sequence[Ragged]) -> Ragged:
    return Ragged.from_lengths(
        np.concatenate([part.values for part in parts]),
        np.concatenate([part.lengths for part in parts]),
    )


@dataclass(frozen=True)
class _Piece:
    """The well-formed ones of some lines.

    Attributes:
        inputs: Ids of the problems.
        targets: Ids of the answers.
        counts: In front of each.
        faults: What is wrong with each line, from 1, a place in `REASONS`; 0 for nothing.
    """

    inputs: Ragged
    targets: Ragged
    counts: Places
    faults: Bytes


def pieces_of(block: bytes, size: int) -> Iterator[bytes]:
    """Yield the lines of a block in pieces of whole lines, of about `size` bytes."""
    start = 0
    while start < len(block):
        end = block.find(b"\n", min(start + size, len(block) - 1)) + 1
        yield block[start:end]
        start = end


def _read(piece: bytes, words: WordTable, counted: bool) -> _Piece:
    text = padded(piece)
    ends = np.flatnonzero(text[: len(piece)] <= _BLANK)
    kinds = text[ends]
    starts = np.concatenate([[0], ends[:-1] + 1])
    if not _is_tidy(piece, kinds, starts, ends):
        return _read(_tidied(piece), words, counted)
    last = np.flatnonzero(kinds == _NEWLINE)
    first = np.concatenate([[0], last[:-1] + 1])
    counts = np.ones(len(last), np.int64)
    if counted:
        counts, starts[first] = _counts(text, starts[first], ends[first])
    ids = words.ids(text, starts, ends - starts)
    middle, paired = _middles(np.flatnonzero(kinds == _TAB), last)
    faults = np.zeros(len(last), np.uint8)
    faults[np.searchsorted(last, np.flatnonzero(ids == UNKNOWN))] = _UNKNOWN_WORD
    faults[counts == 0] = _NO_COUNT
    faults[~paired] = _NO_FIELDS
    lengths = np.stack([middle - first + 1, last - middle], axis=1).ravel()
    sides = Ragged.from_lengths(ids.astype(words.id_dtype), lengths)
    good = faults == 0
    inputs = np.stack([good, np.zeros_like(good)], axis=1).ravel()
    return _Piece(sides.take(inputs), sides.take(np.roll(inputs, 1)), counts[good], faults)


def _middles(tabs: Places, last: Places) -> tuple[Places, BoolArray]:
    """Return the word in front of each line's tab, and whether there is just one.

    Args:
        tabs: Numbers of the words in front of tabs.
        last: Number of the last word of each line.
    """
    places = np.searchsorted(tabs, last)
    paired = np.diff(places, prepend=0) == 1
    return np.where(paired, np.append(last[:1], tabs)[places], last), paired


def _is_tidy(piece: bytes, kinds: Bytes, starts: Places, ends: Places) -> bool:
    """Return whether lines are ASCII without control characters and blanks at their ends."""
    if not piece.isascii() or not ((kinds == _BLANK) | (kinds == _TAB) | (kinds == _NEWLINE)).all():
        return False
    empty = np.flatnonzero((starts == ends) & (kinds == _NEWLINE))
    return bool((kinds[empty[empty > 0] - 1] == _NEWLINE).all())


def _tidied(piece: bytes) -> bytes:
    lines = piece.translate(_PLAIN).split(b"\n")[:-1]
    stripped = b"\n".join([*(line.rstrip() for line in lines), b""])
    return stripped.replace(b"\r", b"?")


def _counts(text: Bytes, starts: Places, ends: Places) -> tuple[Places, Places]:
    """Return the counts in front of lines, 0 where there is none, and where the inputs begin.

    Args:
        text: The bytes.
        starts: Where lines begin.
        ends: Where their first words end.
    """
    bars = np.append(np.flatnonzero(text == _BAR), len(text))
    bar = bars[np.searchsorted(bars, starts)]
    digits = bar - starts
    good = (bar < ends) & (digits > 0) & (digits <= _LONGEST_COUNT)
    counts = np.zeros(len(starts), np.int64)
    for place in range(int(digits[good].max(initial=0))):
        own = good & (place < digits)
        digit = text[starts[own] + place].astype(np.int64) - ord("0")
        counts[own] = 10 * counts[own] + digit
        good[own] &= (digit >= 0) & (digit <= 9)
    return np.where(good, counts, 0), np.where(good, bar + 1, starts)
