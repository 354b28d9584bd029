"""What every matrix task shares: blocks, tokens, reading and checking (arXiv 2112.01898)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from functools import cached_property, partial
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa

from hf_mathseq.encodings.arrays import (
    ARROW_MATRIX,
    MAX_DIMENSION,
    MalformedMatrix,
    Matrices,
    MatrixEncoding,
)
from hf_mathseq.encodings.decimals import Decimals, EncodingError, FloatArray, IntArray
from hf_mathseq.encodings.floats import float_encoding
from hf_mathseq.encodings.matrix_vocabularies import matrix_vocabulary, num_answer_ids
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.encodings.vocabulary import Vocabulary
from hf_mathseq.options import OptionError
from hf_mathseq.splits import keys_of_rows
from hf_mathseq.task import Block, Row, Task
from hf_mathseq.tasks.matrix_blocks import as_written, below_limit, matrix_keys
from hf_mathseq.tasks.matrix_input import matrix_from
from hf_mathseq.verdict import ProblemError, Verdict
from hf_mathseq.verification.matrices import PAPER_TOLERANCES, published_figures
from hf_mathseq.verification.matrix_answers import by_shape, matrix_verdicts, read_answers
from hf_mathseq.verification.matrix_criteria import strict_errors
from hf_mathseq.verification.matrix_diagnostics import Table, diagnostic_tables
from hf_mathseq.verification.matrix_measures import measures

PAPER = "2112.01898"
# A block holds at most 4,096 matrices and about this many coefficients, which bounds its memory;
# the size of a block is part of what a task's version fixes.
BLOCK_COEFFICIENTS = 1 << 17


class MatrixTask(Task):
    """A task whose problem and answer are matrices."""

    dataset = "linear_algebra"
    tolerances = PAPER_TOLERANCES
    config: Any
    strict_tolerance: ClassVar[float]
    natural_schema = pa.schema([("matrix", ARROW_MATRIX), ("result", ARROW_MATRIX)])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        largest = self.config.dimensions[1]
        if max(*self._largest_problem, *self.answer_shape(*self._largest_problem)) > MAX_DIMENSION:
            raise OptionError(
                f"{self.name} of dimension {largest} needs a matrix of more than {MAX_DIMENSION} "
                "rows or columns, which has no tokens; choose a smaller dimension"
            )
        self.block_size = min(4096, max(64, BLOCK_COEFFICIENTS // largest**2))

    @property
    def square(self) -> bool:
        """Whether every matrix is square."""
        return True

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

    # ------------------------------------------------------------------ drawing

    @property
    def max_lengths(self) -> tuple[int, int]:
        """The largest number of input and of target tokens, `</s>` included."""
        problem = self._largest_problem
        longest = self.output_encoding.length(*self.answer_shape(*problem))
        return self.input_encoding.length(*problem) + 1, longest + 1

    @property
    def _largest_problem(self) -> tuple[int, int]:
        n = self.config.dimensions[1]
        rows, columns = self.problem_shape(*np.full((2, 1), n))
        return int(rows[0]), int(columns[0])

    def problem_shape(self, d: IntArray, e: IntArray) -> tuple[IntArray, IntArray]:
        """Return the rows and columns of the problems of given dimensions, shape (matrices,)."""
        return d, e

    @abstractmethod
    def draw_matrices(self, rng: np.random.Generator, size: int) -> Matrices:
        """Draw `size` matrices in full precision."""

    @abstractmethod
    def results(self, drawn: Matrices, written: Matrices) -> Matrices:
        """Return the answers.

        Args:
            drawn: The matrices in full precision.
            written: The same matrices as their tokens say them.
        """

    def generate_block(self, rng: np.random.Generator, size: int) -> Block:
        """Draw `size` matrices, drop those that cannot be written, and write the others."""
        drawn = self.draw_matrices(rng, size)
        drawn = drawn.take(below_limit(drawn, self.input_encoding))
        matrices, numbers = as_written(drawn, self.input_encoding)
        results = self.results(drawn, matrices)
        keep = below_limit(results, self.output_encoding)
        if not keep.all():
            matrices, results = matrices.take(keep), results.take(keep)
            matrices, numbers = as_written(matrices, self.input_encoding)
        results, answers = as_written(results, self.output_encoding)
        problem_keys = matrix_keys(matrices, numbers)
        return Block(
            natural={"matrix": matrices.to_arrow(), "result": results.to_arrow()},
            inputs=self._ids(self.input_encoding, numbers, matrices),
            targets=self._ids(self.output_encoding, answers, results),
            problem_keys=problem_keys,
            row_keys=keys_of_rows(np.stack([problem_keys, matrix_keys(results, answers)], axis=1)),
            attempts=size,
        )

    @cached_property
    def _id_tables(self) -> dict[MatrixEncoding, IntArray]:
        encodings = (self.input_encoding, self.output_encoding)
        return {encoding: encoding.id_table(self.vocabulary) for encoding in encodings}

    def _ids(self, encoding: MatrixEncoding, numbers: Decimals, matrices: Matrices) -> Ragged:
        positions = encoding.indices(numbers, matrices.rows, matrices.columns)
        return Ragged(self._id_tables[encoding][positions.values], positions.offsets)

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
            return {"matrix": numbers.round(self.canonical(matrix)).values().tolist()}
        except (MalformedMatrix, EncodingError) as error:
            raise ProblemError(str(error)) from None

    def check_shape(self, rows: int, columns: int, name: str = "the matrix") -> None:
        """Raise `ProblemError` when a shape is not one of the task's.

        Args:
            rows: Number of rows.
            columns: Number of columns.
            name: What has this shape, for the message.
        """
        low, high = self.config.dimensions
        if self.square and rows != columns:
            raise ProblemError(f"{name} is {rows}x{columns}; it must be square here")
        if not (low <= rows <= high and low <= columns <= high):
            allowed = f"{low}" if low == high else f"{low} to {high}"
            raise ProblemError(f"{name} is {rows}x{columns}; the dimension here is {allowed}")

    def canonical(self, matrix: FloatArray) -> FloatArray:
        """Return the matrix as the task takes it; raise `ProblemError` if it does not."""
        return matrix

    def exact_answers(self, rows: Sequence[Row]) -> list[list[str]]:
        """Return the answers to the matrices as written, rounded; see `Task.exact_answers`."""
        answers: list[list[str]] = [[] for _ in rows]
        for members, matrices in by_shape([row["matrix"] for row in rows], range(len(rows))):
            results = self._targets([{}] * len(members), matrices)
            exist = np.isfinite(results).all(axis=(1, 2))
            batch, numbers = as_written(Matrices.stacked(results[exist]), self.output_encoding)
            texts = self._ids(self.output_encoding, numbers, batch).to_text(self.vocabulary)
            for i, text in zip(np.array(members)[exist].tolist(), texts.to_pylist(), strict=True):
                answers[i] = text.split()
        return answers

    def show(self, answer: Any) -> str:
        """Return a matrix as text, e.g. `[[1.5, 2], [3, 4]]`."""
        rows = (", ".join(f"{value:g}" for value in row) for row in answer)
        return "[" + ", ".join(f"[{row}]" for row in rows) + "]"

    def difficulty(self, row: Row) -> dict[str, int]:
        """Return the matrix's dimension (number of rows)."""
        return {"dimension": len(row["matrix"])}

    # ------------------------------------------------------------------ checking

    @abstractmethod
    def answer_shape(self, rows: int, columns: int) -> tuple[int, int]:
        """Return the shape of the answer to a matrix of the given shape."""

    def strict_errors(self, matrices: FloatArray, answers: FloatArray) -> FloatArray:
        """Return the error of each answer under the strict criterion, shape (answers,).

        Args:
            matrices: Problems of one shape, (answers, rows, columns).
            answers: Decoded answers, (answers, ...).
        """
        encodings = self.input_encoding.numbers, self.output_encoding.numbers
        return strict_errors(self.config_name, matrices, answers, *encodings)

    def _verdicts(
        self,
        rows: Sequence[Row],
        hypotheses: Sequence[Sequence[str]],
        criterion: str,
        tolerance: float | None,
    ) -> list[Verdict]:
        strict = criterion == "strict"
        own = self.strict_tolerance if strict else PAPER_TOLERANCES[0]

        def judge(
            members: Sequence[int], matrices: FloatArray, answers: FloatArray
        ) -> tuple[FloatArray, FloatArray]:
            if strict:
                errors = self.strict_errors(matrices, answers)
                return errors, errors
            targets = self._targets([rows[i] for i in members], matrices)
            figures = published_figures(self.config_name, matrices, targets, answers)
            exact = (answers == targets).all(axis=(1, 2))
            return figures.relative_l1, np.where(exact, 0.0, figures.needed)

        return matrix_verdicts(
            [row["matrix"] for row in rows],
            hypotheses,
            partial(self.output_encoding.read, complete=strict),
            self.answer_shape,
            judge,
            own if tolerance is None else tolerance,
        )

    def diagnostics(
        self, rows: Sequence[Row], hypotheses: Sequence[Sequence[str]]
    ) -> dict[str, Table]:
        """Return tables on errors and structure; see `verification.matrix_diagnostics`."""
        matrices = [row["matrix"] for row in rows]
        read = self.output_encoding.read
        answers, _ = read_answers(matrices, hypotheses, read, self.answer_shape)
        groups = []
        for own, stack in by_shape(matrices, answers):
            targets = self._targets([rows[i] for i in own], stack)
            given = np.array([answers[i] for i in own], dtype=np.float64)
            groups.append(measures(self.config_name, stack, targets, given))
        return diagnostic_tables(groups, len(rows))

    def _targets(self, rows: Sequence[Row], matrices: FloatArray) -> FloatArray:
        """Return the written results of rows of one shape; computed where a row has none.

        NaN where a matrix has none, such as the inverse of one that rounding made singular.
        """
        given = [row.get("result") for row in rows]
        if all(result is not None for result in given):
            return np.array(given, dtype=np.float64)
        batch = Matrices.stacked(matrices)
        results = self.results(batch, batch)
        written = np.repeat(below_limit(results, self.output_encoding), results.counts)
        values = np.full_like(results.values, np.nan)
        values[written] = self.output_encoding.numbers.round(results.values[written]).values()
        return values.reshape(len(rows), *self.answer_shape(*matrices.shape[1:]))
