"""Rates and labels of differential_systems/pde, beside the published program's labels.

Run `OMP_NUM_THREADS=1 python benchmarks/pde.py` (about two minutes, with SciPy installed); the
result is written to `benchmarks/results/pde.json`. Rates are per second of processor time. The
published labels are those of one local minimisation, recomputed by the installed SciPy; the
published lines are a sample that the published program drew with SciPy 1.4.1 and 1.10.1.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import statistics
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import scipy
from measuring import machine, store

from hf_mathseq.splits import SPLITS
from hf_mathseq.systems.pde_answers import read_answer, write_answer, written_bounds
from hf_mathseq.systems.pde_decision import behaviours
from hf_mathseq.systems.pde_drawing import PdeLaw, draw_pdes
from hf_mathseq.systems.pde_problem import GROWS, NO_SOLUTION, UNDECIDED, VANISHES, Pde
from hf_mathseq.systems.pde_reader import read_pde
from hf_mathseq.systems.pde_reference import UNBOUNDED, reference_behaviour
from hf_mathseq.systems.pde_symbol import real_symbol
from hf_mathseq.task import Task
from hf_mathseq.tasks import get_task

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "pde.json"
LINES = ROOT / "tests" / "data" / "differential_systems" / "pde.tsv.gz"
NAMES = {
    NO_SOLUTION: "no solution",
    GROWS: "exists and grows",
    VANISHES: "exists and vanishes",
    UNDECIDED: "undecided",
    None: "dropped by the published program",
}


def rate(run: Callable[[], int], repeats: int) -> float:
    """Return the median number of items per second of processor time."""
    rates = []
    for _ in range(repeats):
        start = time.process_time()
        count = run()
        rates.append(count / (time.process_time() - start))
    return statistics.median(rates)


def in_tables(task: Task) -> int:
    """Make the tables of all splits of a block; return the number of their rows."""
    drawn = task.draw("train", 1, 0)
    return sum(len(task.table_of(drawn, split)) for split in SPLITS)


def rates(repeats: int) -> dict[str, float]:
    """Return the rates of drawing with both labels, of making tables, and of checking."""
    task = get_task("differential_systems/pde")
    rows = task.generate(2000).to_pylist()
    targets = [row["target"].split() for row in rows]
    few = rows[:400]
    drawn = [read_pde(row["input"].split()) for row in few]
    return {
        "blocks with ids, accepted examples/s": rate(
            lambda: len(task.draw("train", 1, 0)), repeats
        ),
        "tables with text, accepted examples/s": rate(lambda: in_tables(task), repeats),
        "strict checks of targets/s": rate(lambda: len(task.verify_many(rows, targets)), repeats),
        "published labels/s": rate(
            lambda: len([reference_behaviour(pde) for pde in drawn]), max(1, repeats // 3)
        ),
    }


def shares(codes: Sequence[int | None]) -> dict[str, float]:
    """Return the share of every behaviour."""
    return {NAMES[code]: count / len(codes) for code, count in Counter(codes).most_common()}


def labels(count: int, compared: int) -> dict[str, Any]:
    """Return what the algebra says of drawn problems, and where the published labels differ."""
    pdes = draw_pdes(np.random.default_rng(0), count, PdeLaw())
    clean = behaviours([real_symbol(pde) for pde in pdes]).tolist()
    by_dimension = {
        n: shares([code for pde, code in zip(pdes, clean, strict=True) if pde.dimension == n])
        for n in sorted({pde.dimension for pde in pdes})
    }
    published = [reference_behaviour(pde) for pde in pdes[:compared]]
    both = [
        (ours, theirs)
        for ours, theirs in zip(clean, published, strict=False)
        if ours != UNDECIDED and theirs is not None
    ]
    pairs = Counter(f"published: {NAMES[b]}; algebra: {NAMES[a]}" for a, b in both if a != b)
    return {
        "drawn problems": count,
        "algebra": shares(clean),
        "algebra, by dimension": by_dimension,
        "compared with published labels": compared,
        "published labels": shares(published),
        "share of labels that differ": sum(pairs.values()) / len(both),
        "differences": {name: n / len(both) for name, n in pairs.most_common()},
    }


def cause(published: int, clean: int, minimum: float) -> str:
    """Return why a published label differs from the algebra."""
    if published == NO_SOLUTION and clean != NO_SOLUTION and minimum < UNBOUNDED:
        return "the minimum is finite, but below -1e14, which is taken for minus infinity"
    if minimum >= -UNBOUNDED:
        return "the search starts where values are cut off at 1e15 and does not move"
    if clean == NO_SOLUTION:
        return "the local search does not find the way to minus infinity"
    return "the local search stops at a minimum that is not the least"


def published_lines() -> dict[str, Any]:
    """Recompute the targets of the published sample from its inputs."""
    with gzip.open(LINES, "rt") as file:
        lines = list(csv.DictReader(file, delimiter="\t"))
    pdes = [read_pde(line["input"].split()) for line in lines]
    clean = behaviours([real_symbol(pde) for pde in pdes]).tolist()
    found: dict[str, Any] = {}
    for version in sorted({line["scipy"] for line in lines}):
        members = [i for i, line in enumerate(lines) if line["scipy"] == version]
        found[f"SciPy {version}"] = compared_lines(
            [lines[i] for i in members], [pdes[i] for i in members], [clean[i] for i in members]
        )
    return found


def compared_lines(
    lines: Sequence[dict[str, str]], pdes: Sequence[Pde], clean: Sequence[int]
) -> dict[str, Any]:
    """Return agreement on some lines, and every disagreement with its cause."""
    bounds = search = algebra = 0
    disagreements = []
    for line, pde, code in zip(lines, pdes, clean, strict=True):
        target = line["target"].split()
        answer = read_answer(target)
        label = NO_SOLUTION if not answer.exists else VANISHES if answer.vanishes else GROWS
        ours = reference_behaviour(pde)
        bounds += write_answer(answer)[5:] == target[5:] and answer.bounds == written_bounds(
            pde.frequency_bounds()
        )
        search += ours == label
        algebra += code == label
        about = {"input": line["input"], "published": NAMES[label], "minimum": line["minimum"]}
        if ours != label:
            reason = "the search takes another path in this version of SciPy"
            disagreements.append({**about, "our search": NAMES[ours], "cause": reason})
        if code != label:
            reason = cause(label, code, float(line["minimum"]))
            disagreements.append({**about, "algebra": NAMES[code], "cause": reason})
    return {
        "lines": len(lines),
        "equal bounds": bounds,
        "equal labels of the published search": search,
        "equal labels by algebra": algebra,
        "disagreements": disagreements,
    }


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--drawn", type=int, default=50_000, help="problems whose labels count")
    parser.add_argument("--compared", type=int, default=5_000, help="of these by the search too")
    parser.add_argument("--output", type=Path, default=RESULT)
    arguments = parser.parse_args()
    result = {
        "machine": machine(scipy=scipy.__version__),
        "rates": rates(arguments.repeats),
        "labels": labels(arguments.drawn, arguments.compared),
        "published lines": published_lines(),
    }
    store(result, arguments.output)


if __name__ == "__main__":
    main()
