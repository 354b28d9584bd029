"""Several matrix tasks for one model (arXiv 2112.01898, appendix of its second version).

A letter says what is asked: it is the first token of the problem and of the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from hf_mathseq.encodings.arrays import ARROW_MATRIX
from hf_mathseq.encodings.vocabulary import SPECIAL_TOKENS, Vocabulary
from hf_mathseq.task import Block, Row, Task, TaskDescription
from hf_mathseq.tasks.cotraining_blocks import mixed_block
from hf_mathseq.tasks.cotraining_options import LETTERS, OPERATIONS, CotrainingConfig
from hf_mathseq.tasks.linear_algebra_base import PAPER, MatrixTask
from hf_mathseq.tasks.matrix_noise import CLEAN, add_clean_column
from hf_mathseq.verdict import ProblemError, Verdict, invalid
from hf_mathseq.verification.matrices import PAPER_TOLERANCES
from hf_mathseq.verification.matrix_diagnostics import Table

__all__ = ["LETTERS", "OPERATIONS", "Cotraining", "CotrainingConfig"]


class Cotraining(Task):
    """Seven matrix operations at once; a letter in front tells them apart.

    Each operation is drawn, rounded and judged as by its own task, with the options that this task
    has: E, F and I stay square where the others are rectangular. An answer that begins with another
    letter is invalid.
    """

    dataset = "linear_algebra"
    config_name = "cotraining"
    Config = CotrainingConfig
    tolerances = PAPER_TOLERANCES
    natural_schema = pa.schema(
        [
            ("problem", pa.struct([("operation", pa.string()), ("matrix", ARROW_MATRIX)])),
            ("result", ARROW_MATRIX),
        ]
    )
    description = TaskDescription(
        title="Several operations on matrices",
        paper=PAPER,
        problem="problem",
        answer="result",
        columns={
            "problem": "What is asked, such as eigenvalues, and the matrix as its tokens say it.",
            "result": "The answer, row by row, as its tokens say it.",
        },
        example="eigenvalues: 2 1 0 0 0; 1 2 1 0 0; 0 1 2 1 0; 0 0 1 2 1; 0 0 0 1 2",
    )

    def __init__(self, /, **options: Any) -> None:
        super().__init__(**options)
        if self.config.noise:
            add_clean_column(self)
        self._parts: dict[str, MatrixTask] = self.config.parts()
        self.block_size = min(part.block_size for part in self._parts.values())

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The letters of all operations, then the tokens of matrices."""
        return Vocabulary((*OPERATIONS, *self._part.vocabulary.tokens[len(SPECIAL_TOKENS) :]))

    @property
    def layout(self) -> str:
        """The order of the tokens of matrices; see `MatrixTask.layout`."""
        return self._part.layout

    @property
    def num_target_tokens(self) -> int:
        """The number of ids that targets are made of, the letters included."""
        return len(OPERATIONS) + self._part.num_target_tokens

    @property
    def _part(self) -> MatrixTask:
        """Any of the tasks: they write matrices alike."""
        return next(iter(self._parts.values()))

    @property
    def max_lengths(self) -> tuple[int, int]:
        """The largest number of input and of target tokens, `</s>` included."""
        lengths = [part.max_lengths for part in self._parts.values()]
        return 1 + max(given for given, _ in lengths), 1 + max(asked for _, asked in lengths)

    # ------------------------------------------------------------------ drawing

    def generate_block(self, rng: np.random.Generator, size: int) -> Block:
        """Draw the operations, then a block of each, and mix them."""
        return mixed_block(self._parts, self.vocabulary, rng, size)

    # ------------------------------------------------------------------ writing and reading

    def encode(self, row: Row) -> tuple[list[str], list[str]]:
        """Return the tokens of a row's problem and of its result; see `Task.encode`."""
        letter = self._letter(row["problem"])
        problem, result = self._parts[letter].encode(_bare(row))
        return [letter, *problem], [letter, *result] if result else []

    def decode(self, tokens: Sequence[str]) -> list[list[float]]:
        """Return the matrix that target tokens stand for.

        Raises:
            ProblemError: The tokens are not a letter and a matrix.
        """
        return self._part_of(tokens).decode(tokens[1:])

    def problem_from(
        self, user_input: Any = None, *, tokens: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """Return `{"problem": {"operation": ..., "matrix": ...}}`; the matrix is rounded.

        Args:
            user_input: Text such as `"eigenvalues: 2 1; 1 2"`, or such a problem itself.
            tokens: The letter and the matrix in tokens of the input encoding, instead.

        Raises:
            ProblemError: No operation, or not a matrix that it takes.
        """
        if (user_input is None) == (tokens is None):
            raise ProblemError("give either a problem or tokens")
        if tokens is not None:
            part = self._part_of(tokens)
            problem = part.problem_from(tokens=tokens[1:])
        else:
            given = _parsed(user_input)
            part = self._parts[self._letter(given)]
            problem = part.problem_from(given["matrix"])
        return {"problem": {"operation": part.config_name, **problem}}

    def answer_from(self, row: Row, given: Any) -> list[list[float]]:
        """Return a matrix from its text or its rows; see `MatrixFormat.answer_from`."""
        return self._parts[self._letter(row["problem"])].answer_from(row["problem"], given)

    def check_given(
        self, row: Row, given: Any, *, criterion: str = "strict", tolerance: float | None = None
    ) -> Verdict:
        """Check a matrix as the task of its operation does; see `MatrixFormat.check_given`."""
        problem = row["problem"]
        part = self._parts[self._letter(problem)]
        return part.check_given(problem, given, criterion=criterion, tolerance=tolerance)

    def finish(self, row: Row, answer: Any) -> str | None:
        """Return of which matrix the answer is, where writing it changed a number."""
        return self._part.finish(row["problem"], answer)

    def show_problem(self, row: Row) -> str:
        """Return a problem as text, e.g. `eigenvalues: [[2, 1], [1, 2]]`."""
        return f"{row['problem']['operation']}: {self.show(row['problem']['matrix'])}"

    def show(self, answer: Any) -> str:
        """Return a matrix as text, e.g. `[[1.5, 2], [3, 4]]`."""
        return self._part.show(answer)

    def exact_answers(self, rows: Sequence[Row]) -> list[list[str]]:
        """Return the answers to the matrices as written; see `Task.exact_answers`."""
        answers: list[list[str]] = [[] for _ in rows]
        for letter, part, own in self._by_operation(rows):
            found = part.exact_answers([_bare(rows[i]) for i in own])
            for i, answer in zip(own, found, strict=True):
                answers[i] = [letter, *answer] if answer else []
        return answers

    def difficulty(self, row: Row) -> dict[str, int]:
        """Return the operation with its number of rows, e.g. {"eigenvalues": 5}."""
        return {row["problem"]["operation"]: len(row["problem"]["matrix"])}

    def _letter(self, problem: Any) -> str:
        letter = LETTERS.get(str(problem["operation"]), "")
        if letter not in self._parts:
            allowed = ", ".join(part.config_name for part in self._parts.values())
            raise ProblemError(f"the operation is one of {allowed}")
        return letter

    def _by_operation(self, rows: Sequence[Row]) -> Iterator[tuple[str, MatrixTask, list[int]]]:
        """Yield each letter with its task and the numbers of the rows that ask for it."""
        letters = [self._letter(row["problem"]) for row in rows]
        for letter, part in self._parts.items():
            yield letter, part, [i for i, asked in enumerate(letters) if asked == letter]

    def _part_of(self, tokens: Sequence[str]) -> MatrixTask:
        if not tokens or tokens[0] not in self._parts:
            raise ProblemError(f"the first token is one of {' '.join(self._parts)}")
        return self._parts[tokens[0]]

    # ------------------------------------------------------------------ checking

    def diagnostics(
        self, rows: Sequence[Row], hypotheses: Sequence[Sequence[str]]
    ) -> dict[str, Table]:
        """Return the tables of each operation's own task; another letter is unreadable."""
        tables: dict[str, Table] = {}
        for letter, part, own in self._by_operation(rows):
            bare = [list(hypotheses[i]) for i in own]
            answers = [tokens[1:] if tokens[:1] == [letter] else [] for tokens in bare]
            found = part.diagnostics([_bare(rows[i]) for i in own], answers)
            tables |= {f"{part.config_name}: {title}": table for title, table in found.items()}
        return tables

    def _verdicts(
        self,
        rows: Sequence[Row],
        hypotheses: Sequence[Sequence[str]],
        criterion: str,
        tolerance: float | None,
    ) -> list[Verdict]:
        verdicts = [invalid("the answer begins with the letter of another operation")] * len(rows)
        for letter, part, own in self._by_operation(rows):
            readable = [i for i in own if list(hypotheses[i][:1]) == [letter]]
            found = part.verify_many(
                [_bare(rows[i]) for i in readable],
                [hypotheses[i][1:] for i in readable],
                criterion=criterion,
                tolerance=tolerance,
            )
            for i, verdict in zip(readable, found, strict=True):
                verdicts[i] = verdict
        return verdicts


def _bare(row: Row) -> dict[str, Any]:
    """Return a row as the task of its operation has it."""
    target = row.get("target", "").partition(" ")[2]
    shared = {name: row.get(name) for name in ("result", CLEAN)}
    return {"matrix": row["problem"]["matrix"], "target": target, **shared}


def _parsed(given: Any) -> Mapping[str, Any]:
    if isinstance(given, Mapping) and {"operation", "matrix"} <= given.keys():
        return given
    if isinstance(given, str) and ":" in given:
        operation, _, matrix = given.partition(":")
        return {"operation": operation.strip(), "matrix": matrix}
    raise ProblemError('a problem is text such as "eigenvalues: 2 1; 1 2"')
