"""The half of the Task protocol that makes data: options, blocks, splits, tables."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, ClassVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hf_mathseq.block import Block
from hf_mathseq.duplicates import ROW_KEY, DuplicateFilter
from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.encodings.vocabulary import Vocabulary
from hf_mathseq.options import build_config, config_as_dict, config_digest
from hf_mathseq.randomness import rng_for
from hf_mathseq.splits import check_split, split_mask
from hf_mathseq.suggestions import UserError


class Drawing(ABC):
    """How the examples of a task are drawn, block by block; see `Task`.

    Args:
        **options: Fields of `Config`, as values or as text.

    Raises:
        OptionError: An unknown option or a value that is not allowed.
    """

    dataset: ClassVar[str]
    config_name: ClassVar[str]
    version: ClassVar[str] = "1"
    block_size: int
    Config: ClassVar[type]
    natural_schema: ClassVar[pa.Schema]

    def __init__(self, /, **options: Any) -> None:
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
        inputs, targets, _ = self.draw(split, seed, block).framed(split)
        dtype = self.vocabulary.id_dtype
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

    def generate(
        self,
        num_examples: int,
        seed: int = 0,
        split: str = "train",
        advance: Callable[[int], object] | None = None,
    ) -> pa.Table:
        """Return the first `num_examples` distinct examples of a split.

        Args:
            num_examples: Number of rows.
            seed: Another seed gives other examples, never those of another split.
            split: "train", "validation" or "test".
            advance: Called with the number of rows whenever there are more: a progress bar's.

        Raises:
            UserError: Fewer than 0 examples, or no such split.
        """
        if num_examples < 0:
            raise UserError(f"num_examples must be 0 or more, not {num_examples}")
        parts: list[pa.Table] = [self.schema.empty_table()]
        missing = num_examples
        for table in self.tables(seed, split):
            parts.append(table.slice(0, missing))
            missing -= len(parts[-1])
            if advance is not None:
                advance(len(parts[-1]))
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
