"""What storing costs beside drawing, how fast duplicates are found, and what a process more gives.

Run `OMP_NUM_THREADS=1 python benchmarks/generation_at_scale.py [KEYS]`, about four minutes for
50 million keys on a quiet machine; the result is written to
`benchmarks/results/generation_at_scale.json`.

`store`: microseconds of processor time a row, for all columns as Parquet and for ids alone. "drawn"
draws blocks; "files" also writes their rows as files of the same format, without anything else;
"shards" is `generate_to` (duplicates dropped, keys, digests, records); "parts" draws parts and
writes the shards from them. `store_overhead` is what "shards" takes beyond "files",
`storing_share` what it takes beyond "drawn", and `parts_overhead` what "parts" takes beyond
"shards", as shares of "files", "drawn" and "files".
`duplicates`: seconds of processor time and by the clock for random keys of which one in a hundred
occurs again: sorted in memory at once, through files on the disk, and one table after another as
they are written.
`processes`: seconds by the clock for the same shards with one worker process and with two; two
threads of one core cannot give 2.
`memory`: peak resident megabytes of `generate_to` for a number of rows and for four times as many.
"""

from __future__ import annotations

import itertools
import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from measuring import machine

from hf_mathseq.data.blocks import draw_block
from hf_mathseq.data.ids_only import IdsOnly
from hf_mathseq.data.parts import PartStore
from hf_mathseq.data.repeated import KEYS_AT_ONCE, repeated_keys
from hf_mathseq.data.shard_formats import ARROW, PARQUET
from hf_mathseq.data.shards import SHARD_ROWS, generate_to
from hf_mathseq.duplicates import ROW_KEY, KeySet
from hf_mathseq.tasks import get_task

RESULT = Path(__file__).parent / "results" / "generation_at_scale.json"
FASTEST = get_task("linear_algebra/transpose")
STORED_ROWS = 4 * SHARD_ROWS
SCALED_ROWS = {"linear_algebra/transpose": 400_000, "integration/bwd": 8_000}
PIECE = 50_000
ROUNDS = 5
KEYS = 50_000_000


Way = Callable[[Path, int, bool], None]


def drawn(_: Path, seed: int, ids_only: bool) -> None:
    """Draw blocks."""
    for _table in blocks(seed, ids_only):
        continue


def files(folder: Path, seed: int, ids_only: bool) -> None:
    """Draw blocks, and write a file of theirs for each shard's worth of rows."""
    held: list[pa.Table] = []
    for table in blocks(seed, ids_only):
        held.append(table.drop_columns([ROW_KEY]))
        if sum(map(len, held)) >= SHARD_ROWS:
            encode = (ARROW if ids_only else PARQUET).encode
            Path(folder, str(time.monotonic_ns())).write_bytes(encode(pa.concat_tables(held)))
            held = []


def shards(folder: Path, seed: int, ids_only: bool) -> None:
    """Generate as the command does."""
    generate_to(FASTEST, folder, STORED_ROWS, seed=seed, progress=False, ids_only=ids_only)


def parts(folder: Path, seed: int, ids_only: bool) -> None:
    """Generate from parts that are drawn first, by this process."""
    kwargs = {"progress": False, "ids_only": ids_only, "executor": PartStore.draw}
    generate_to(FASTEST, folder, STORED_ROWS, seed=seed, **kwargs)


def blocks(seed: int, ids_only: bool) -> Iterator[pa.Table]:
    """Yield blocks of as many rows as are stored."""
    source = IdsOnly(FASTEST) if ids_only else FASTEST
    rows = block = 0
    while rows < STORED_ROWS:
        yield (table := draw_block(source, "train", seed, block).table)
        rows, block = rows + len(table), block + 1


def processor_time(way: Way, seed: int, ids_only: bool) -> float:
    """Return microseconds of processor time a row."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.process_time()
        way(Path(folder), seed, ids_only)
        return (time.process_time() - start) / STORED_ROWS * 1e6


def store(ids_only: bool) -> dict[str, float]:
    """Measure every way to store on blocks of its own, five times in turn, and keep the least."""
    processor_time(shards, 0, ids_only)
    ways = (drawn, files, shards, parts)
    seeds = itertools.count(1)
    rounds = [[processor_time(way, next(seeds), ids_only) for way in ways] for _ in range(ROUNDS)]
    times = {way.__name__: min(way_times) for way, *way_times in zip(ways, *rounds, strict=True)}
    return {
        **times,
        "store_overhead": times["shards"] / times["files"] - 1,
        "storing_share": times["shards"] / times["drawn"] - 1,
        "parts_overhead": (times["parts"] - times["shards"]) / times["files"],
    }


def keys(count: int) -> Iterator[np.ndarray]:
    """Yield random keys in pieces; a hundredth of each piece occurs in the one before."""
    rng, before = np.random.default_rng(0), np.zeros(0, np.uint64)
    for _ in range(0, count, PIECE):
        piece = rng.integers(0, 2**64, PIECE, dtype=np.uint64)
        piece[: len(before) // 100] = before[-(len(before) // 100) :]
        yield piece
        before = piece


@contextmanager
def timed(times: dict[str, dict[str, float]], name: str) -> Iterator[None]:
    """Note the seconds that a block of code takes."""
    clock, processor = time.perf_counter(), time.process_time()
    yield
    times[name] = {
        "clock": time.perf_counter() - clock,
        "processor": time.process_time() - processor,
    }


def duplicates(count: int) -> dict[str, Any]:
    """Find the duplicates among so many keys in three ways, which must agree."""
    found: dict[str, int] = {}
    times: dict[str, dict[str, float]] = {}
    for name, at_once in (("memory", count), ("disk", min(KEYS_AT_ONCE, count // 16))):
        with timed(times, name):
            _, found[name] = repeated_keys(keys(count), count, at_once)
    seen = KeySet()
    with timed(times, "as_written"):
        for piece in keys(count):
            seen.admit(piece)
    found["as_written"] = len(seen)
    assert len(set(found.values())) == 1
    return {"keys": count, "distinct": found["memory"], "seconds": times}


def processes() -> dict[str, Any]:
    """Generate the same shards with one and with two worker processes."""
    result = {}
    for name, rows in SCALED_ROWS.items():
        task, seconds = get_task(name), {}
        for num_proc in (1, 2):
            with tempfile.TemporaryDirectory() as folder:
                start = time.perf_counter()
                generate_to(task, folder, rows, seed=1, num_proc=num_proc, progress=False)
                seconds[num_proc] = time.perf_counter() - start
        result[name] = {"rows": rows, "seconds": seconds, "speed_up": seconds[1] / seconds[2]}
    return result


def peak(rows: int) -> float:
    """Generate in this process and return its peak memory in megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        generate_to(FASTEST, folder, rows, progress=False)
    # The peak that getrusage tells of a new process is at least its parent's.
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def memory() -> dict[int, float]:
    """Measure the peak of two numbers of rows, in processes of their own."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1, maxtasksperchild=1) as pool:
        sizes = (STORED_ROWS, 4 * STORED_ROWS)
        return dict(zip(sizes, pool.map(peak, sizes, chunksize=1), strict=True))


def main() -> None:
    """Measure everything and store the result."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else KEYS
    result: dict[str, Any] = {"machine": machine(pyarrow=pa.__version__)}
    for name, measure in {
        "store": lambda: {"all columns": store(False), "ids alone": store(True)},
        "duplicates": lambda: duplicates(count),
        "processes": processes,
        "memory": memory,
    }.items():
        result[name] = measure()
        print(name, json.dumps(result[name]), flush=True)
    RESULT.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
