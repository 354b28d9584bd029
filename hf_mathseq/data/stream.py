"""The stream of distinct examples of a split, which can be left and taken up at any row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pyarrow as pa

from hf_mathseq.data.block_source import stored_or_drawn
from hf_mathseq.data.blocks import UNENDING, DrawnBlock, drawn_blocks
from hf_mathseq.data.parts import PartStore
from hf_mathseq.data.row_source import RowSource
from hf_mathseq.duplicates import ROW_KEY, DuplicateFilter, ExhaustedError, Seen


@dataclass(frozen=True)
class Position:
    """Where a stream stands, with the counts of all blocks it has entered.

    Attributes:
        block: Index of the block that the next row comes from.
        entered: Whether rows of `block` were taken already (then the counts include it).
        attempts: Number of draws.
        accepted: Number of accepted draws, in all splits.
        in_split: Number of accepted draws that belong to the split.
        duplicates: Number of rows dropped as exact duplicates.
        too_long: Number of draws rejected for their length, in all splits.
    """

    block: int = 0
    entered: bool = False
    attempts: int = 0
    accepted: int = 0
    in_split: int = 0
    duplicates: int = 0
    too_long: int = 0

    def counting(self, drawn: DrawnBlock, dropped: int) -> Position:
        """Return this position with a block counted."""
        return replace(
            self,
            attempts=self.attempts + drawn.attempts,
            accepted=self.accepted + drawn.accepted,
            in_split=self.in_split + len(drawn.table),
            duplicates=self.duplicates + dropped,
            too_long=self.too_long + drawn.too_long,
        )


class ExampleStream:
    """The distinct examples of a split in block order; `close` it to end its workers.

    Args:
        task: What draws.
        split: "train", "validation" or "test".
        seed: The user's seed.
        num_proc: Number of worker processes; the rows do not depend on it.
        position: Where to go on.
        seen: What knows the keys of all rows before `position`.
        parts: Where blocks of this stream are read that need not be drawn.

    Attributes:
        seconds: Processor time that drawing the blocks entered so far took, wherever it was.
    """

    def __init__(
        self,
        task: RowSource,
        split: str,
        seed: int = 0,
        *,
        num_proc: int = 1,
        position: Position | None = None,
        seen: Seen | None = None,
        parts: PartStore | None = None,
    ) -> None:
        self._counts = position or Position()
        self._next = self._counts.block
        self._name = f"{task.name} ({split})"
        self._fresh = DuplicateFilter(seen)
        if parts is None:
            self._blocks = drawn_blocks(task, split, seed, UNENDING[self._next :], num_proc)
        else:
            self._blocks = stored_or_drawn(parts, self._next, num_proc)
        self.seconds = 0.0
        self._pending = task.schema.append(pa.field(ROW_KEY, pa.uint64())).empty_table()

    def close(self) -> None:
        """End the worker processes."""
        self._blocks.close()

    def take(self, count: int, on_rows: Callable[[int], object] = lambda _: None) -> pa.Table:
        """Return the next `count` rows, with their `row_key`.

        Args:
            count: Number of rows.
            on_rows: Told the number of new rows after every block.

        Raises:
            ExhaustedError: The problem family has no more distinct examples.
        """
        parts = [self._pending]
        have = len(self._pending)
        on_rows(min(have, count))
        while have < count:
            rows = self._next_block()
            on_rows(min(len(rows), count - have))
            parts.append(rows)
            have += len(rows)
        rows = pa.concat_tables(parts)
        self._pending = rows.slice(count)
        return rows.slice(0, count).combine_chunks()

    @property
    def position(self) -> Position:
        """Where the next row comes from."""
        left = len(self._pending) > 0
        return replace(self._counts, block=self._next - left, entered=left)

    def _next_block(self) -> pa.Table:
        """Return the fresh rows of the next block."""
        drawn = next(self._blocks)
        self.seconds += drawn.seconds
        dropped = self._fresh.dropped
        try:
            rows = self._fresh(drawn.table)
        except ExhaustedError as error:
            raise ExhaustedError(f"{self._name}: {error}") from None
        if self._counts.entered:
            self._counts = replace(self._counts, entered=False)
        else:
            self._counts = self._counts.counting(drawn, self._fresh.dropped - dropped)
        self._next += 1
        return rows
