"""The natural columns of published pairs, from their ids."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import pyarrow as pa

from hf_mathseq.conversion.natural_systems import RowMaker, Words, system_reader
from hf_mathseq.conversion.published_lines import BoolArray, PublishedLines
from hf_mathseq.symbolic.plain_infix import plain_infix
from hf_mathseq.task import Task
from hf_mathseq.tasks.linear_algebra_base import MatrixTask
from hf_mathseq.tasks.metabolic_base import NetworkTask
from hf_mathseq.tasks.metabolic_levels import LevelsTask
from hf_mathseq.tasks.systems_base import SystemTask
from hf_mathseq.verdict import ProblemError


class ColumnReader(Protocol):
    """Reads the plain ones of many lines at once."""

    def read(self, lines: PublishedLines) -> tuple[BoolArray, dict[str, pa.Array]]:
        """Return which lines were read, and the columns of these."""


class NaturalColumns:
    """Reads the natural columns of lines: many at once where it can, the others one by one.

    Args:
        task: Whose tokens the lines hold.
    """

    def __init__(self, task: Task) -> None:
        self._schema = task.natural_schema
        self._vocabulary = task.vocabulary
        self._together = column_reader(task)
        self._row = row_maker(task)

    def read(self, lines: PublishedLines) -> tuple[pa.Table, dict[int, str]]:
        """Return a row for each line, and place -> reason of those that stay empty.

        They are the lines whose problem or answer the task does not read: the published programs
        take some that have no value.
        """
        done = np.zeros(len(lines.inputs), bool)
        columns: dict[str, pa.Array] = {}
        if self._together:
            done, columns = self._together.read(lines)
        others = np.flatnonzero(~done)
        rows, faults = self._one_by_one(lines, others)
        if not done.any():
            return rows, faults
        count = int(done.sum())
        found = pa.table(
            [columns.get(f.name, pa.nulls(count, f.type)) for f in self._schema],
            schema=self._schema,
        )
        if not len(others):
            return found, faults
        order = np.argsort(np.concatenate([np.flatnonzero(done), others]))
        return pa.concat_tables([found, rows]).take(order), faults

    def _one_by_one(
        self, lines: PublishedLines, places: np.ndarray[Any, np.dtype[np.int64]]
    ) -> tuple[pa.Table, dict[int, str]]:
        wanted = np.zeros(len(lines.inputs), bool)
        wanted[places] = True
        texts = (
            side.take(wanted).to_text(self._vocabulary).to_pylist()
            for side in (lines.inputs, lines.targets)
        )
        rows: list[dict[str, Any]] = []
        faults: dict[int, str] = {}
        for place, problem, answer in zip(places.tolist(), *texts, strict=True):
            try:
                rows.append(self._row(problem.split(" "), answer.split(" ")))
            except ProblemError as error:
                rows.append({})
                faults[place] = str(error)
        return pa.Table.from_pylist(rows, schema=self._schema), faults


def column_reader(task: Task) -> ColumnReader | None:
    """Return what reads a task's lines together, if its problems are arrays of numbers."""
    if isinstance(task, MatrixTask):
        from hf_mathseq.conversion.natural_matrices import MatrixColumns

        return MatrixColumns(task)
    if isinstance(task, NetworkTask):
        from hf_mathseq.conversion.natural_networks import MOST_DECIMALS, NetworkColumns

        if not isinstance(task, LevelsTask) or task.config.precision <= MOST_DECIMALS:
            return NetworkColumns(task)
    return None


def row_maker(task: Task) -> RowMaker:
    """Return what turns the tokens of a problem and of its answer into natural columns.

    Expressions are written word by word, without the normal form that the task's own reader
    builds, and systems without their gradients; other problems are read by the task. The returned
    function raises `ProblemError`.
    """
    if task.dataset == "integration":
        return _integral
    if task.dataset == "ode":
        return _equation
    if isinstance(task, SystemTask):
        return system_reader(task)

    def read(problem: Words, answer: Words) -> dict[str, Any]:
        return {
            **task.problem_from(tokens=problem),
            task.description.answer: task.decode(answer),
        }

    return read


def _integral(problem: Words, answer: Words) -> dict[str, Any]:
    return {"integrand": _text(problem[2:]), "antiderivative": _text(answer)}


def _equation(problem: Words, answer: Words) -> dict[str, Any]:
    return {"equation": f"{_text(problem)} = 0", "solution": _text(answer)}


def _text(words: Words) -> str:
    text = plain_infix(words)
    if text is None:
        raise ProblemError("the words are no expression")
    return text
