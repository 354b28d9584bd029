"""The page on results: figures that the benchmarks stored, and those of the released models."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
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
LARGE_RUNS = "large_runs"
PROGRAMS = {"fuzzing": "python tests/fuzz", LARGE_RUNS: "large_run.py"}
"""Results that no script of the same name stores."""
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
    """Return path -> text of the page, without rows of scripts that have stored nothing yet.

    Raises:
        KeyError: A figure is not in the stored results.
    """
    parts = [INTRODUCTION]
    for title, rows in yaml.safe_load(TABLES.read_text(encoding="utf-8")).items():
        cells = [
            (_marked(what), filled(ours, script), filled(beside, script), _script(script))
            for what, script, ours, beside in rows
            if _result(script).exists()
        ]
        if cells:
            parts += [f"## {title}", table(("what", "figure", "beside it", "script"), cells)]
    return {PAGE: "\n\n".join([*parts, *_large_runs(), "## Released models", _models()])}


def filled(sentence: str, script: str) -> str:
    """Return a sentence with the stored figures in the place of `{keys / ...|format}`."""
    return re.sub(r"\{(.+?)(?:\|(.+?))?\}", lambda m: _figure(script, m[1], m[2] or ""), sentence)


def _figure(script: str, path: str, shape: str) -> str:
    """Return the sum of all that a path leads to, of lists the number of their items."""
    found = [_stored(_result(script))]
    for key in path.split(" / "):
        found = [v for value in found for v in (value.values() if key == "*" else [value[key]])]
    total = sum(len(value) if isinstance(value, list) else value for value in found)
    return format(total, shape).replace("%", " %")


def _result(script: str) -> Path:
    return RESULTS / f"{script}.json"


@cache
def _stored(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _large_runs() -> Iterator[str]:
    """Yield the section on large runs, whose stored names are what was drawn."""
    path = _result(LARGE_RUNS)
    if path.exists():
        header = ("run", "rows/s", "bytes a row", "duplicates", "largest memory, MB")
        rows = (
            (
                _marked(name),
                f"{run['rows_per_second']:,.0f}",
                f"{run['bytes_per_row']:,.0f}",
                f"{run['duplicates'] / run['in_split']:.2%}".replace("%", " %"),
                f"{max(run['memory_mb']):,}",
            )
            for name, run in _stored(path).items()
        )
        yield f"## Large runs\n\nMeasured by {_script(LARGE_RUNS)}."
        yield table(header, rows)


def _script(name: str) -> str:
    return code(PROGRAMS.get(name, f"{name}.py"))


def _marked(what: str) -> str:
    """Return what was measured with the name in it as code."""
    return re.sub(r"\w+/[\w-]+|[\w-]+-laptop", lambda m: code(m[0]), what)


def _models() -> str:
    """Return the section of `model_cards/README.md`, without links into that folder."""
    section = MODELS.read_text(encoding="utf-8").partition(FIGURES)[2]
    return re.sub(r"\[([\w-]+)\]\(\1\)", r"`\1`", section).strip()
