"""The recipes of the package by paper and table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from hf_mathseq.tasks import task_class
from hf_mathseq.training.compute import expected_compute
from hf_mathseq.training.published import Published
from hf_mathseq.training.recipe import list_recipes, load_recipe

OTHER_SIZES = "sizes of one's own"
"""Stands for a table where a recipe is no row of one, such as those of laptop size."""


def recipe_rows() -> list[dict[str, Any]]:
    """Return what every recipe is, by paper and table, as plain values.

    `table` is None for recipes that are no row of one; `figures` is None where the authors' figures
    are not known. `operations` is an upper bound, see `compute.Compute`.
    """
    rows = [_row(name) for name in list_recipes()]
    return sorted(rows, key=lambda row: (row["paper"], row["table"] is None, row["table"] or ""))


def recipe_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the lines that show rows of `recipe_rows`: papers, tables, recipes with figures."""
    for paper, of_paper in groupby(rows, key=lambda row: row["paper"]):
        yield f"arXiv {paper}"
        for table, members in groupby(of_paper, key=lambda row: row["table"]):
            yield f"  {table or OTHER_SIZES}"
            for row in members:
                yield f"    {row['recipe']}: {row['row'] or row['about']}"
                if table:
                    yield f"      {row['claim']}"
                yield f"      {row['compute']}"


def _row(name: str) -> dict[str, Any]:
    recipe = load_recipe(name)
    published, compute = recipe.published, expected_compute(recipe)
    known = published != Published()
    return {
        "paper": published.paper or task_class(recipe.task).description.paper,
        "table": published.table or None,
        "row": published.row or None,
        "recipe": name,
        "task": recipe.task,
        "about": recipe.description,
        "figures": dict(published.figures) if published.figures else None,
        "statement": published.statement or None,
        "source": published.source or None,
        "claim": published.claim() if known else None,
        "published_compute": published.compute or None,
        "compute": compute.in_words(),
        **compute._asdict(),
        "suites": list(recipe.suites),
    }
