"""What blocks of rows are drawn from: a task, or the ids alone of a task's examples."""

from __future__ import annotations

from typing import Any, Protocol

import pyarrow as pa

from hf_mathseq.block import Block


class RowSource(Protocol):
    """The part of `Task` that drawing and storing rows needs; see there."""

    @property
    def name(self) -> str:
        """The task's name."""

    @property
    def version(self) -> str:
        """The task's version."""

    @property
    def options(self) -> dict[str, Any]:
        """The task's options."""

    @property
    def identity(self) -> str:
        """Equal identities draw equal rows."""

    @property
    def block_size(self) -> int:
        """Draws of a block."""

    @property
    def schema(self) -> pa.Schema:
        """The columns of every table."""

    def draw(self, split: str, seed: int, block: int) -> Block:
        """Return one block before its split is taken."""

    def table_of(self, drawn: Block, split: str) -> pa.Table:
        """Return the rows of a drawn block that belong to `split`, with their `row_key`."""
