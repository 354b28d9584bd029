"""A task's examples as ids alone: what training reads, at a fraction of the time and space."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from hf_mathseq.block import Block
from hf_mathseq.duplicates import ROW_KEY
from hf_mathseq.task import Task

ID_COLUMNS = ("input_ids", "labels", "length")


@dataclass(frozen=True)
class IdsOnly:
    """The examples that a task draws, in the same order and splits, without columns for people.

    A `RowSource`. Its identity differs from the task's, so that neither takes the other's parts.
    """

    task: Task

    @property
    def name(self) -> str:
        """The task's name."""
        return self.task.name

    @property
    def version(self) -> str:
        """The task's version."""
        return self.task.version

    @property
    def options(self) -> dict[str, Any]:
        """The task's options."""
        return self.task.options

    @property
    def identity(self) -> str:
        """Of the task, and that there are ids alone."""
        return f"{self.task.identity}-ids"

    @property
    def block_size(self) -> int:
        """Draws of a block."""
        return self.task.block_size

    @property
    def schema(self) -> pa.Schema:
        """The columns of every table."""
        return pa.schema([self.task.schema.field(name) for name in ID_COLUMNS])

    def draw(self, split: str, seed: int, block: int) -> Block:
        """Return one block of the task before its split is taken."""
        return self.task.draw(split, seed, block)

    def table_of(self, drawn: Block, split: str) -> pa.Table:
        """Return the rows of a drawn block that belong to `split`, with their `row_key`."""
        inputs, labels, keys = drawn.framed(split)
        dtype = self.task.vocabulary.id_dtype
        lengths = (inputs.lengths + labels.lengths).astype(np.int32)
        columns = [inputs.to_arrow(dtype), labels.to_arrow(dtype), pa.array(lengths)]
        return pa.table(
            [*columns, pa.array(keys, pa.uint64())],
            schema=self.schema.append(pa.field(ROW_KEY, pa.uint64())),
        )
