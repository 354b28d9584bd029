"""The written side of matrix tasks: shapes, tokens, and what people type (arXiv 2112.01898)."""

from __future__ import annotations

import math
from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from hf_mathseq.encodings.arrays import (
    ARROW_MATRIX,
    MAX_DIMENSION,
    MalformedMatrix,
    MatrixEncoding,
)
from hf_mathseq.encodings.decimals import EncodingError, FloatArray, IntArray
from hf_mathseq.encodings.floats import float_encoding
from hf_mathseq.encodings.matrix_vocabularies import matrix_vocabulary, num_answer_ids
from hf_mathseq.encodings.vocabulary import Vocabulary
from hf_mathseq.options import OptionError
from hf_mathseq.task import Row, Task
from hf_mathseq.tasks.matrix_config import Range, check_max_length
from hf_mathseq.tasks.matrix_input import matrix_from, rows_or_row
from hf_mathseq.verdict import ProblemError, Verdict

ROUNDED = "rounded"
"""Key of the number of digits that a typed matrix was rounded to, where that changed it."""
_SAME = 1e-9
"""Relative difference of numbers that are the same but for errors of computing."""


class MatrixFormat(Task):
    """How a task writes matrices and answers, and how it reads them."""

    dataset = "linear_algebra"
    config: Any
    natural_schema = pa.schema([("matrix", ARROW_MATRIX), ("result", ARROW_MATRIX)])

    def __init__(self, /, **options: Any) -> None:
        super().__init__(**options)
        problem = self._problem_of(1)
        if max(*problem, *self.answer_shape(*problem)) > MAX_DIMENSION:
            largest = max(high for _, high in self.config.ranges)
            raise OptionError(
                f"{self.name} of dimension {largest} needs a matrix of more than {MAX_DIMENSION} "
                "rows or columns, which has no tokens; choose a smaller dimension"
            )
        check_max_length(self.config.max_length, self.smallest_length)

    # ------------------------------------------------------------------ shapes and lengths

    @property
    def square(self) -> bool:
        """Whether every matrix is square."""
        return True

    def problem_shape(self, d: IntArray, e: IntArray) -> tuple[IntArray, IntArray]:
        """Return the rows and columns of the problems of given dimensions, shape (matrices,)."""
        return d, e

    @property
    def operand_ranges(self) -> tuple[Range, Range]:
        """The smallest and the largest number of rows, and of columns, of an operand."""
        ranges: tuple[Range, Range] = self.config.ranges
        return ranges

    @abstractmethod
    def answer_shape(self, rows: int, columns: int) -> tuple[int, int]:
        """Return the shape of the answer to a matrix of the given shape."""

    @property
    def max_lengths(self) -> tuple[int, int]:
        """The largest number of input and of target tokens, `</s>` included."""
        limit = self.config.max_length or math.inf
        given, asked = (min(n + 1, limit) for n in self._lengths_of(self._problem_of(1)))
        return int(given), int(asked)

    @property
    def smallest_length(self) -> int:
        """The number of tokens of the smallest problem, or of its answer where that has more."""
        return max(self._lengths_of(self._problem_of(0)))

    def _problem_of(self, end: int) -> tuple[int, int]:
        """Return the shape of the smallest (0) or of the largest (1) problem."""
        d, e = (np.array([ends[end]]) for ends in self.config.ranges)
        rows, columns = self.problem_shape(d, e)
        return int(rows[0]), int(columns[0])

    def _lengths_of(self, problem: tuple[int, int]) -> tuple[int, int]:
        """Return the largest numbers of tokens of a problem of a shape and of its answer."""
        longest = self.output_encoding.length(*self.answer_shape(*problem))
        return self.input_encoding.length(*problem), longest

    # ------------------------------------------------------------------ encodings

    @cached_property
    def input_encoding(self) -> MatrixEncoding:
        """How the matrix is written."""
        return MatrixEncoding(float_encoding(self.config.input_encoding))

    @cached_property
    def output_encoding(self) -> MatrixEncoding:
        """How the answer is written."""
        return MatrixEncoding(float_encoding(self.config.output_encoding))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The tokens of inputs and targets, those of targets first."""
        return matrix_vocabulary(self.input_encoding, self.output_encoding)

    @property
    def layout(self) -> str:
        """The order of the tokens, where it is not that of a single encoding."""
        return "" if self.config.input_encoding == self.config.output_encoding else "answers first"

    @property
    def num_target_tokens(self) -> int:
        """The number of ids that targets are made of: those of the output encoding."""
        return num_answer_ids(self.output_encoding)

    # ------------------------------------------------------------------ writing and reading

    def encode(self, row: Row) -> tuple[list[str], list[str]]:
        """Return the tokens of a row's matrix and of its result; see `Task.encode`."""
        try:
            problem = self.input_encoding.tokens(matrix_from(row["matrix"]))
            result = row.get("result")
            if result is None:
                return problem, []
            return problem, self.output_encoding.tokens(matrix_from(result))
        except EncodingError as error:
            raise ProblemError(str(error)) from None

    def decode(self, tokens: Sequence[str]) -> list[list[float]]:
        """Return the matrix that target tokens stand for.

        Raises:
            ProblemError: The tokens are not a matrix.
        """
        try:
            return self.output_encoding.read(tokens, complete=True)
        except MalformedMatrix as error:
            raise ProblemError(str(error)) from None

    def problem_from(
        self, user_input: Any = None, *, tokens: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """Return `{"matrix": ...}`, rounded as the input encoding writes it.

        Where that changes a number, the number of digits stands beside it as `"rounded"`.

        Args:
            user_input: Text such as `"[[1, 2], [3, 4]]"` or `"1 2; 3 4"`, lists or an array.
            tokens: The matrix in tokens of the input encoding, instead.

        Raises:
            ProblemError: Not a matrix, or not one of this task's dimensions.
        """
        if (user_input is None) == (tokens is None):
            raise ProblemError("give either a matrix or tokens")
        try:
            if tokens is not None:
                user_input = self.input_encoding.read(tokens, complete=True)
            matrix = matrix_from(user_input)
            self.check_shape(*matrix.shape)
            numbers = self.input_encoding.numbers
            if np.abs(matrix).max() >= numbers.limit:
                raise EncodingError(f"{numbers.name} writes sizes below {numbers.limit:g}")
            written = numbers.round(self.canonical(matrix)).values()
            length, limit = len(self.input_encoding.tokens(written)), self.config.max_length
            if limit and length >= limit:
                raise ProblemError(f"the matrix has {length} tokens, not fewer than {limit}")
            changed = {ROUNDED: numbers.digits} if _differ(matrix, written) else {}
            return {"matrix": written.tolist(), **changed}
        except (MalformedMatrix, EncodingError) as error:
            raise ProblemError(str(error)) from None

    def check_shape(self, rows: int, columns: int, name: str = "the matrix") -> None:
        """Raise `ProblemError` when a shape is not one of the task's.

        Args:
            rows: Number of rows.
            columns: Number of columns.
            name: What has this shape, for the message.
        """
        if self.square and rows != columns:
            raise ProblemError(f"{name} is {rows}x{columns}; it must be square here")
        (first, last), (left, right) = self.operand_ranges
        if first <= rows <= last and left <= columns <= right:
            return
        if (first, last) != (left, right):
            raise ProblemError(f"{name} is {rows}x{columns}; it must be {first}x{left} here")
        allowed = f"{first}" if first == last else f"{first} to {last}"
        raise ProblemError(f"{name} is {rows}x{columns}; the dimension here is {allowed}")

    def answer_from(self, row: Row, given: Any) -> list[list[float]]:
        """Return a matrix from its text or its rows; a column may be given as a row, `3, 1`."""
        matrix = rows_or_row(given)
        problem = row[self.description.problem]
        rows, columns = self.answer_shape(len(problem), len(problem[0]))
        turned = columns == 1 and matrix.shape == (1, rows)
        return (matrix.T if turned else matrix).tolist()

    def check_given(
        self, row: Row, given: Any, *, criterion: str = "strict", tolerance: float | None = None
    ) -> Verdict:
        """Check a matrix; the detail says where writing the problem or the answer rounds."""
        answer = self.answer_from(row, given)
        verdict = super().check_given(row, answer, criterion=criterion, tolerance=tolerance)
        numbers = self.output_encoding.numbers
        remarks = [verdict.detail, self.finish(row, answer)]
        if _differ(np.array(answer), numbers.round(answer).values()):
            remarks.append(f"for the answer rounded to {numbers.digits} digits")
        if not verdict.correct:
            remarks.append(self.remark_on(answer))
        return replace(verdict, detail="; ".join(remark for remark in remarks if remark))

    def remark_on(self, answer: Any) -> str | None:
        """Return what may be wrong with an answer that was not found correct."""
        return None

    def finish(self, row: Row, answer: Any) -> str | None:
        """Return of which matrix the answer is, where writing it changed a number."""
        digits = row.get(ROUNDED)
        return f"of the matrix rounded to {digits} digits" if digits else None

    def canonical(self, matrix: FloatArray) -> FloatArray:
        """Return the matrix as the task takes it; raise `ProblemError` if it does not."""
        return matrix

    def show(self, answer: Any) -> str:
        """Return a matrix as text, e.g. `[[1.5, 2], [3, 4]]`."""
        rows = (", ".join(f"{value:g}" for value in row) for row in answer)
        return "[" + ", ".join(f"[{row}]" for row in rows) + "]"

    def difficulty(self, row: Row) -> dict[str, int]:
        """Return the matrix's dimension (number of rows)."""
        return {"dimension": len(row["matrix"])}


def _differ(given: FloatArray, written: FloatArray) -> bool:
    """Return whether writing numbers changed one of them."""
    return bool((np.abs(written - given) > _SAME * np.abs(given)).any())


def largest_first(answer: Any) -> str | None:
    """Return what is wrong with a column of values that stand in the contrary order."""
    values = [row[0] for row in answer]
    ascending = values == sorted(values) and values != sorted(values, reverse=True)
    return "the values are wanted largest first" if ascending else None
