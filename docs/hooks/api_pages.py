"""Pages on the Python interface: what is public, by area, from docstrings."""

from __future__ import annotations

import inspect
from typing import Any

from cells import code, plain

import hf_mathseq
from hf_mathseq.evaluation.markdown import table

FOLDER = "reference/api"

AREAS: dict[str, tuple[str, tuple[str, ...]]] = {
    "tasks": (
        "Tasks, options and verdicts",
        (
            "hf_mathseq.tasks",
            "hf_mathseq.task",
            "hf_mathseq.drawing",
            "hf_mathseq.checking",
            "hf_mathseq.options",
            "hf_mathseq.suggestions",
        ),
    ),
    "randomness": (
        "Randomness, splits and duplicates",
        ("hf_mathseq.randomness", "hf_mathseq.splits", "hf_mathseq.duplicates"),
    ),
    "answers": (
        "Solvers and answers",
        (
            "hf_mathseq.proposers.solving",
            "hf_mathseq.proposers.given",
            "hf_mathseq.solver",
            "hf_mathseq.answers",
            "hf_mathseq.proposers.proposer",
            "hf_mathseq.integrators.driver",
        ),
    ),
    "data": (
        "Data",
        (
            "hf_mathseq.data.load",
            "hf_mathseq.data.prepare",
            "hf_mathseq.data.shards",
            "hf_mathseq.data.check",
            "hf_mathseq.data.virtual",
            "hf_mathseq.data.card",
            "hf_mathseq.executors",
        ),
    ),
    "encodings": (
        "Encodings",
        (
            "hf_mathseq.encodings.floats",
            "hf_mathseq.encodings.integers",
            "hf_mathseq.encodings.vocabulary",
            "hf_mathseq.encodings.ragged",
        ),
    ),
    "expressions": (
        "Expressions",
        (
            "hf_mathseq.symbolic.expression",
            "hf_mathseq.symbolic.infix",
            "hf_mathseq.encodings.prefix",
            "hf_mathseq.symbolic.calculus",
        ),
    ),
    "systems": ("Systems", ("hf_mathseq.analysis.systems", "hf_mathseq.analysis.pde")),
    "networks": ("Networks", ("hf_mathseq.networks",)),
    "training": (
        "Training and experiments",
        (
            "hf_mathseq.training.run",
            "hf_mathseq.training.recipe",
            "hf_mathseq.training.sections",
            "hf_mathseq.experiments",
        ),
    ),
    "evaluation": (
        "Evaluation and reports",
        (
            "hf_mathseq.evaluation.evaluate",
            "hf_mathseq.evaluation.suites",
            "hf_mathseq.evaluation.suites.suite",
            "hf_mathseq.reports",
            "hf_mathseq.rendering",
        ),
    ),
    "hub": ("Publishing", ("hf_mathseq.hub",)),
}
"""Page -> its title and the modules whose public names it shows."""


def api_pages() -> dict[str, str]:
    """Return path -> text: the names of the package itself first, then one page for each area."""
    areas = "\n".join(f"- [{title}]({name}.md)" for name, (title, _) in AREAS.items())
    rows = [(f"[{code(name)}][{_home(name)}]", plain(_summary(name))) for name in _NAMES]
    overview = "\n\n".join(
        [
            "# Python interface",
            "These names are imported from `hf_mathseq` itself, each on its first use.",
            table(("name", "what it is"), rows),
            "All modules that others may build on, by area:",
            areas,
        ]
    )
    pages = {f"{FOLDER}/index.md": overview}
    for name, (title, modules) in AREAS.items():
        listed = "\n\n".join(f"## {module}\n\n::: {module}\n{_OPTIONS}" for module in modules)
        pages[f"{FOLDER}/{name}.md"] = f"# {title}\n\n{listed}"
    return pages


def api_menu() -> list[Any]:
    """Return the menu of the pages: the overview, then the areas."""
    areas = ({title: f"{FOLDER}/{name}.md"} for name, (title, _) in AREAS.items())
    return [f"{FOLDER}/index.md", *areas]


_NAMES = hf_mathseq.__all__
_OPTIONS = """\
    options:
      show_root_heading: false
      show_root_toc_entry: false
"""


def _home(name: str) -> str:
    found = getattr(hf_mathseq, name)
    return f"{found.__module__}.{found.__qualname__}"


def _summary(name: str) -> str:
    return (inspect.getdoc(getattr(hf_mathseq, name)) or "").splitlines()[0]
