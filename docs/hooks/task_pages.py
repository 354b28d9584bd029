"""Pages on the tasks, from their descriptions, options, columns and drawn examples."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterator
from html import escape
from typing import Any

from cells import code, plain

from hf_mathseq.evaluation.markdown import table
from hf_mathseq.rendering import render_answer, render_problem
from hf_mathseq.reports.gallery_examples import Exhibit, exhibits
from hf_mathseq.reports.gallery_page import MARKS
from hf_mathseq.task import Task
from hf_mathseq.tasks import data_sets, get_task
from hf_mathseq.training.recipe import list_recipes, load_recipe

FOLDER = "reference/tasks"
SMALL_BLOCK = 32
"""Tasks with smaller blocks are slow to draw; their pages show no drawn example."""


def task_pages() -> dict[str, str]:
    """Return path -> text: one page for each task, the overview first."""
    tasks = [
        get_task(f"{data}/{config}") for data, found in data_sets().items() for config in found
    ]
    recipes: dict[str, list[str]] = {}
    for name in list_recipes():
        recipes.setdefault(load_recipe(name).task, []).append(name)
    pages = {f"{FOLDER}/index.md": _overview(tasks)}
    return pages | {_path(task.name): _page(task, recipes.get(task.name, [])) for task in tasks}


def task_menu() -> list[Any]:
    """Return the menu of the pages: the overview, then the tasks by data set."""
    by_data = (
        {data: [{config: _path(f"{data}/{config}")} for config in found]}
        for data, found in data_sets().items()
    )
    return [f"{FOLDER}/index.md", *by_data]


def _path(name: str) -> str:
    return f"{FOLDER}/{name.replace('/', '-')}.md"


def _line(task: Task) -> tuple[str, str, str]:
    told = task.description
    link = f"[{code(task.name)}]({task.dataset}-{task.config_name}.md)"
    return link, plain(told.title), _paper(told.paper)


def _paper(number: str) -> str:
    return f"[{number}](https://arxiv.org/abs/{number})"


def _overview(tasks: list[Task]) -> str:
    return "\n\n".join(
        [
            "# Tasks",
            "A task draws problems, writes problems and answers as tokens, reads what people type, "
            "and checks answers. It is named `<data set>/<config>` everywhere: in Python, on the "
            "command line, in recipes and on cards. The first config of a data set is its default.",
            table(("task", "what it is", "paper"), map(_line, tasks)),
        ]
    )


def _page(task: Task, recipes: list[str]) -> str:
    told = task.description
    parts = [
        f"# {task.name}",
        f"**{plain(told.title)}** (arXiv {_paper(told.paper)}). Problems stand in the column "
        f"`{told.problem}`, answers in `{told.answer}`.",
        *_about(task),
        "## As people type it",
        _drawn(render_problem(task, task.problem_from(told.example))),
        f"```text\n{told.example}\n```",
        *_drawn_example(task),
        "## Options",
        "In Python `get_task(name, option=value)`, on the command line `--set option=value`.",
        table(("option", "default", "meaning", "source"), _options(task)),
        "## Columns",
        table(("column", "content"), ((code(c), plain(t)) for c, t in told.columns.items())),
        f"With the default options the vocabulary has {len(task.vocabulary):,} tokens. Problems "
        f"have at most {task.max_lengths[0]:,} of them and answers {task.max_lengths[1]:,}, `</s>` "
        "included.",
        "## Recipes",
        *_recipes(task, recipes),
    ]
    return "\n\n".join(parts)


def _drawn_example(task: Task) -> Iterator[str]:
    if task.block_size >= SMALL_BLOCK:
        yield "## A drawn example"
        yield from (_exhibit(task, exhibit) for exhibit in exhibits(task, 1))


def _about(task: Task) -> Iterator[str]:
    """Yield what the class says of itself, up to the sections of its docstring."""
    paragraphs = (inspect.getdoc(type(task)) or "").split("\n\n")
    for paragraph in paragraphs:
        if paragraph.split("\n")[0].rstrip(":") in ("Args", "Attributes", "Raises"):
            return
        yield plain(paragraph)


def _options(task: Task) -> Iterator[tuple[str, ...]]:
    for field in dataclasses.fields(task.Config):
        told = field.metadata
        yield code(field.name), _value(field.default), _meaning(told), plain(told["source"])


def _value(value: Any) -> str:
    return (
        code(str(value).lower() if isinstance(value, bool) else str(value)) if value != "" else ""
    )


def _meaning(told: Any) -> str:
    text = plain(told["help"].removesuffix("."))
    if told["choices"]:
        return f"{text}. One of {', '.join(map(code, told['choices']))}"
    low, high = told["minimum"], told["maximum"]
    if low is None and high is None:
        return text
    limits = f"{low} or more" if high is None else f"{high} or less" if low is None else None
    return f"{text}; {limits or f'{low} to {high}'}"


def _exhibit(task: Task, exhibit: Exhibit) -> str:
    row = exhibit.row
    parts = [_drawn(render_problem(task, row)), _tokens("Tokens of the problem", row["input"])]
    for shown in exhibit.answers:
        status = shown.verdict.status
        told = f"{shown.verdict.method}: {shown.verdict.detail}".removesuffix(": ")
        badge = f'<span class="verdict {status.lower()}">{MARKS[status]} {status}</span>'
        parts += [
            f"**{shown.origin.capitalize()}** {badge} {plain(told)}",
            _drawn(render_answer(task, row, shown.tokens)),
            _tokens("Tokens of the answer", " ".join(shown.tokens)),
        ]
    return "\n\n".join(parts)


def _drawn(content: str) -> str:
    """Return a drawing that scrolls by itself where it is too wide."""
    return f'<div class="drawn" tabindex="0">{"".join(content.splitlines())}</div>'


def _tokens(title: str, text: str) -> str:
    tokens = text.split()
    summary = f"{title} ({len(tokens)})"
    return f"<details><summary>{summary}</summary><p><code>{escape(text)}</code></p></details>"


def _recipes(task: Task, names: list[str]) -> Iterator[str]:
    if names:
        links = (f"[{code(n)}](../recipes/{task.dataset}.md#{anchor(n)})" for n in names)
        yield ", ".join(links)
    else:
        yield "There is none yet."


def anchor(recipe: str) -> str:
    """Return the anchor of a recipe on the page of its data set."""
    return recipe.replace("/", "-")
