"""Lines `count|input<TAB>target`, as the papers' programs read them, to ids.

Blocks of lines are cut, split and looked up by Arrow, without a Python object for each token.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.encodings.vocabulary import Vocabulary

NO_FIELDS = "not one input and one target, separated by a tab"
NO_COUNT = "no count and | in front of the input"
UNKNOWN_WORD = "a token that the task does not have"
_LONGEST_COUNT = 18
"""Digits of a count that certainly fit 64 bits."""
_TEXT = bytes(byte if byte < 128 else ord("?") for byte in range(256))
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


def read_lines(block: bytes, vocabulary: Vocabulary) -> PublishedLines:
    r"""Read a block of whole lines.

    A line is a count, `|`, the input, a tab and the target; white space at its end is left out.
    What is not such a line, or has a token outside the vocabulary, is listed as malformed.

    Args:
        block: Lines, each with its `\n`.
        vocabulary: The tokens that inputs and targets may have.
    """
    heads, tails, malformed = _fields(_trimmed(block))
    numbers = np.setdiff1d(
        np.arange(block.count(b"\n")), np.array([*malformed], np.int64), assume_unique=True
    )
    words = pa.array([token.encode() for token in vocabulary.tokens], pa.binary())
    counts, inputs = _counted(heads, words)
    targets = _rows(tails, words)
    known = _known(inputs) & _known(targets)
    for good, reason in ((counts > 0, NO_COUNT), (known | (counts == 0), UNKNOWN_WORD)):
        malformed.update(dict.fromkeys(numbers[~good].tolist(), reason))
    return PublishedLines(inputs, targets, counts, dict(sorted(malformed.items()))).take(
        known & (counts > 0)
    )


def _trimmed(block: bytes) -> bytes:
    """Return the lines without white space at their ends; bytes that are no text become `?`."""
    if not block.isascii():
        block = block.translate(_TEXT)
    if any(end in block for end in (b" \n", b"\t\n", b"\r")):
        lines = block.replace(b"\r", b" ").split(b"\n")[:-1]
        return b"\n".join([*(line.rstrip() for line in lines), b""])
    return block


def _fields(block: bytes) -> tuple[pa.BinaryArray, pa.BinaryArray, dict[int, str]]:
    """Return what stands before and behind the tab, and the numbers of lines without just one."""
    malformed: dict[int, str] = {}

    def skip(row: pa.csv.InvalidRow) -> str:
        malformed[row.number - 1] = NO_FIELDS
        return "skip"

    names = ["head", "target"]
    table = pa.csv.read_csv(
        io.BytesIO(block),
        read_options=pa.csv.ReadOptions(column_names=names, use_threads=False),
        parse_options=pa.csv.ParseOptions(
            delimiter="\t", quote_char=False, ignore_empty_lines=False, invalid_row_handler=skip
        ),
        convert_options=pa.csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.binary()), strings_can_be_null=False
        ),
    )
    heads, tails = (table[name].combine_chunks() for name in names)
    return heads, tails, malformed


def _rows(texts: pa.BinaryArray, words: pa.BinaryArray) -> Ragged:
    """Return the ids of the blank-separated tokens of each text; -1 for unknown ones."""
    tokens = pc.split_pattern(texts, b" ")
    offsets = tokens.offsets.to_numpy().astype(np.int64)
    ids = pc.index_in(tokens.values, value_set=words).fill_null(-1)
    return Ragged(ids.to_numpy()[: offsets[-1]], offsets)


def _counted(heads: pa.BinaryArray, words: pa.BinaryArray) -> tuple[npt.NDArray[np.int64], Ragged]:
    """Return the counts, 0 where there is none, and the ids of the tokens behind them."""
    tokens = pc.split_pattern(heads, b" ")
    offsets = tokens.offsets.to_numpy().astype(np.int64)
    ids = pc.index_in(tokens.values, value_set=words).fill_null(-1).to_numpy(zero_copy_only=False)
    ids = ids[: offsets[-1]].copy()
    firsts = [text.partition(b"|") for text in tokens.values.take(offsets[:-1]).to_pylist()]
    counts = [
        int(digits) if digits.isdigit() and len(digits) <= _LONGEST_COUNT else 0
        for digits, _, _ in firsts
    ]
    known = pc.index_in(pa.array([word for _, _, word in firsts], pa.binary()), value_set=words)
    ids[offsets[:-1]] = known.fill_null(-1).to_numpy()
    return np.array(counts, np.int64), Ragged(ids, offsets)


def _known(rows: Ragged) -> BoolArray:
    """Return which rows have no unknown token; every row has a token."""
    if not len(rows):
        return np.zeros(0, bool)
    return np.minimum.reduceat(rows.values, rows.offsets[:-1]) >= 0
