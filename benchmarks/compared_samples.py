"""What a task draws beside the published program's sample: statistics and their differences."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from drawn_pairs import drawn_pairs
from expression_samples import Pair, Sample, differences, distinct, published_pairs
from published_statistics import REFERENCE_ACCEPTANCE, explanation
from statistics_tables import SIDES, About, page

from hf_mathseq.tasks import task_class

SAMPLES = Path(__file__).parents[1] / "tests" / "data" / "symbolic"
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


def store(sources: dict[str, Any], about: About, output: Path, shown: Path) -> None:
    """Write every number as JSON and the tables as a page."""
    result = {"sources": sources}
    output.write_text(json.dumps(result, indent=1) + "\n")
    shown.write_text(page(result, about), encoding="utf-8")
    print(f"written: {output} and {shown}")
