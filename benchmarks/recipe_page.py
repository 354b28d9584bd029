"""Writes docs/recipes.md: `python benchmarks/recipe_page.py` (seconds).

Rows and bounds come from the recipes, estimates from `benchmarks/results/recipe_times.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from hf_mathseq.evaluation.markdown import table
from hf_mathseq.training.listing import recipe_rows
from hf_mathseq.training.published import SOURCES

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "recipes.md"
TIMES = ROOT / "benchmarks" / "results" / "recipe_times.json"
INTRODUCTION = """# Recipes

Written by `benchmarks/recipe_page.py` from the recipes themselves.

A recipe is one YAML file that says what is trained, on what and how long. There are three kinds:
**rows** of the published tables with their settings and figures, recipes for about half an hour of
one **GPU**, and recipes of **laptop** size.

```bash
hf-mathseq train list --kind gpu
hf-mathseq train list --paper 1912.01412 --kind row
hf-mathseq train list --task linear_algebra/eigenvalues --json
```

In a file, every setting says in a comment what the paper or its program has. `like:` takes over
the settings of another recipe. `--set training.batch_size=512` changes one for a run."""
ROWS = """## Rows of the published tables

Figures are the authors'; none was measured here. How each is known:

{sources}

"Cost" is the largest one: all updates, every sequence of the greatest length, in floating-point
operations without those of attention. Most rows stop earlier, when their patience ends."""
MISSING = (
    (
        "1912.01412",
        "comparison with Mathematica, Matlab and Maple; their time limits",
        "the models are those of the rows above, on other problems: `hf-mathseq evaluate`",
    ),
    (
        "2006.06462",
        "other distributions (appendix)",
        "the model is `differential_systems/stability-published`, its tests are the suite "
        "`differential_systems/out_of_distribution`; figures not known",
    ),
    ("2006.06462", "FastText classifiers", "another kind of model"),
    (
        "2112.01898",
        "inversion with other numbers of heads",
        "which numbers is not known: `--set model.encoder_heads=...` on "
        "`linear_algebra/inverse-published`",
    ),
    (
        "2112.01898",
        "noise, several operations, re-training on larger matrices",
        "figures not found, several models for each table: [experiments](experiments.md)",
    ),
    (
        "2112.01898",
        "recurrent and looped models (appendix)",
        "sizes and figures not found; small ones are in [architectures](architectures.md)",
    ),
    (
        "2112.03588",
        "the rest of the grid: 1 to 8 layers on each side, 8 or 16 heads, sizes M and L",
        "figures not found: `--set model.encoder_layers=...` on the rows above",
    ),
    (
        "2112.03588",
        "other sizes and families, biological networks",
        "the models are those of the rows above, their tests are suites",
    ),
)
"""Paper, rows of its tables and why no recipe stands for them."""
GPU = """## Half an hour of one GPU

bf16, fused AdamW, warm-up and cosine, large batches, batches of similar length, short positions.
The models have at most 30 million weights, 60 MB in bf16. **None of these was run on a GPU.** They
are sized by arithmetic (`benchmarks/recipe_times.py`): matrices and attention at the mean lengths
that the task draws, a peak of {peak:.0f} TFLOP/s (H100 SXM or H200, dense bf16), and assumed shares
of it that training sustains, far less for narrow models:

{shares}

An update takes at least {update:.0f} ms, and {layer:.0f} ms for each layer, to be launched. Checks,
suites and compilation come on top. "Drawn" is what {workers} processes draw in a second on this
project's measuring machine; where it is less than what is read, examples are drawn beforehand into
a folder, by the command in the recipe's comment, and read several times.

{recipes}"""
LAPTOP = """## Laptop size

For one or two cores and at most about an hour. Those whose files say so were not run to their end.

{recipes}"""


def page(rows: list[dict[str, Any]], times: Mapping[str, Any]) -> str:
    """Return the whole page.

    Args:
        rows: All of `recipe_rows`.
        times: What `recipe_times.py` stored.
    """
    sources = "\n".join(f"* *{name}*: {meaning}" for name, meaning in SOURCES.items())
    of_tables = [row for row in rows if row["kind"] == "row"]
    parts = [INTRODUCTION, ROWS.format(sources=sources)]
    for paper, members in groupby(of_tables, key=lambda row: row["paper"]):
        parts.append(f"### arXiv {paper}")
        for name, group in groupby(members, key=lambda row: row["table"]):
            parts += [f"**{name[0].upper()}{name[1:]}**", _rows(group)]
    parts += ["## Rows without a recipe", table(("paper", "rows", "why"), MISSING), _gpu(times)]
    laptop = [row for row in rows if row["kind"] == "laptop"]
    parts.append(LAPTOP.format(recipes=_laptops(laptop)))
    return "\n\n".join(parts) + "\n"


def _rows(rows: Iterable[Mapping[str, Any]]) -> str:
    header = ("row", "recipe", "figures", "known", "updates", "cost")
    return table(
        header,
        (
            (
                row["row"],
                f"`{row['recipe']}`",
                _figures(row),
                row["source"] or "",
                f"{row['updates']:,}",
                _cost(row),
            )
            for row in rows
        ),
    )


def _figures(row: Mapping[str, Any]) -> str:
    said = [f"{name}: {value:g}" for name, value in (row["figures"] or {}).items()]
    return ", ".join([*said, *([row["statement"]] if row["statement"] else [])]) or "not known"


def _cost(row: Mapping[str, Any]) -> str:
    return f"{row['operations']:.1e}" if row["operations"] else ""


def _gpu(times: Mapping[str, Any]) -> str:
    assumed = times["assumed"]
    shares = assumed["share of the peak by largest width"]
    return GPU.format(
        peak=assumed["peak"] / 1e12,
        shares=table(
            ("width at most", *shares),
            [("share of the peak", *(f"{100 * share:.0f} %" for share in shares.values()))],
        ),
        update=1e3 * assumed["seconds per update"],
        layer=1e3 * assumed["seconds per layer"],
        workers=assumed["processes that draw"],
        recipes=table(
            (
                "recipe",
                "million weights",
                "updates x batch",
                "tokens, mean",
                "operations",
                "ms per update",
                "minutes",
                "read/s",
                "drawn/s",
                "data",
            ),
            (_estimate(name, found) for name, found in times["recipes"].items()),
        ),
    )


def _estimate(name: str, found: Mapping[str, Any]) -> tuple[str, ...]:
    slower = max(found["ms per update, arithmetic"], found["ms per update, launching"])
    return (
        f"`{name}`",
        f"{found['million weights']:.1f}",
        f"{found['updates']:,} x {found['batch']:,}",
        f"{found['mean input']:.0f} to {found['mean target']:.0f}",
        f"{found['operations']:.1e}",
        f"{slower:.0f}",
        f"{found['minutes']:.0f}",
        f"{found['examples/s read']:,.0f}",
        f"{found['examples/s drawn']:,.0f}",
        f"`{found['folder']}`" if found["folder"] else "on the fly",
    )


def _laptops(rows: Iterable[Mapping[str, Any]]) -> str:
    return table(
        ("recipe", "what", "updates", "cost"),
        ((f"`{row['recipe']}`", row["about"], f"{row['updates']:,}", _cost(row)) for row in rows),
    )


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(recipe_rows(), json.loads(TIMES.read_text())), encoding="utf-8")


if __name__ == "__main__":
    main()
