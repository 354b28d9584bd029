"""What a task draws at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from hf_mathseq.encodings.ragged import Ragged
from hf_mathseq.splits import UInt64Array, split_mask


@dataclass(frozen=True)
class Block:
    """Drawn examples, column-wise, before the split is taken.

    Attributes:
        natural: The columns that people read; Arrow arrays of equal length.
        inputs: Token ids of the problems, without `</s>`.
        targets: Token ids of the answers, without `</s>`.
        problem_keys: One key per canonical problem; decides the split.
        row_keys: One key per example; equal keys are exact duplicates.
        attempts: Number of draws, rejected ones included.
        too_long: Number of draws that were rejected for the length of their sequences.
    """

    natural: Mapping[str, pa.Array]
    inputs: Ragged
    targets: Ragged
    problem_keys: UInt64Array
    row_keys: UInt64Array
    attempts: int
    too_long: int = 0

    def __len__(self) -> int:
        return len(self.problem_keys)

    def short_ones(self, keep: npt.NDArray[np.bool_]) -> Block:
        """Return the rows where `keep` is true; the others are counted as too long."""
        mask = pa.array(keep)
        return Block(
            natural={name: column.filter(mask) for name, column in self.natural.items()},
            inputs=self.inputs.take(keep),
            targets=self.targets.take(keep),
            problem_keys=self.problem_keys[keep],
            row_keys=self.row_keys[keep],
            attempts=self.attempts,
            too_long=self.too_long + int((~keep).sum()),
        )

    def framed(self, split: str) -> tuple[Ragged, Ragged, UInt64Array]:
        """Return inputs and targets, each with its final `</s>`, and row keys of a split's rows."""
        keep = split_mask(self.problem_keys, split)
        inputs, targets = (ids.take(keep).with_eos() for ids in (self.inputs, self.targets))
        return inputs, targets, self.row_keys[keep]
