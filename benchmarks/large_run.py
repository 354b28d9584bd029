"""A large run of `hf-mathseq generate`: rows a second, memory over time, bytes a row, duplicates.

Run `OMP_NUM_THREADS=1 python benchmarks/large_run.py TASK ROWS FOLDER [--num-proc N] [ARGUMENT]...`
(further arguments go to the command). The result is added to `benchmarks/results/large_runs.json`.
A run that was interrupted goes on: times are those of all shards, memory that of the last run.

`memory_mb` is the proportional share of the physical memory (PSS) of the command and its workers,
looked at every five seconds: the largest value of each of ten equal spans of time, in order.
`drawing_seconds` is the processor time that went into drawing, over all processes.
"""

from __future__ import annotations

import argparse
import itertools
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
from measuring import machine

from hf_mathseq.data.folder import Folder
from hf_mathseq.data.manifest import read_manifest
from hf_mathseq.data.timings import timings_name

RESULT = Path(__file__).parent / "results" / "large_runs.json"
SECONDS_BETWEEN = 5.0
SPANS = 10


def family(process: int) -> list[int]:
    """Return a process and all its descendants."""
    found, new = [], [process]
    while new:
        found += new
        new = [int(child) for parent in new for child in children(parent)]
    return found


def children(process: int) -> list[str]:
    """Return the children of a process, none if it is gone."""
    try:
        return Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
    except OSError:
        return []


def memory_of(process: int) -> float:
    """Return the proportional share of the physical memory of a process in megabytes."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def watched(command: list[str]) -> list[float]:
    """Run a command and return its memory over time."""
    seen = []
    with subprocess.Popen(command) as running:
        while running.poll() is None:
            seen.append(sum(map(memory_of, family(running.pid))))
            time.sleep(SECONDS_BETWEEN)
    if running.returncode:
        raise SystemExit(running.returncode)
    return seen


def largest(seen: list[float]) -> list[int]:
    """Return the largest value of each of ten equal spans."""
    edges = [round(i * len(seen) / SPANS) for i in range(SPANS + 1)]
    return [round(max(seen[a:b])) for a, b in itertools.pairwise(edges) if seen[a:b]]


def main() -> None:
    """Run, then add the result to those of other runs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("task")
    parser.add_argument("rows", type=int)
    parser.add_argument("folder")
    parser.add_argument("--num-proc", type=int, default=1)
    args, further = parser.parse_known_args()
    command = [sys.executable, "-m", "hf_mathseq", "generate", args.task]
    command += ["--num-examples", str(args.rows), "--output", args.folder]
    command += ["--num-proc", str(args.num_proc), *further]
    seen = watched(command)
    manifest = read_manifest(args.folder)
    times = Folder(args.folder).read_json(timings_name("train")) or {}
    seconds = sum(shard["seconds"] for shard in times.values())
    size = sum(shard["bytes"] for shard in manifest["shards"])
    result = {
        "rows": manifest["rows"],
        "num_proc": args.num_proc,
        "arguments": further,
        "seconds": round(seconds, 1),
        "rows_per_second": round(manifest["rows"] / seconds, 1),
        "drawing_seconds": round(sum(shard["cpu_seconds"] for shard in times.values()), 1),
        "bytes_per_row": round(size / manifest["rows"], 1),
        "memory_mb": largest(seen),
        **{key: manifest[key] for key in ("attempts", "accepted", "in_split", "duplicates")},
        "machine": machine(pyarrow=pa.__version__),
    }
    name = " ".join([args.task, f"{args.rows} rows", f"{args.num_proc} processes", *further])
    print(json.dumps({name: result}, indent=1))
    results: dict[str, Any] = json.loads(RESULT.read_text()) if RESULT.exists() else {}
    RESULT.write_text(json.dumps(results | {name: result}, indent=1) + "\n")


if __name__ == "__main__":
    main()
