"""Statistics of the integration tasks beside the published program's samples and the paper.

Run `OMP_NUM_THREADS=1 python benchmarks/integration_statistics.py` (about four minutes); the result
is written to `benchmarks/results/integration_statistics.json` and as tables to
`docs/integration_statistics.md`. Nothing is timed: the result is the same on every machine (that
of `integration/fwd_sympy` with the same versions of SymPy and Python).
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from drawn_pairs import drawn_pairs
from expression_samples import (
    Pair,
    Sample,
    differences,
    distinct,
    published_pairs,
)
from published_statistics import REFERENCE_ACCEPTANCE, explanation
from replayed_draws import replayed_pairs
from replayed_parts import replayed_parts
from statistics_tables import SIDES, page

from hf_mathseq.integrators import integrate
from hf_mathseq.symbolic.expression import read_prefix, write_prefix
from hf_mathseq.tasks import task_class

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "integration_statistics.json"
PAGE = ROOT / "docs" / "integration_statistics.md"
SAMPLES = ROOT / "tests" / "data" / "symbolic"
SIGNIFICANT = 3.0
"""Standard errors from which a difference is listed and has to be explained."""


class Source(NamedTuple):
    """Data that are described.

    Attributes:
        task: The task.
        options: Its options.
        pairs: How many pairs are described.
        marks: Numbers of pairs after which the lengths of distinct ones are noted.
        reference: The published program's sample with the same settings, if there is one.
        once: Whether a block accepts no problem twice: then the reference's distinct pairs count.
    """

    task: str
    options: dict[str, object]
    pairs: int
    marks: tuple[int, ...]
    reference: str | None
    once: bool = False


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


def drawn(name: str, source: Source) -> dict[str, Any]:
    """Return what a task draws, beside the reference where there is one."""
    found = drawn_pairs(source.task, source.options, source.pairs, source.marks)
    about = task_class(source.task).description.title + "."
    reference = published_pairs(SAMPLES / source.reference) if source.reference else []
    if source.once and reference:
        about += " No block accepts a problem twice: the reference's distinct pairs are compared."
        reference = distinct(reference)
    described_pairs = described(name, about, found.pairs, found.acceptance, reference)
    return described_pairs | {"growth": found.growth}


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


def described(
    name: str,
    about: str,
    pairs: Sequence[Pair],
    acceptance: float,
    reference: Sequence[Pair],
) -> dict[str, Any]:
    """Return every statistic of some pairs, beside the reference's if there is one."""
    once = distinct(pairs)
    found: dict[str, Any] = {
        "about": about,
        "pairs": len(pairs),
        "distinct pairs": len(once),
        "acceptance": acceptance,
        "ours": summaries(pairs),
        "distinct": summaries(once),
    }
    if reference:
        found["reference pairs"] = len(reference)
        found["published acceptance"] = REFERENCE_ACCEPTANCE.get(name, "")
        found["reference"] = summaries(reference)
        found["differences"] = compared(name, pairs, reference)
    return found


def summaries(pairs: Sequence[Pair]) -> dict[str, Any]:
    """Return the statistics of both sides."""
    return {side: _side(pairs, side).summary() for side in SIDES}


def compared(
    name: str, pairs: Sequence[Pair], reference: Sequence[Pair]
) -> dict[str, list[dict[str, Any]]]:
    """Return every measure of both sides, with the reason for what is beyond chance."""
    return {
        side: [
            {
                "measure": d.measure,
                "ours": d.ours,
                "reference": d.theirs,
                "sigmas": d.sigmas,
                "beyond": abs(d.sigmas) > SIGNIFICANT,
                "why": explanation(name, side, d.measure) if abs(d.sigmas) > SIGNIFICANT else "",
            }
            for d in differences(_side(pairs, side), _side(reference, side))
        ]
        for side in SIDES
    }


def _side(pairs: Sequence[Pair], side: str) -> Sample:
    return Sample([pair[SIDES.index(side)] for pair in pairs])


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
    result = {"sources": sources | replays}
    arguments.output.write_text(json.dumps(result, indent=1) + "\n")
    arguments.page.write_text(page(result), encoding="utf-8")
    print(f"written: {arguments.output} and {arguments.page}")


if __name__ == "__main__":
    main()
