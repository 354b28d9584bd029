"""Statistics of expression data as a Markdown page."""

from __future__ import annotations

from typing import Any, NamedTuple

from published_statistics import GENERAL, PAPER_LENGTHS

from hf_mathseq.evaluation.markdown import percent, table

REPORTED_SHARE = 0.005
"""Rows whose shares are both below this are left to the JSON file."""

SIDES = ("input", "target")


class About(NamedTuple):
    """What a page is about.

    Attributes:
        data: The data set, in words.
        script: Name of the script that makes it, and of the result.
    """

    data: str
    script: str


def page(result: dict[str, Any], about: About) -> str:
    """Return the whole page."""
    parts = [
        f"# Statistics of the {about.data} data",
        f"Written by `benchmarks/{about.script}.py`; every number, with more of them, is in "
        f"`benchmarks/results/{about.script}.json`. Ours are the first accepted pairs of "
        "each task, in the order of drawing and with repetitions. The reference samples were drawn "
        "by the program published with arXiv 1912.01412.",
        "## How to read the comparison",
        "\n".join(f"- {line}" for line in GENERAL),
        "## Lengths and acceptance",
        _lengths(result["sources"]),
        "## Distinct pairs",
        "Mean lengths of the distinct ones among the first accepted pairs: what deduplication does "
        "grows with the size of a data set.",
        _growth(result["sources"]),
        "## Beyond three standard errors",
        _beyond(result["sources"]),
        *(_source(name, source) for name, source in result["sources"].items()),
    ]
    return "\n\n".join(parts) + "\n"


def _lengths(sources: dict[str, Any]) -> str:
    header = ("data", "pairs", "accepted", "input words", "max", "target words", "max")
    rows: list[tuple[object, ...]] = []
    for name, source in sources.items():
        accepted = percent(source["acceptance"])
        rows.append((f"`{name}`", source["pairs"], accepted, *_spans(source["ours"])))
        rows.append(("... distinct", source["distinct pairs"], "", *_spans(source["distinct"])))
        if "reference" in source:
            reference = source["reference"]
            pairs = source["reference pairs"]
            rows.append(
                ("... reference", pairs, source["published acceptance"], *_spans(reference))
            )
        if name in PAPER_LENGTHS:
            paper = PAPER_LENGTHS[name]
            cells = [c for side in SIDES for c in _paper(paper[side])]
            rows.append(("... paper", paper["training set"], "", *cells))
    return table(header, rows)


def _spans(sides: dict[str, Any]) -> list[str]:
    cells = []
    for side in SIDES:
        length = sides[side]["length"]
        cells += [f"{length['mean']:.1f} ± {length['sd']:.1f}", f"{length['max']:.0f}"]
    return cells


def _paper(figures: tuple[float, float, int]) -> tuple[str, str]:
    mean, sd, largest = figures
    return f"{mean} ± {sd}", str(largest)


def _growth(sources: dict[str, Any]) -> str:
    rows = [
        (f"`{name}`", f"{g['drawn']:,}", f"{g['distinct']:,}", *(f"{g[s]:.1f}" for s in SIDES))
        for name, source in sources.items()
        for g in source.get("growth", [])
    ]
    return table(("data", "drawn", "distinct", "input words", "target words"), rows)


def _beyond(sources: dict[str, Any]) -> str:
    rows = [
        (f"`{name}`", side, d["measure"], *_cells(d))
        for name, source in sources.items()
        for side, compared in source.get("differences", {}).items()
        for d in compared
        if d["beyond"]
    ]
    header = ("data", "side", "measure", "ours", "reference", "sigmas")
    return table(header, rows) + "\n\n" + _reasons(sources)


def _reasons(sources: dict[str, Any]) -> str:
    """Return every reason once, with the measures that it explains."""
    explained: dict[tuple[str, str], list[str]] = {}
    for name, source in sources.items():
        for side, compared in source.get("differences", {}).items():
            for d in compared:
                if d["beyond"]:
                    why = d["why"] or "Not explained."
                    explained.setdefault((name, why), []).append(f"{side} {d['measure']}")
    return "\n".join(
        f"- `{name}` ({len(measures)} measures: {', '.join(measures[:3])}"
        f"{', ...' if measures[3:] else ''}): {why}"
        for (name, why), measures in explained.items()
    )


def _source(name: str, source: dict[str, Any]) -> str:
    parts = [f"## {name}", source["about"]]
    for side in SIDES:
        parts.append(f"### {name}: {side}")
        if "differences" in source:
            kept = [d for d in source["differences"][side] if _reported(d)]
            rows = [(d["measure"], *_cells(d)) for d in kept]
            parts.append(table(("measure", "ours", "reference", "sigmas"), rows))
        else:
            parts.append(table(("measure", "ours"), _own_rows(source["ours"][side])))
    return "\n\n".join(parts)


def _own_rows(summary: dict[str, Any]) -> list[tuple[str, str]]:
    rows = [("operators, mean", f"{summary['operators']['mean']:.2f}")]
    for title in ("share of operators", "share of expressions with", "root"):
        for word, share in summary[title].items():
            if share >= REPORTED_SHARE:
                rows.append((f"{title}: {word}", percent(share)))
    return rows


def _reported(difference: dict[str, Any]) -> bool:
    return max(difference["ours"], difference["reference"]) >= REPORTED_SHARE


def _cells(difference: dict[str, Any]) -> tuple[str, str, str]:
    values = difference["ours"], difference["reference"]
    shares = not difference["measure"].startswith(("length", "operators"))
    ours, theirs = (percent(v) if shares else f"{v:.2f}" for v in values)
    return ours, theirs, f"{difference['sigmas']:+.1f}"
