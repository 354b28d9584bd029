"""What is measured on finished shards for a card: lengths, sizes and overlap of splits."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from hf_mathseq.data.manifest import ShardError, read_manifest, read_shards
from hf_mathseq.data.shard_formats import COLUMNS, IDS

PERCENTILES = (1, 50, 95, 99, 100)
SIDES = {"problem": "input_ids", "answer": "labels"}
"""Sides of an example, and the columns with their ids."""
KEPT = 3
"""Rows that a card shows."""

Counts = npt.NDArray[np.int64]
"""Position n: how many sequences have n tokens."""
Lengths = npt.NDArray[np.int32]


@dataclass(frozen=True)
class SplitStatistics:
    """Measurements on one split.

    Attributes:
        manifest: What `generate_to` wrote.
        lengths: Side -> how many problems or answers have each length, `</s>` included.
        num_bytes: Size in memory as Arrow.
        first: The first rows, `KEPT` of them.
    """

    manifest: dict[str, Any]
    lengths: Mapping[str, Counts]
    num_bytes: int
    first: Sequence[dict[str, Any]]

    @property
    def acceptance(self) -> float:
        """The share of draws that gave an example."""
        return self.manifest["accepted"] / max(1, self.manifest["attempts"])

    @property
    def duplication(self) -> float:
        """The share of the split's draws that were exact duplicates, and dropped."""
        return self.manifest["duplicates"] / max(1, self.manifest["in_split"])


def measure_split(directory: str | os.PathLike[str], split: str) -> SplitStatistics:
    """Read every shard of a split once.

    Raises:
        ShardError: The split is not finished, holds ids alone, or a shard is damaged.
    """
    manifest = read_manifest(directory, split)
    if manifest.get(COLUMNS) == IDS:
        raise ShardError(
            f"{directory} holds ids alone: cards and the Hub take data without --ids-only"
        )
    found: dict[str, list[Lengths]] = {side: [] for side in SIDES}
    num_bytes = 0
    first: list[dict[str, Any]] = []
    for table in read_shards(directory, split):
        for side, column in SIDES.items():
            found[side].append(pc.list_value_length(table[column]).to_numpy())
        num_bytes += table.nbytes
        first += table.slice(0, KEPT - len(first)).to_pylist()
    counts = {side: np.bincount(np.concatenate(parts)) for side, parts in found.items()}
    return SplitStatistics(manifest, counts, num_bytes, first)


def percentiles(counts: Counts) -> list[int]:
    """Return the lengths at each of `PERCENTILES`: that many per cent are not longer."""
    reached = np.cumsum(counts)
    wanted = [-(-percentile * int(reached[-1]) // 100) for percentile in PERCENTILES]
    return [int(length) for length in np.searchsorted(reached, wanted)]


def measure_overlaps(
    directory: str | os.PathLike[str], splits: list[str]
) -> dict[tuple[str, str], int]:
    """Return for every pair of splits how many examples of the one have a problem of the other.

    Problems are compared by their tokens, independently of the keys that decided the split. The
    smaller split of a pair is held in memory, the larger is read once.
    """
    sizes = {split: read_manifest(directory, split)["rows"] for split in splits}
    pairs = combinations(sorted(splits, key=lambda split: -sizes[split]), 2)
    return {(larger, smaller): _shared(directory, larger, smaller) for larger, smaller in pairs}


def _shared(directory: str | os.PathLike[str], larger: str, smaller: str) -> int:
    problems = pa.chunked_array(
        [chunk for t in read_shards(directory, smaller, ["input"]) for chunk in t["input"].chunks],
        pa.string(),
    ).unique()
    return sum(
        pc.sum(pc.is_in(table["input"], value_set=problems)).as_py()
        for table in read_shards(directory, larger, ["input"])
    )
