"""Rows of a data set from published lines: ids, counts and, if wanted, columns for people."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from hf_mathseq.conversion.natural_rows import row_maker
from hf_mathseq.conversion.published_lines import PublishedLines, read_lines
from hf_mathseq.conversion.relabelling import relabelled
from hf_mathseq.conversion.word_table import WordTable
from hf_mathseq.task import Task
from hf_mathseq.verdict import ProblemError

COUNT = "count"


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
        self._natural_row = row_maker(task)

    def read(self, block: bytes) -> tuple[pa.Table, dict[int, str], dict[int, str]]:
        """Return the rows of a block's well-formed lines, and what is wrong with others.

        Returns:
            The table; malformed line -> reason; and, of the lines that are rows, those whose
            natural columns stay empty because the task does not read the problem or the answer
            (the published programs take some that have no value), line -> reason. Lines are
            numbered within the block, from 0.
        """
        lines = relabelled(self.task, read_lines(block, self._words, self.counted))
        columns, unread = self._ids(lines), {}
        if self.natural:
            rows, faults = self._natural_rows(lines)
            numbers = np.setdiff1d(np.arange(block.count(b"\n")), [*lines.malformed])
            unread = {int(numbers[place]): reason for place, reason in faults.items()}
            columns |= self._columns_for_people(lines, rows)
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

    def _columns_for_people(
        self, lines: PublishedLines, rows: list[dict[str, Any]]
    ) -> dict[str, Any]:
        vocabulary = self.task.vocabulary
        texts = {
            "input": lines.inputs.to_text(vocabulary),
            "target": lines.targets.to_text(vocabulary),
        }
        natural = pa.Table.from_pylist(rows, schema=self.task.natural_schema)
        return texts | {name: natural[name] for name in natural.column_names}

    def _natural_rows(self, lines: PublishedLines) -> tuple[list[dict[str, Any]], dict[int, str]]:
        """Return the natural columns row by row, and place -> reason of those left empty."""
        vocabulary = self.task.vocabulary
        rows: list[dict[str, Any]] = []
        faults: dict[int, str] = {}
        texts = zip(
            lines.inputs.to_text(vocabulary).to_pylist(),
            lines.targets.to_text(vocabulary).to_pylist(),
            strict=True,
        )
        for place, (problem, answer) in enumerate(texts):
            try:
                rows.append(self._natural_row(problem.split(" "), answer.split(" ")))
            except ProblemError as error:
                rows.append({})
                faults[place] = str(error)
        return rows, faults
