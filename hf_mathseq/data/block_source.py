"""The blocks of a split in order: read where a part holds them, drawn where none does."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass

from hf_mathseq.data.blocks import DrawnBlock, drawn_blocks
from hf_mathseq.data.parts import PartStore


@dataclass(frozen=True)
class MissingBlocks:
    """The indices of all blocks from `first` on that no held part holds, without end."""

    first: int
    blocks_per_part: int
    held: frozenset[int]

    def __iter__(self) -> Iterator[int]:
        block = self.first
        while True:
            part = block // self.blocks_per_part
            end = (part + 1) * self.blocks_per_part
            if part not in self.held:
                yield from range(block, end)
            block = end


def stored_or_drawn(parts: PartStore, first: int, num_proc: int = 1) -> Generator[DrawnBlock]:
    """Yield blocks `first`, `first + 1`, ... without end.

    Args:
        parts: The parts that are there; those that come later are not looked for.
        first: Index of the first block.
        num_proc: Number of worker processes that draw what no part holds.

    Raises:
        WorkerError: A worker process died.
    """
    count = parts.blocks_per_part
    missing = MissingBlocks(first, count, parts.held())
    with closing(drawn_blocks(parts.task, parts.split, parts.seed, missing, num_proc)) as drawn:
        while True:
            part, offset = divmod(first, count)
            if part in missing.held:
                yield from parts.read(part)[offset:]
            else:
                for _ in range(offset, count):
                    yield next(drawn)
            first = (part + 1) * count
