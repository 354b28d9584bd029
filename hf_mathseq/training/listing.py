"""The recipes of the package by paper and table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from hf_mathseq.suggestions import UserError, unknown_name
from hf_mathseq.tasks import list_tasks, task_class
from hf_mathseq.training.compute import expected_compute
from hf_mathseq.training.published import Published
from hf_mathseq.training.recipe import Recipe, list_recipes, load_recipe

KINDS = {
    "row": "a row of a table of results",
    "gpu": "for about half an hour of one GPU",
    "laptop": "of laptop size",
}
"""What recipes are for. Those that are no row stand under these words instead of a table."""


def recipe_rows(paper: str = "", task: str = "", kind: str = "") -> list[dict[str, Any]]:
    """Return what recipes are, by paper and table, as plain values.

    `table` is None for recipes that are no row of one; `figures` is None where the authors' figures
    are not known. `operations` is an upper bound, see `compute.Compute`.

    Args:
        paper: The recipes of this arXiv number alone.
        task: The recipes of this task or data set alone.
        kind: The recipes of this kind alone, one of `KINDS`.

    Raises:
        UserError: There is no such paper, task or kind.
    """
    if kind and kind not in KINDS:
        raise UserError(unknown_name("kind", kind, KINDS))
    data_sets = {name.partition("/")[0] for name in list_tasks()}
    if task and task not in {*list_tasks(), *data_sets}:
        raise UserError(unknown_name("task", task, {*list_tasks(), *data_sets}))
    recipes = {name: load_recipe(name) for name in list_recipes()}
    papers = {name: paper_of(recipe) for name, recipe in recipes.items()}
    number = paper.lower().removeprefix("arxiv:").strip()
    if number and number not in papers.values():
        raise UserError(unknown_name("paper", number, set(papers.values())))
    rows = [
        _row(name, recipe)
        for name, recipe in recipes.items()
        if (not number or papers[name] == number)
        and (not task or recipe.task == task or recipe.task.startswith(f"{task}/"))
        and (not kind or kind_of(name, recipe) == kind)
    ]
    return sorted(rows, key=lambda row: (row["paper"], row["table"] is None, _heading(row)))


def recipe_lines(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the lines that show rows of `recipe_rows`: papers, tables, recipes with figures."""
    for paper, of_paper in groupby(rows, key=lambda row: row["paper"]):
        yield f"arXiv {paper}"
        for heading, members in groupby(of_paper, key=_heading):
            yield f"  {heading}"
            for row in members:
                yield f"    {row['recipe']}: {row['row'] or row['about']}"
                if row["claim"]:
                    yield f"      {row['claim']}"
                yield f"      {row['compute']}"


def kind_of(name: str, recipe: Recipe) -> str:
    """Return what a recipe of the package is for, one of `KINDS`."""
    if recipe.published.row:
        return "row"
    return "gpu" if name.endswith("-gpu") else "laptop"


def paper_of(recipe: Recipe) -> str:
    """Return the arXiv number of the table that a recipe is of, or else of its task."""
    return recipe.published.paper or task_class(recipe.task).description.paper


def _heading(row: Mapping[str, Any]) -> str:
    return str(row["table"] or KINDS[row["kind"]])


def _row(name: str, recipe: Recipe) -> dict[str, Any]:
    published, compute = recipe.published, expected_compute(recipe)
    known = published != Published()
    return {
        "paper": paper_of(recipe),
        "table": published.table or None,
        "row": published.row or None,
        "kind": kind_of(name, recipe),
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
