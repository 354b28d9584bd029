"""Rows of a data set from published lines: ids, counts and, if wanted, columns for people."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from hf_mathseq.conversion.natural_rows import NaturalColumns
from hf_mathseq.conversion.published_lines import PublishedLines, pieces_of, read_lines
from hf_mathseq.conversion.relabelling import relabelled
from hf_mathseq.conversion.word_table import WordTable
from hf_mathseq.task import Task

COUNT = "count"
_PART = 1 << 22
"""Bytes of lines that become columns together: memory is used again for the next ones."""


class RowReader:
    """Turns blocks of lines into tables.

    Args:
        task: Whose tokens the lines hold.
        natural: Whether `input`, `target` and the natural columns are made beside `input_ids`,
            `labels`, `length` and `count`.
        counted: Whether lines begin with a count.
    """

    def __init__(self, task: Task, natural: bool = True, counted: bool = True) -> None:
        self.task = task
        self.natural = natural
        self.counted = counted
        self._words = WordTable(task.vocabulary)
        self._natural = NaturalColumns(task)

    def read(self, block: bytes) -> tuple[pa.Table, dict[int, str], dict[int, str]]:
        """Return the rows of a block's well-formed lines, and what is wrong with others.

        Returns:
            The table; malformed line -> reason; and, of the lines that are rows, those whose
            natural columns stay empty because the task does not read the problem or the answer
            (the published programs take some that have no value), line -> reason. Lines are
            numbered within the block, from 0.
        """
        tables: list[pa.Table] = []
        malformed: dict[int, str] = {}
        unread: dict[int, str] = {}
        before = 0
        for part in pieces_of(block, _PART):
            table, *faults = self._read(part)
            tables.append(table)
            for found, own in zip((malformed, unread), faults, strict=True):
                found |= {before + number: reason for number, reason in own.items()}
            before += part.count(b"\n")
        return pa.concat_tables(tables), malformed, unread

    def _read(self, block: bytes) -> tuple[pa.Table, dict[int, str], dict[int, str]]:
        lines = relabelled(self.task, read_lines(block, self._words, self.counted))
        columns, unread = self._ids(lines), {}
        if self.natural:
            vocabulary = self.task.vocabulary
            columns |= {
                "input": lines.inputs.to_text(vocabulary),
                "target": lines.targets.to_text(vocabulary),
            }
            rows, faults = self._natural.read(lines)
            columns |= {name: rows[name] for name in rows.column_names}
            numbers = np.setdiff1d(np.arange(block.count(b"\n")), [*lines.malformed])
            unread = {int(numbers[place]): reason for place, reason in faults.items()}
        return pa.table(columns), lines.malformed, unread

    def _ids(self, lines: PublishedLines) -> dict[str, Any]:
        dtype = self.task.vocabulary.id_dtype
        inputs, labels = lines.inputs.with_eos(), lines.targets.with_eos()
        return {
            "input_ids": inputs.to_arrow(dtype),
            "labels": labels.to_arrow(dtype),
            "length": pa.array((inputs.lengths + labels.lengths).astype(np.int32)),
            COUNT: pa.array(lines.counts),
        }
