"""What is measured on finished shards for a card: lengths, sizes and overlap of splits."""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hf_mathseq.data.manifest import read_manifest, read_shards

PERCENTILES = (1, 50, 95, 99, 100)


@dataclass(frozen=True)
class SplitStatistics:
    """Measurements on one split.

    Attributes:
        manifest: What `generate_to` wrote.
        input_lengths: Tokens of a problem with its `</s>`, at each of `PERCENTILES`.
        target_lengths: Tokens of an answer with its `</s>`, at each of `PERCENTILES`.
        num_bytes: Size in memory as Arrow.
        first: The first row.
    """

    manifest: dict[str, Any]
    input_lengths: list[int]
    target_lengths: list[int]
    num_bytes: int
    first: dict[str, Any]

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
        ShardError: The split is not finished, or a shard is damaged.
    """
    inputs, targets = [], []
    num_bytes = 0
    first: dict[str, Any] = {}
    for table in read_shards(directory, split):
        inputs.append(_list_lengths(table["input_ids"]))
        targets.append(_list_lengths(table["labels"]))
        num_bytes += table.nbytes
        first = first or table.slice(0, 1).to_pylist()[0]
    return SplitStatistics(
        read_manifest(directory, split),
        _percentiles(inputs),
        _percentiles(targets),
        num_bytes,
        first,
    )


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


def _list_lengths(column: pa.ChunkedArray) -> np.ndarray[Any, np.dtype[np.int32]]:
    return pc.list_value_length(column).to_numpy()


def _percentiles(lengths: list[np.ndarray[Any, np.dtype[np.int32]]]) -> list[int]:
    found = np.percentile(np.concatenate(lengths), PERCENTILES, method="inverted_cdf")
    return [int(length) for length in found]
