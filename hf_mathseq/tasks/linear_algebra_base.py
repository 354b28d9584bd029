"""What every matrix task shares: how blocks are drawn and answers checked (arXiv 2112.01898)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import Any, ClassVar

import numpy as np

from hf_mathseq.encodings.arrays import Matrices, MatrixEncoding
from hf_mathseq.encodings.decimals import FloatArray
from hf_mathseq.encodings.id_tables import IdTable
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.splits import keys_of_rows, split_mask
from hf_mathseq.task import Block, Row
from hf_mathseq.tasks.matrix_blocks import WrittenMatrices, below_limit, keep_freed_memory
from hf_mathseq.tasks.matrix_format import MatrixFormat
from hf_mathseq.tasks.matrix_noise import (
    CLEAN,
    NoisyProblems,
    add_clean_column,
    with_noise,
    without_noise,
)
from hf_mathseq.verdict import ProblemError, Verdict
from hf_mathseq.verification.matrices import INVERSES, PAPER_TOLERANCES, published_figures
from hf_mathseq.verification.matrix_answers import by_shape, matrix_verdicts, read_answers
from hf_mathseq.verification.matrix_criteria import possible_errors, strict_errors
from hf_mathseq.verification.matrix_diagnostics import Table, diagnostic_tables
from hf_mathseq.verification.matrix_measures import measures

PAPER = "2112.01898"
# A block holds at most 4,096 matrices and about this many coefficients, which bounds its memory;
# the size of a block is part of what a task's version fixes.
BLOCK_COEFFICIENTS = 1 << 17
UNDETERMINED = "the written digits do not determine the inverse"
LOST = "the small values of so large a matrix are not certain"


class MatrixTask(MatrixFormat):
    """A task whose problem and answer are matrices."""

    tolerances = PAPER_TOLERANCES
    strict_tolerance: ClassVar[float]

    def __init__(self, /, **options: Any) -> None:
        super().__init__(**options)
        (_, d), (_, e) = self.config.ranges
        if self.config.noise:
            add_clean_column(self)
        self.block_size = min(4096, max(64, BLOCK_COEFFICIENTS // (d * e)))

    # ------------------------------------------------------------------ drawing

    @abstractmethod
    def draw_matrices(self, rng: np.random.Generator, size: int) -> Matrices:
        """Draw `size` matrices in full precision."""

    @abstractmethod
    def results(self, drawn: Matrices, written: Callable[[], Matrices]) -> Matrices:
        """Return the answers.

        Args:
            drawn: The matrices in full precision.
            written: Returns the same matrices as their tokens say them.
        """

    def generate_block(self, rng: np.random.Generator, size: int) -> Block:
        """Draw `size` matrices, drop those that cannot be written, and write the others."""
        problems, answers = self._answered(self._problems(rng, size))
        keys = problems.shown.keys
        return Block(
            natural={
                "matrix": problems.shown.matrices.to_arrow(),
                "result": answers.matrices.to_arrow(),
                **({CLEAN: problems.clean.matrices.to_arrow()} if self.config.noise else {}),
            },
            inputs=self._ids(problems.shown),
            targets=self._ids(answers),
            problem_keys=keys,
            row_keys=keys_of_rows(np.stack([keys, answers.keys], axis=1)),
            attempts=size,
        )

    def id_rows(self, split: str, seed: int, block: int) -> tuple[Ragged, Ragged]:
        """Return the ids of a block without solving the other splits; see `Task.id_rows`."""
        problems = self._problems(self.rng(split, seed, block), self.block_size)
        own = split_mask(problems.shown.keys, split)
        problems, answers = self._answered(problems.take(own))
        return self._ids(problems.shown).with_eos(), self._ids(answers).with_eos()

    def _problems(self, rng: np.random.Generator, size: int) -> NoisyProblems:
        """Draw `size` matrices and write those that can be written."""
        keep_freed_memory()
        encoding = self.input_encoding
        drawn = self.draw_matrices(rng, size)
        drawn = drawn.take(below_limit(drawn, encoding))
        clean = WrittenMatrices.rounded(drawn, encoding)
        if not self.config.noise:
            return NoisyProblems(clean, clean)
        noisy = with_noise(rng, drawn, self.config.noise_deviation)
        keep = below_limit(noisy, encoding)
        return NoisyProblems(WrittenMatrices.rounded(noisy.take(keep), encoding), clean.take(keep))

    def _answered(self, problems: NoisyProblems) -> tuple[NoisyProblems, WrittenMatrices]:
        """Return the problems whose answers can be written, and these answers."""
        results = self.results(problems.clean.exact, lambda: problems.clean.matrices)
        keep = below_limit(results, self.output_encoding)
        answers = WrittenMatrices.rounded(results.take(keep), self.output_encoding)
        problems, limit = problems.take(keep), self.config.max_length
        if not limit:
            return problems, answers
        lengths = (part.positions().lengths for part in (problems.shown, answers))
        short = np.maximum(*lengths) < limit
        return problems.take(short), answers.take(short)

    def _ids(self, written: WrittenMatrices) -> Ragged:
        return self._id_tables[written.encoding].ids(written.positions())

    @cached_property
    def _id_tables(self) -> dict[MatrixEncoding, IdTable]:
        encodings = (self.input_encoding, self.output_encoding)
        return {e: IdTable(e.symbols, self.vocabulary) for e in encodings}

    def exact_answers(self, rows: Sequence[Row]) -> list[list[str]]:
        """Return the answers to the matrices as written, rounded; see `Task.exact_answers`."""
        answers: list[list[str]] = [[] for _ in rows]
        for members, matrices in by_shape([row["matrix"] for row in rows], range(len(rows))):
            results = self._targets([{}] * len(members), matrices)
            exist = np.isfinite(results).all(axis=(1, 2))
            found = Matrices.stacked(results[exist])
            ids = self._ids(WrittenMatrices.rounded(found, self.output_encoding))
            texts = ids.to_text(self.vocabulary)
            for i, text in zip(np.array(members)[exist].tolist(), texts.to_pylist(), strict=True):
                answers[i] = text.split()
        return answers

    def problem_from(
        self, user_input: Any = None, *, tokens: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """Return a problem as `MatrixFormat.problem_from`; what is typed must have an answer.

        Raises:
            ProblemError: As there, and when a typed matrix has no answer that can be written.
        """
        problem = super().problem_from(user_input, tokens=tokens)
        if tokens is None:
            self.check_solvable(problem)
        return problem

    def check_solvable(self, problem: Row) -> None:
        """Raise `ProblemError` when the answer to a problem, as it is written, cannot be."""
        (answer,) = self.exact_answers([problem])
        limit, numbers = self.config.max_length, self.output_encoding.numbers
        if not answer:
            raise ProblemError(
                f"the answer reaches {numbers.limit:g}; {numbers.name} writes sizes below that"
            )
        if 0 < limit <= len(answer):
            raise ProblemError(f"the answer has {len(answer)} tokens, not fewer than {limit}")

    # ------------------------------------------------------------------ checking

    def likeliest(self, matrices: FloatArray) -> FloatArray:
        """Return what the matrices were before noise, as far as they say themselves."""
        return matrices

    def _asked(self, rows: Sequence[Row], matrices: FloatArray) -> FloatArray:
        """Return the matrices, of one shape, whose answers are the right ones."""
        return without_noise(rows, self.likeliest(matrices))

    def strict_errors(self, matrices: FloatArray, answers: FloatArray) -> FloatArray:
        """Return the error of each answer under the strict criterion, shape (answers,).

        Args:
            matrices: Problems of one shape, (answers, rows, columns).
            answers: Decoded answers, (answers, ...).
        """
        encodings = self.input_encoding.numbers, self.output_encoding.numbers
        return strict_errors(self.config_name, matrices, answers, *encodings)

    def possible_errors(
        self, matrices: FloatArray, answers: FloatArray, errors: FloatArray
    ) -> FloatArray:
        """Return the errors that the answers may have, where digits do not determine more."""
        encodings = self.input_encoding.numbers, self.output_encoding.numbers
        return possible_errors(self.config_name, matrices, answers, *encodings, errors)

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
        ) -> tuple[FloatArray, FloatArray, FloatArray]:
            if strict:
                asked = self._asked([rows[i] for i in members], matrices)
                errors = self.strict_errors(asked, answers)
                return errors, errors, self.possible_errors(asked, answers, errors)
            targets = self._targets([rows[i] for i in members], matrices)
            figures = published_figures(self.config_name, matrices, targets, answers)
            equal = (answers == targets).all(axis=(1, 2)).tolist()
            stored = [
                same and self._is_stored(rows[i], hypotheses[i], target)
                for i, same, target in zip(members, equal, targets, strict=True)
            ]
            needed = np.where(stored, 0.0, figures.needed)
            return figures.relative_l1, needed, needed

        return matrix_verdicts(
            [row["matrix"] for row in rows],
            hypotheses,
            partial(self.output_encoding.read, complete=strict),
            self.answer_shape,
            judge,
            own if tolerance is None else tolerance,
            UNDETERMINED if self.config_name in INVERSES else LOST,
            beyond_rounding=strict and self.strict_tolerance > 0,
        )

    def _is_stored(self, row: Row, tokens: Sequence[str], target: FloatArray) -> bool:
        """Return whether an answer is the stored one token by token, nothing behind it."""
        stored = row.get("target")
        return list(tokens) == (stored.split() if stored else self.output_encoding.tokens(target))

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
        batch = Matrices.stacked(self._asked(rows, matrices))
        results = self.results(batch, lambda: batch)
        written = np.repeat(below_limit(results, self.output_encoding), results.counts)
        values = np.full_like(results.values, np.nan)
        values[written] = self.output_encoding.numbers.round(results.values[written]).values()
        return values.reshape(len(rows), *self.answer_shape(*matrices.shape[1:]))
