"""Writes the table of the released models into model_cards/README.md.

Run `python benchmarks/model_table.py` (seconds). Everything comes from what the models' folders
store, and published figures from the recipes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from hf_mathseq.evaluation.markdown import interval, percent, span, table
from hf_mathseq.training.recipe import list_recipes, load_recipe

MODELS = Path(__file__).parents[1] / "model_cards"
PAGE = MODELS / "README.md"
HEADING = "## Figures\n"
"""Where the table begins; it goes on to the end of the page."""
INTRODUCTION = """
Written by `benchmarks/model_table.py` from the stored results: problems of the test split, a line
for each task that a model was tested on. Accuracy is the share of problems with an answer in the
beam that is mathematically right, with its 95 % interval; what the paper's rule accepts stands
behind it where that is another figure. Models see smaller problems than the published rows, by the
options on their cards: the figures do not compare like with like. The published row is that of the
same task at full size (of matrices by tolerance, else by beam or as said). "Without a model" is the
best that an answer without looking, or a rule of thumb, scores on the same problems. "Weakest" is
the group of problems by difficulty, of 100 or more, that is solved least often at the widest beam.
"""
BEAMS = (1, 10, 50)
MIXED = "integration/bwd-ibp-fwd-published"
"""The published row of a model of several generators of integrals."""
MANY = 100
"""Problems that a group has at least to be called weakest."""
COLUMNS = (
    "model",
    "task",
    "examples seen",
    "tokens/s",
    "CPU hours",
    *(f"beam {beams}" for beams in BEAMS),
    "published",
    "without a model",
    "weakest",
)

Evaluation = Mapping[str, Any]


def evaluations_in(folder: Path) -> dict[str, list[Evaluation]]:
    """Return the stored results on the test split, by task."""
    found: dict[str, list[Evaluation]] = {}
    for path in sorted(folder.glob("results/*/results.json")):
        results = json.loads(path.read_text())
        if results.get("split") == "test":
            found.setdefault(results["task"], []).append(results)
    return found


def accuracy_cell(evaluations: Sequence[Evaluation], beams: int) -> str:
    """Return the accuracy of one width of the beam; empty where it was not measured."""
    for found in evaluations:
        if found["beams"] == beams:
            strict, paper = (found["criteria"][name] for name in ("strict", "paper"))
            cell = f"{span(strict['accuracy'])} ({interval(strict['confidence_95'])})"
            other = percent(paper["accuracy"][0])
            same = other == percent(strict["accuracy"][0])
            return cell if same else f"{cell}, paper's rule {other}"
    return ""


def published_name(folder: Path, task: str) -> str:
    """Return the name of the recipe of a task's published row, which need not exist."""
    dataset = task.partition("/")[0]
    mixed = bool(load_recipe(folder / "recipe.yaml").mixture)
    return MIXED if mixed and MIXED.startswith(f"{dataset}/") else f"{task}-published"


def published_cell(folder: Path, task: str) -> str:
    """Return the figures of the published row of a task; empty where they are not known."""
    name = published_name(folder, task)
    figures = (load_recipe(name).published.figures if name in list_recipes() else None) or {}
    config = task.partition("/")[2].upper()
    own = {
        key.removeprefix(f"{config} "): figures[key] for key in figures if key.startswith(config)
    }
    return ", ".join(f"{key}: {value:g} %" for key, value in (own or figures).items())


def without_model_cell(evaluations: Sequence[Evaluation]) -> str:
    """Return the best score of the trivial answers and rules of thumb, and its name."""
    scores = {
        name: score["strict"][0]
        for found in evaluations
        for kind in ("trivial_answers", "baselines")
        for name, score in found.get(kind, {}).items()
    }
    if not scores:
        return ""
    best = max(scores, key=lambda name: scores[name])
    return f"{percent(scores[best])} ({best})"


def weakest_cell(evaluations: Sequence[Evaluation]) -> str:
    """Return the group by difficulty that is solved least often."""
    widest = max(evaluations, key=lambda found: found["beams"])
    measures = widest["criteria"]["strict"]["by_difficulty"]
    groups = {
        f"{measure} {value}": group["accuracy"][0]
        for measure, by_value in measures.items()
        for value, group in by_value.items()
        if len(by_value) > 1 and group["examples"] >= MANY
    }
    if not groups:
        return ""
    worst = min(groups, key=lambda name: groups[name])
    return f"{worst}: {percent(groups[worst])}"


def rows_of(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield the lines of a model."""
    training = json.loads((folder / "results" / "training.json").read_text())
    rates = [e["tokens_per_second"] for e in training["log"] if "tokens_per_second" in e]
    for task, evaluations in evaluations_in(folder).items():
        yield (
            f"[{folder.name}]({folder.name})",
            f"`{task}`",
            f"{training['examples_seen']:,}",
            f"{median(rates):,.0f}" if rates else "",
            f"{training['cpu_seconds'] / 3600:.2f}",
            *(accuracy_cell(evaluations, beams) for beams in BEAMS),
            published_cell(folder, task),
            without_model_cell(evaluations),
            weakest_cell(evaluations),
        )


def page() -> str:
    """Return the page with the table anew."""
    folders = sorted(path.parent for path in MODELS.glob("*/config.json"))
    rows = [row for folder in folders for row in rows_of(folder)]
    text = PAGE.read_text(encoding="utf-8").partition(HEADING)[0]
    return f"{text}{HEADING}{INTRODUCTION}\n{table(COLUMNS, rows)}\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
