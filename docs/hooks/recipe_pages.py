"""Pages with every recipe as it stands, one page for each data set."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from cells import code, sentence
from task_pages import anchor

from hf_mathseq.evaluation.markdown import table
from hf_mathseq.tasks import data_sets
from hf_mathseq.training.listing import KINDS, recipe_rows
from hf_mathseq.training.recipe import PLACE

FOLDER = "reference/recipes"
PACKAGE, PARENT = PLACE


def recipe_pages() -> dict[str, str]:
    """Return path -> text: one page for each data set, the overview first."""
    by_data_set: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(recipe_rows(), key=lambda row: row["recipe"]):
        by_data_set.setdefault(row["task"].partition("/")[0], []).append(row)
    pages = {f"{FOLDER}/index.md": _overview(by_data_set)}
    return pages | {f"{FOLDER}/{name}.md": _page(name, rows) for name, rows in by_data_set.items()}


def recipe_menu() -> list[Any]:
    """Return the menu of the pages: the overview, then the data sets."""
    return [f"{FOLDER}/index.md", *({name: f"{FOLDER}/{name}.md"} for name in data_sets())]


def _overview(by_data_set: Mapping[str, list[dict[str, Any]]]) -> str:
    kinds = list(KINDS)
    rows = [
        (f"[`{name}`]({name}.md)", *(sum(r["kind"] == kind for r in found) for kind in kinds))
        for name, found in by_data_set.items()
    ]
    return "\n\n".join(
        [
            "# Recipes",
            "A recipe is one YAML file that says what is trained, on what and how long. Here every "
            "recipe stands as it is, with the paper's value beside each setting. "
            "[Figures and costs of the published rows](../../recipes.md) are compared on a page "
            "of their own; [Training](../../training.md) explains the settings.",
            table(("data set", *(f"{kind}: {KINDS[kind]}" for kind in kinds)), rows),
        ]
    )


def _page(data_set: str, rows: list[dict[str, Any]]) -> str:
    parts = [f"# Recipes of {data_set}"]
    for row in rows:
        parts += [f"## {row['recipe']} {{ #{anchor(row['recipe'])} }}", *_section(row)]
    return "\n\n".join(parts)


def _section(row: Mapping[str, Any]) -> list[str]:
    name = f"{row['recipe']}.yaml"
    text = files(PACKAGE).joinpath(PARENT, name).read_text(encoding="utf-8").rstrip()
    task = f"[{code(row['task'])}](../tasks/{row['task'].replace('/', '-')}.md)"
    told = (row["about"], row["claim"] or "", row["compute"])
    sentences = [*(sentence(text) for text in told if text), f"Task: {task}."]
    return [" ".join(sentences), f'??? note "{name}"\n\n{_indented(text)}']


def _indented(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in f"```yaml\n{text}\n```".splitlines())
