"""Statistics of the integration tasks beside the published program's samples and the paper.

Run `OMP_NUM_THREADS=1 python benchmarks/integration_statistics.py` (about four minutes); the result
is written to `benchmarks/results/integration_statistics.json` and as tables to
`docs/integration_statistics.md`. Nothing is timed: the result is the same on every machine (that
of `integration/fwd_sympy` with the same versions of SymPy and Python).
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from compared_samples import SAMPLES, Source, described, drawn, store
from expression_samples import distinct, published_pairs
from replayed_draws import replayed_pairs
from replayed_parts import replayed_parts
from statistics_tables import About

from hf_mathseq.integrators import integrate
from hf_mathseq.symbolic.expression import read_prefix, write_prefix

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "integration_statistics.json"
PAGE = ROOT / "docs" / "integration_statistics.md"
ABOUT = About("integration", "integration_statistics")

SOURCES = {
    "integration/fwd": Source("integration/fwd", {}, 3_000, (1_000, 3_000), "prim_fwd.counts"),
    # One or two pairs a second: as many as the reference has.
    "integration/fwd_sympy": Source("integration/fwd_sympy", {}, 120, (), "prim_fwd.counts"),
    "integration/bwd": Source(
        "integration/bwd", {}, 20_000, (1_000, 10_000, 100_000), "prim_bwd.counts"
    ),
    "integration/ibp": Source("integration/ibp", {}, 10_000, (1_000, 10_000), None),
    # The published program fills its table too slowly with 15 operators for a sample.
    "integration/ibp, max_ops 5": Source(
        "integration/ibp", {"max_ops": 5}, 10_000, (), "prim_ibp.counts", once=True
    ),
}
REPLAYED_FWD = "integration/fwd, the reference's integrands"
REPLAYED_BWD = "integration/bwd, the reference's draws"
REPLAYED_IBP = "integration/ibp, max_ops 5, the published rule"


def replayed_fwd() -> dict[str, Any]:
    """Return our antiderivatives of the integrands of the published FWD sample."""
    reference = published_pairs(SAMPLES / "prim_fwd.counts")
    found = [(problem, integrate(read_prefix(problem))) for problem, _ in reference]
    pairs = [(problem, write_prefix(answer)) for problem, answer in found if answer is not None]
    about = "The integrands of the published sample, integrated by our rules."
    return described(REPLAYED_FWD, about, pairs, len(pairs) / len(reference), reference)


def replayed_bwd() -> dict[str, Any]:
    """Return what our code makes of the draws of the published BWD sample."""
    reference = published_pairs(SAMPLES / "prim_bwd.counts")
    pairs, acceptance = replayed_pairs(len(reference))
    answers = [{" ".join(answer) for _, answer in side} for side in (pairs, reference)]
    same = len(answers[0] & answers[1])
    about = (
        "The published program's random stream, with the seed of its sample: "
        f"{same} of its {len(answers[1])} answers are ours, word by word."
    )
    return described(REPLAYED_BWD, about, pairs, acceptance, reference)


def replayed_ibp() -> dict[str, Any]:
    """Return what the published rule for IBP gives with our expressions and short forms."""
    pairs, acceptance = replayed_parts()
    about = (
        "The published rule, its table empty at first, with our expressions and short forms and "
        "the published random stream. Distinct pairs are compared."
    )
    reference = distinct(published_pairs(SAMPLES / "prim_ibp.counts"))
    return described(REPLAYED_IBP, about, distinct(pairs), acceptance, reference)


def main() -> None:
    """Describe every registered task, print what is beyond chance and store all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=RESULT)
    parser.add_argument("--page", type=Path, default=PAGE)
    arguments = parser.parse_args()
    sources = {name: drawn(name, source) for name, source in SOURCES.items()}
    replays = {
        REPLAYED_FWD: replayed_fwd(),
        REPLAYED_BWD: replayed_bwd(),
        REPLAYED_IBP: replayed_ibp(),
    }
    store(sources | replays, ABOUT, arguments.output, arguments.page)


if __name__ == "__main__":
    main()
