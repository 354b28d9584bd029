"""Examples drawn while training: a map-style data set whose item is a pure function of its index.

Item i is row i mod R of block i div R, where R (`rows_per_block`) is nine tenths of what block 0
holds; the rows behind the first R are left, and a block that holds less begins again at its first
row. So no item depends on other blocks, on the order of access or on the number of workers, and a
run that resumes at step n draws block n alone. Duplicates are not dropped. Go through the indices
in order (sequential sampling): the examples are independent draws, and so every block is drawn
once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

import numpy.typing as npt

from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.splits import check_split
from hf_mathseq.suggestions import UserError
from hf_mathseq.task import Task

USED_SHARE = 0.9
CACHED_BLOCKS = 4

Item = dict[str, npt.NDArray[Any]]
IdRows = Callable[[Task, str, int, int], tuple[Ragged, Ragged]]


class VirtualDataset:
    """`length` examples of a split that are drawn when they are asked for.

    Works as a `torch.utils.data.Dataset` (with `__getitems__`) without needing torch, and pickles
    for the workers of a `DataLoader`.

    Args:
        task: What draws.
        split: "train", "validation" or "test".
        seed: Another seed gives other examples, never those of another split.
        length: Number of items.
        limits: The largest numbers of input and of label ids of an item; rows that are longer count
            as if they had not been drawn. Block 0 stands in for a block without shorter ones.
        id_rows: Draws a block of a task for a split and a seed, for example `SharedBlocks`; None
            is the task's own `id_rows`.

    Attributes:
        first_block: Rows of block 0, and those of them that are longer than `limits`.

    Raises:
        UserError: Block 0 holds no item.
    """

    def __init__(
        self,
        task: Task,
        split: str = "train",
        seed: int = 0,
        length: int = 10**9,
        limits: tuple[int, int] | None = None,
        id_rows: IdRows | None = None,
    ) -> None:
        self.task = task
        self.split = check_split(split)
        self.seed = seed
        self.length = length
        self._limits = limits
        self._id_rows = id_rows or _own_id_rows
        self._blocks: OrderedDict[int, _Rows] = OrderedDict()
        first = self._block(0)
        self.first_block = (len(first) + first.too_long, first.too_long)
        self.rows_per_block = max(1, int(USED_SHARE * len(first)))

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, index: int) -> Item:
        """Return `input_ids` and `labels`, each with its final `</s>`, as unsigned arrays."""
        index = int(index)
        if not -self.length <= index < self.length:
            raise IndexError(f"index {index} is outside a data set of {self.length} examples")
        block, row = divmod(index % self.length, self.rows_per_block)
        return self._block(block)[row]

    def __getitems__(self, indices: Sequence[int]) -> list[Item]:
        """Return several items."""
        return [self[index] for index in indices]

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_blocks": OrderedDict()}

    def _block(self, block: int) -> _Rows:
        if block in self._blocks:
            self._blocks.move_to_end(block)
        else:
            self._blocks[block] = self._drawn(block)
            if len(self._blocks) > CACHED_BLOCKS:
                self._blocks.popitem(last=False)
        return self._blocks[block]

    def _drawn(self, block: int) -> _Rows:
        rows = _Rows(*self._id_rows(self.task, self.split, self.seed, block), self._limits)
        if len(rows):
            return rows
        if block:
            return self._block(0)
        short = "" if self._limits is None else " of at most {} and {} tokens".format(*self._limits)
        raise UserError(f"{self.task!r} draws no {self.split} example{short}")


def _own_id_rows(task: Task, split: str, seed: int, block: int) -> tuple[Ragged, Ragged]:
    return task.id_rows(split, seed, block)


class _Rows:
    """The ids of a block."""

    def __init__(self, inputs: Ragged, labels: Ragged, limits: tuple[int, int] | None) -> None:
        drawn = len(inputs)
        if limits:
            keep = (inputs.lengths <= limits[0]) & (labels.lengths <= limits[1])
            inputs, labels = inputs.take(keep), labels.take(keep)
        self.too_long = drawn - len(inputs)
        self._inputs, self._labels = inputs, labels

    def __len__(self) -> int:
        return len(self._inputs)

    def __getitem__(self, row: int) -> Item:
        row %= len(self)
        return {"input_ids": self._inputs[row], "labels": self._labels[row]}
