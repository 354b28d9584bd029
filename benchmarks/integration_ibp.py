"""Verified pairs per second of integration/ibp on one core, beside the published rule on SymPy.

Run `OMP_NUM_THREADS=1 python benchmarks/integration_ibp.py`; the result is written to
`benchmarks/results/integration_ibp.json`. Rates are per second of processor time and compare runs
of this one process. The SymPy pipeline (`plain_parts`) does what the published program does, with
its time limits, from an empty table that grows for `--seconds`; it does not verify its pairs. The
last part draws with the table of a finished data set, made here. All of it takes four minutes.
How the pairs compare with the published ones is the matter of `integration_statistics.py`.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import sympy
from integration_bwd import lengths, memory
from measuring import machine, store, timed_blocks
from plain_parts import plain_run

from hf_mathseq.data.shards import generate_to
from hf_mathseq.randomness import rng_for
from hf_mathseq.symbolic.fingerprints import Fingerprints
from hf_mathseq.symbolic.trees import BufferedDraws
from hf_mathseq.tasks import get_task
from hf_mathseq.tasks.chained_table import ChainedTable
from hf_mathseq.tasks.drawn_parts import drawn_parts
from hf_mathseq.tasks.pairings import Pairings
from hf_mathseq.tasks.parts_options import PartsConfig
from hf_mathseq.tasks.parts_table import PrimitiveTable

NAME = "integration/ibp"
RESULT = Path(__file__).parent / "results" / "integration_ibp.json"


def our_rate(blocks: int, **options: Any) -> dict[str, Any]:
    """Draw blocks that have not been drawn before in this process."""
    task = get_task(NAME, **options)
    rates, pairs, attempts, accepted = [], set(), 0, 0
    for drawn, seconds in timed_blocks(task, blocks):
        rates.append(len(drawn) / seconds)
        attempts += drawn.attempts
        accepted += len(drawn)
        sides = [ids.to_text(task.vocabulary).to_pylist() for ids in (drawn.inputs, drawn.targets)]
        pairs.update(zip(*sides, strict=True))
    return {
        "pairs per second": float(np.median(rates)),
        "pairs": accepted,
        "distinct": len(pairs) / accepted,
        "pairings looked at for a pair": attempts / accepted,
        "lengths": lengths([(f.split()[2:], answer.split()) for f, answer in sorted(pairs)]),
    }


def hit_statistics(size: int) -> dict[str, Any]:
    """Look up all pairings of a block's functions before any pair is made."""
    config, known = PartsConfig(), Fingerprints()
    rng = rng_for("benchmark", "", "", "", 0, 0)
    lefts, rights = drawn_parts(size, config, BufferedDraws(config.trees, rng), known)
    table = PrimitiveTable(known)
    for part in (*lefts.parts, *rights.parts):
        table.store(part.slope, part.function)
    pairings = Pairings(lefts, rights)
    places = pairings.hits(table, rng)
    problems = {hit.new: hit for hit in (pairings.hit(place, table) for place in places)}
    lefts_used = Counter(hit.left.function for hit in problems.values())
    rights_used = Counter(hit.right.function for hit in problems.values())
    return {
        "draws": size,
        "usable F": len(lefts.parts),
        "usable G": len(rights.parts),
        "share of pairings with one known product": len(places) / len(pairings),
        "distinct new problems": len(problems),
        "distinct F among them": len(lefts_used),
        "distinct G among them": len(rights_used),
        "share of the commonest F": lefts_used.most_common(1)[0][1] / len(problems),
        "share of the commonest G": rights_used.most_common(1)[0][1] / len(problems),
    }


def chained_rate(blocks: int, rows: int) -> dict[str, Any]:
    """Draw with the table of a finished data set."""
    with tempfile.TemporaryDirectory() as folder:
        generate_to(get_task(NAME), folder, rows, progress=False)
        start = time.process_time()
        known = len(ChainedTable(folder).keys)
        reading = time.process_time() - start
        return {"known": known, "seconds to read": reading, **our_rate(blocks, table=folder)}


def main() -> None:
    """Measure, print and store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--blocks", type=int, default=16, help="blocks of ours to draw")
    parser.add_argument("--seconds", type=float, default=120, help="for the SymPy pipeline")
    parser.add_argument("--table", type=int, default=10_000, help="pairs of the chained table")
    parser.add_argument("--output", type=Path, default=RESULT)
    arguments = parser.parse_args()
    ours = our_rate(arguments.blocks)
    plain_pairs, plain = plain_run(PartsConfig(), arguments.seconds, seed=0)
    result = {
        "machine": machine(sympy=sympy.__version__),
        "ours, every pair verified": ours,
        "ours, max_ops 5": our_rate(arguments.blocks // 4, max_ops=5),
        "ours, with the table of a data set": chained_rate(arguments.blocks // 4, arguments.table),
        "pairings of a block": hit_statistics(get_task(NAME).block_size),
        "plain SymPy, not verified": {
            **plain,
            "lengths": lengths(plain_pairs) if plain_pairs else None,
        },
        "peak memory in MB": memory(NAME, 2 * arguments.blocks),
        "ratio": ours["pairs per second"] / plain["pairs per second"] if plain_pairs else None,
    }
    store(result, arguments.output)


if __name__ == "__main__":
    main()
