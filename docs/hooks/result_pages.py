"""The page on results: figures that the benchmarks stored, and those of the released models."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from cells import code

from hf_mathseq.evaluation.markdown import table

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results"
TABLES = Path(__file__).with_name("figures.yaml")
PAGE = "results.md"
MODELS, FIGURES = ROOT / "model_cards" / "README.md", "## Figures\n"
INTRODUCTION = """---
hide:
  - navigation
---

# Results

Every figure on this page is read from a stored result when the page is built; none is typed. The
scripts stand in `benchmarks/`, what they stored in `benchmarks/results/`. Rates are those of one
core of a two-core machine. Each script measures ours and the comparison in one run.

More of them: [integrals beside the paper](integration_statistics.md),
[equations beside the paper](ode_statistics.md),
[systems beside the published program](differential_systems_agreement.md),
[criteria for matrices](matrix_criteria.md), [costs of recipes](recipes.md)."""


def result_pages() -> dict[str, str]:
    """Return path -> text of the page.

    Raises:
        KeyError: A figure is not in the stored results.
    """
    parts = [INTRODUCTION]
    for title, rows in yaml.safe_load(TABLES.read_text(encoding="utf-8")).items():
        cells = (
            (_marked(what), filled(ours, script), filled(beside, script), _script(script))
            for what, script, ours, beside in rows
        )
        parts += [f"## {title}", table(("what", "figure", "beside it", "script"), cells)]
    return {PAGE: "\n\n".join([*parts, "## Released models", _models()])}


def filled(sentence: str, script: str) -> str:
    """Return a sentence with the stored figures in the place of `{keys / ...|format}`."""
    return re.sub(r"\{(.+?)(?:\|(.+?))?\}", lambda m: _figure(script, m[1], m[2] or ""), sentence)


def _figure(script: str, path: str, shape: str) -> str:
    found = _stored(script)
    for key in path.split(" / "):
        found = found[key]
    return format(found, shape).replace("%", " %")


@cache
def _stored(script: str) -> Any:
    return json.loads((RESULTS / f"{script}.json").read_text(encoding="utf-8"))


def _script(name: str) -> str:
    return code(f"{name}.py")


def _marked(what: str) -> str:
    """Return what was measured with the name in it as code."""
    return re.sub(r"\w+/[\w-]+|[\w-]+-laptop", lambda m: code(m[0]), what)


def _models() -> str:
    """Return the section of `model_cards/README.md`, without links into that folder."""
    section = MODELS.read_text(encoding="utf-8").partition(FIGURES)[2]
    return re.sub(r"\[([\w-]+)\]\(\1\)", r"`\1`", section).strip()
