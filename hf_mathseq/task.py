"""The Task protocol: one object holds how a problem is drawn, written, read and checked."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hf_mathseq.block import Block
from hf_mathseq.description import TaskDescription
from hf_mathseq.duplicates import ROW_KEY, DuplicateFilter
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.encodings.vocabulary import Vocabulary
from hf_mathseq.options import build_config, config_as_dict, config_digest
from hf_mathseq.randomness import rng_for
from hf_mathseq.splits import check_split, split_mask
from hf_mathseq.suggestions import UserError, unknown_name
from hf_mathseq.verdict import ProblemError, Status, Verdict

__all__ = [
    "Block",
    "DuplicateFilter",
    "ProblemError",
    "Row",
    "Status",
    "Task",
    "TaskDescription",
    "Verdict",
]

Row = Mapping[str, Any]
CRITERIA = ("strict", "paper")


class Task(ABC):
    """One problem family with its options: drawing, writing, reading and checking.

    Subclasses set the class attributes, declare a frozen dataclass `Config` and implement the
    abstract methods. Verdicts never raise on model output; user input that cannot be read raises
    `ProblemError`. Evaluations also report the accuracies at every one of `tolerances`, which
    numeric tasks set, beside those at the criterion's own; the verdicts of such tasks say the
    tolerance that was `needed`.

    Args:
        **options: Fields of `Config`, as values or as text.

    Raises:
        OptionError: An unknown option or a value that is not allowed.
    """

    dataset: ClassVar[str]
    config_name: ClassVar[str]
    version: ClassVar[str] = "1"
    tolerances: ClassVar[tuple[float, ...]] = ()
    block_size: int
    Config: ClassVar[type]
    description: ClassVar[TaskDescription]
    natural_schema: ClassVar[pa.Schema]

    def __init__(self, **options: Any) -> None:
        self.config: Any = build_config(self.Config, options)

    def __repr__(self) -> str:
        changed = [f"{k}={v!r}" for k, v in self.options.items() if v != getattr(self.Config(), k)]
        return f"get_task({', '.join([repr(self.name), *changed])})"

    @property
    def name(self) -> str:
        """The task's name, `<dataset>/<config>`."""
        return f"{self.dataset}/{self.config_name}"

    @property
    def options(self) -> dict[str, Any]:
        """Every option with its value, as plain JSON."""
        return config_as_dict(self.config)

    @cached_property
    def identity(self) -> str:
        """A digest of name, version, options and layout: equal identities draw equal data."""
        text = f"{self.name}@{self.version}:{self._digest}"
        if self.layout:
            text += f":{self.layout}"
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    # ------------------------------------------------------------------ drawing

    @abstractmethod
    def generate_block(self, rng: np.random.Generator, size: int) -> Block:
        """Draw `size` times and return what was accepted; a pure function of `rng`."""

    @property
    @abstractmethod
    def vocabulary(self) -> Vocabulary:
        """The tokens of inputs and targets, ordered."""

    @property
    def layout(self) -> str:
        """What arranges the ids of the vocabulary beside the options; "" says nothing of it.

        It is part of `identity`, as ids in another order are other data; draws do not depend on it.
        """
        return ""

    @property
    def num_target_tokens(self) -> int:
        """The number of ids that labels are made of: they are all below it.

        What decodes needs no more rows in its tables; the ids from here on stand in problems only.
        """
        return len(self.vocabulary)

    @property
    @abstractmethod
    def max_lengths(self) -> tuple[int, int]:
        """The largest number of input and of target tokens, `</s>` included."""

    @cached_property
    def schema(self) -> pa.Schema:
        """The columns of every table of this task."""
        ids = pa.list_(pa.from_numpy_dtype(self.vocabulary.id_dtype))
        return pa.schema(
            [
                ("input", pa.string()),
                ("target", pa.string()),
                ("input_ids", ids),
                ("labels", ids),
                ("length", pa.int32()),
                *self.natural_schema,
            ]
        )

    def draw(self, split: str, seed: int, block: int) -> Block:
        """Return one block before its split is taken."""
        return self.generate_block(self.rng(split, seed, block), self.block_size)

    def rng(self, split: str, seed: int, block: int) -> np.random.Generator:
        """Return the generator that a block is drawn with."""
        return rng_for(self.name, self.version, self._digest, check_split(split), seed, block)

    @cached_property
    def _digest(self) -> str:
        return config_digest(self.config)

    def id_rows(self, split: str, seed: int, block: int) -> tuple[Ragged, Ragged]:
        """Return `input_ids` and `labels` of `block_table` without making its other columns.

        The ids are of the vocabulary's `id_dtype`, with the final `</s>` of each row.
        """
        drawn = self.draw(split, seed, block)
        keep, dtype = split_mask(drawn.problem_keys, split), self.vocabulary.id_dtype
        inputs, targets = (x.take(keep).with_eos() for x in (drawn.inputs, drawn.targets))
        return inputs.astype(dtype), targets.astype(dtype)

    def block_table(self, split: str, seed: int, block: int) -> pa.Table:
        """Return the rows of one block that belong to `split`, with their `row_key`."""
        return self.table_of(self.draw(split, seed, block), split)

    def table_of(self, drawn: Block, split: str) -> pa.Table:
        """Return the rows of a drawn block that belong to `split`, with their `row_key`."""
        keep = split_mask(drawn.problem_keys, split)
        return self._table(drawn, keep).append_column(
            ROW_KEY, pa.array(drawn.row_keys[keep], pa.uint64())
        )

    def tables(self, seed: int = 0, split: str = "train") -> Iterator[pa.Table]:
        """Yield the unending stream of distinct examples, a table for each block."""
        fresh = DuplicateFilter()
        block = 0
        while True:
            yield fresh(self.block_table(split, seed, block)).drop_columns([ROW_KEY])
            block += 1

    def generate(self, num_examples: int, seed: int = 0, split: str = "train") -> pa.Table:
        """Return the first `num_examples` distinct examples of a split.

        Args:
            num_examples: Number of rows.
            seed: Another seed gives other examples, never those of another split.
            split: "train", "validation" or "test".
        """
        parts: list[pa.Table] = [self.schema.empty_table()]
        missing = num_examples
        for table in self.tables(seed, split):
            parts.append(table.slice(0, missing))
            missing -= len(parts[-1])
            if missing <= 0:
                return pa.concat_tables(parts).combine_chunks()
        raise AssertionError("the stream of examples does not end")

    def _table(self, block: Block, keep: npt.NDArray[np.bool_]) -> pa.Table:
        inputs, targets = block.inputs.take(keep), block.targets.take(keep)
        framed_inputs, framed_targets = inputs.with_eos(), targets.with_eos()
        dtype = self.vocabulary.id_dtype
        mask = pa.array(keep)
        columns = {
            "input": inputs.to_text(self.vocabulary),
            "target": targets.to_text(self.vocabulary),
            "input_ids": framed_inputs.to_arrow(dtype),
            "labels": framed_targets.to_arrow(dtype),
            "length": pa.array((framed_inputs.lengths + framed_targets.lengths).astype(np.int32)),
            **{name: column.filter(mask) for name, column in block.natural.items()},
        }
        return pa.table([columns[name] for name in self.schema.names], schema=self.schema)

    # ------------------------------------------------------------------ writing and reading

    @abstractmethod
    def encode(self, row: Row) -> tuple[list[str], list[str]]:
        """Return the tokens of a row's problem and of its answer.

        Works from the natural columns; the answer's tokens are empty when the row has no answer.

        Raises:
            ProblemError: The natural columns cannot be written in this configuration.
        """

    @abstractmethod
    def decode(self, tokens: Sequence[str]) -> Any:
        """Return the answer that target tokens stand for, as in the natural answer column.

        Raises:
            ProblemError: The tokens are not a well-formed answer.
        """

    @abstractmethod
    def problem_from(
        self, user_input: Any = None, *, tokens: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """Return a row (without answer) from what a user gives, or from published tokens.

        Raises:
            ProblemError: The input cannot be read or is outside the task.
        """

    def show_problem(self, row: Row) -> str:
        """Return a row's problem as text for people."""
        return str(row[self.description.problem])

    def show(self, answer: Any) -> str:
        """Return a decoded answer as text for people."""
        return str(answer)

    def finish(self, row: Row, answer: Any) -> str | None:
        """Return what a verified answer comes to under what the user asks beyond the problem.

        For example the particular solution for the initial conditions of a differential equation.

        Args:
            row: A result of `problem_from`.
            answer: A decoded answer that was found correct.

        Returns:
            One line for people, also where nothing was found; None where nothing is asked.
        """
        return None

    def difficulty(self, row: Row) -> dict[str, int]:
        """Return the numbers by which accuracy is broken down, e.g. {"operators": 7}."""
        return {}

    def trivial_answers(self) -> Mapping[str, Sequence[str]]:
        """Return answers that look at no problem, by what people call them.

        Where the published rule accepts such answers, evaluations report how often, beside the
        score of a model: {"y = 0": ["INT+", "0"]}.
        """
        return {}

    def baseline_answers(self, rows: Sequence[Row]) -> Mapping[str, Sequence[Sequence[str]]]:
        """Return what rules of thumb answer that look at the problems, by what people call them.

        Evaluations report how often they are right beside the score of a model.

        Args:
            rows: Data-set rows.

        Returns:
            For each rule the tokens of one answer per row: {"as many as vertices": [["N1"], ...]}.
        """
        return {}

    def exact_answers(self, rows: Sequence[Row]) -> Sequence[Sequence[str]]:
        """Return the tokens that an exact solver answers who sees only the tokens of the problems.

        Where rounding lost what an answer needs, not even these are right: evaluations report how
        often they are, beside the score of a model, if the task has `tolerances`.

        Args:
            rows: Data-set rows; their answers are not looked at.

        Returns:
            One answer per row, empty where the written problem has none.
        """
        raise NotImplementedError(f"{self.name} has no exact solver")

    # ------------------------------------------------------------------ checking

    def diagnostics(
        self, rows: Sequence[Row], hypotheses: Sequence[Sequence[str]]
    ) -> Mapping[str, Mapping[str, Mapping[str, float | None]]]:
        """Return what evaluations report of answers beside their accuracy: a few small tables.

        Args:
            rows: Data-set rows.
            hypotheses: The best answer to each of them, malformed ones too.

        Returns:
            Title -> row -> column -> figure, None where there is no finite one.
        """
        return {}

    def verify(
        self,
        row: Row,
        hypothesis: Sequence[str],
        *,
        criterion: str = "strict",
        tolerance: float | None = None,
    ) -> Verdict:
        """Check one hypothesis mathematically; the label is not needed.

        Args:
            row: A data-set row or the result of `problem_from`.
            hypothesis: Target tokens.
            criterion: "strict", or "paper" for the published rule.
            tolerance: Relative tolerance of numeric tasks; None is the criterion's own.
        """
        return self.verify_many([row], [hypothesis], criterion=criterion, tolerance=tolerance)[0]

    def verify_many(
        self,
        rows: Sequence[Row],
        hypotheses: Sequence[Sequence[str]],
        *,
        criterion: str = "strict",
        tolerance: float | None = None,
    ) -> list[Verdict]:
        """Check `hypotheses[i]` as an answer to `rows[i]`; see `verify`."""
        if criterion not in CRITERIA:
            raise UserError(unknown_name("criterion", criterion, CRITERIA))
        if len(rows) != len(hypotheses):
            raise ValueError(f"{len(rows)} rows but {len(hypotheses)} hypotheses")
        return self._verdicts(rows, hypotheses, criterion, tolerance)

    def verify_by_criterion(
        self, rows: Sequence[Row], hypotheses: Sequence[Sequence[str]]
    ) -> dict[str, list[Verdict]]:
        """Check `hypotheses[i]` as an answer to `rows[i]` under every one of `CRITERIA`.

        Tasks whose criteria share most of their mathematics do it once.
        """
        return {c: self.verify_many(rows, hypotheses, criterion=c) for c in CRITERIA}

    @abstractmethod
    def _verdicts(
        self,
        rows: Sequence[Row],
        hypotheses: Sequence[Sequence[str]],
        criterion: str,
        tolerance: float | None,
    ) -> list[Verdict]:
        """Check every hypothesis; `criterion` is valid and the lengths agree."""
