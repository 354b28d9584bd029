"""Opening the stream of rows behind shards that are finished."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hf_mathseq.data.gather import Executor, Gathering
from hf_mathseq.data.parts import PartStore
from hf_mathseq.data.repeated import KEYS_AT_ONCE, RepeatedKeys
from hf_mathseq.data.shard_files import shard_keys
from hf_mathseq.data.stream import ExampleStream, Position
from hf_mathseq.duplicates import KeySet, Seen

KEYS_IN_MEMORY = 1 << 28
"""Rows whose keys are kept in memory: 3 GB, and as much again for a moment while they grow."""


@dataclass(frozen=True)
class Streams:
    """Opens streams of one split.

    Attributes:
        parts: The parts of the split, and with them task, split and seed.
        num_examples: Number of rows in the end.
        num_proc: Number of worker processes.
        executor: What draws parts beforehand; None draws blocks as they are needed.
        keys_in_memory: More rows than so many are drawn as parts first, so that memory need hold
            the repeated keys alone.
    """

    parts: PartStore
    num_examples: int
    num_proc: int = 1
    executor: Executor | None = None
    keys_in_memory: int = KEYS_IN_MEMORY

    def behind(self, records: list[dict[str, Any]], to_the_end: bool) -> ExampleStream:
        """Return the stream of the rows behind the shards of `records`.

        Args:
            records: The records of the shards, from the first on.
            to_the_end: Whether all rows from there on are missing, not those of a few shards only.
        """
        parts = self.parts
        position = Position(**records[-1]["next"]) if records else Position()
        written = [shard_keys(parts.folder, parts.split, index) for index in range(len(records))]
        first = self.executor is not None or self.num_examples > self.keys_in_memory
        seen: Seen
        if first and to_the_end:
            at_once = min(KEYS_AT_ONCE, self.keys_in_memory)
            gathering = Gathering(
                parts, position.block, written, self.executor, self.num_proc, at_once
            )
            seen = RepeatedKeys(gathering.repeated_keys(self.num_examples), written)
        else:
            seen = KeySet()
            seen.add(np.concatenate([np.empty(0, np.uint64), *written]))
        return ExampleStream(
            parts.task,
            parts.split,
            parts.seed,
            num_proc=self.num_proc,
            position=position,
            seen=seen,
            parts=parts,
        )
