"""What generating many examples will take, predicted from a few seconds of drawing them."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from hf_mathseq.data.blocks import draw_block
from hf_mathseq.data.ids_only import IdsOnly
from hf_mathseq.data.parts import PART_DRAWS, arrow_bytes
from hf_mathseq.data.shard_formats import ARROW, PARQUET
from hf_mathseq.data.streams import KEYS_IN_MEMORY
from hf_mathseq.duplicates import ROW_KEY, DuplicateFilter
from hf_mathseq.splits import check_split
from hf_mathseq.task import Task

SAMPLE_SECONDS = 3.0
KEY_BYTES = 24
"""A key takes 12 bytes, and twice as much for moments in which the set of keys grows."""


@dataclass(frozen=True)
class Sample:
    """Blocks that were drawn and written here.

    Attributes:
        draws: Number of draws.
        rows: Number of rows of the split, duplicates included.
        distinct: Number of distinct rows.
        drawing: Processor seconds for all draws.
        writing: Processor seconds for dropping duplicates and writing the others.
        size: Bytes of the distinct rows as shards.
        part_size: Bytes of all rows as parts store them.
        memory: Bytes of all rows in memory.
    """

    draws: int
    rows: int
    distinct: int
    drawing: float
    writing: float
    size: int
    part_size: int
    memory: int


def draw_sample(
    task: Task,
    split: str = "train",
    seed: int = 0,
    seconds: float = SAMPLE_SECONDS,
    ids_only: bool = False,
) -> Sample:
    """Draw blocks for some processor time, one at least, and write their rows.

    Args:
        task: What draws.
        split: "train", "validation" or "test".
        seed: The user's seed.
        seconds: Processor time for drawing.
        ids_only: Whether ids alone are stored.

    Raises:
        ExhaustedError: Many blocks in a row gave no example.
    """
    source = IdsOnly(task) if ids_only else task
    draw_block(source, check_split(split), seed, 0)  # what is loaded once does not count
    fresh = DuplicateFilter()
    tables, kept, draws, drawing, writing = [], [], 0, 0.0, 0.0
    for block in itertools.count(1):
        drawn = draw_block(source, split, seed, block)
        tables.append(drawn.table)
        draws, drawing = draws + drawn.attempts, drawing + drawn.seconds
        start = time.process_time()
        kept.append(fresh(drawn.table))
        writing += time.process_time() - start
        if drawing >= seconds and len(fresh.seen):
            break
    start = time.process_time()
    encode = (ARROW if ids_only else PARQUET).encode
    content = encode(pa.concat_tables(kept).drop_columns([ROW_KEY]))
    return Sample(
        draws=draws,
        rows=sum(map(len, tables)),
        distinct=len(fresh.seen),
        drawing=drawing,
        writing=writing + time.process_time() - start,
        size=len(content),
        part_size=len(arrow_bytes(tables)),
        memory=sum(table.nbytes for table in tables),
    )


def predict(
    sample: Sample, num_examples: int, cores: int = 1, cost_per_core_hour: float | None = None
) -> dict[str, Any]:
    """Return what `num_examples` distinct rows will take.

    All cores draw; one process drops duplicates and writes the shards while they do, so that the
    slower of the two decides. The share of duplicates is that of the sample. It grows with the
    number of rows, quickly in small problem families: what is said is a lower bound there.

    Args:
        sample: What was measured.
        num_examples: Number of rows in the end.
        cores: Number of cores, each as fast as the one that was measured.
        cost_per_core_hour: In any currency; None leaves `cost` out.

    Returns:
        `drawn_rows` (duplicates included), `duplicate_share` (in the sample), `hours` (by the
        clock), `core_hours`, `drawing_core_hours`, `writing_hours` (of one core),
        `bytes_per_example`, `gigabytes` (the shards), `parts_gigabytes` (executors other than local
        store so much until the shards are written), `memory_gigabytes_per_core` (for a part),
        `memory_gigabytes` (for the keys, in the process that writes) and `cost`.
    """
    drawn_rows = num_examples * sample.rows / sample.distinct
    drawing = drawn_rows * sample.drawing / sample.rows / 3600
    writing = num_examples * sample.writing / sample.distinct / 3600
    per_draw = sample.memory / sample.draws
    result = {
        "examples": num_examples,
        "cores": cores,
        "drawn_rows": round(drawn_rows),
        "duplicate_share": 1 - sample.distinct / sample.rows,
        "hours": max(drawing / cores, writing, (drawing + writing) / cores),
        "core_hours": drawing + writing,
        "drawing_core_hours": drawing,
        "writing_hours": writing,
        "bytes_per_example": sample.size / sample.distinct,
        "gigabytes": num_examples * sample.size / sample.distinct / 1e9,
        "parts_gigabytes": drawn_rows * sample.part_size / sample.rows / 1e9,
        "memory_gigabytes_per_core": PART_DRAWS * per_draw / 1e9,
        "memory_gigabytes": min(num_examples, KEYS_IN_MEMORY) * KEY_BYTES / 1e9,
    }
    if cost_per_core_hour is not None:
        result["cost"] = result["core_hours"] * cost_per_core_hour
    return result
