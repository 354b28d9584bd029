"""What a card says of a training: whose weights they are, and where its examples came from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hf_mathseq.data.markdown import plain
from hf_mathseq.evaluation.stored_recipe import recipe_section
from hf_mathseq.tasks import task_class


def title_of(task: str, training: Mapping[str, Any]) -> str:
    """Return the title of a model's card: the task's, or what was trained together.

    Args:
        task: The recipe's own task.
        training: The training results.
    """
    first, *others = trained_tasks(task, training)
    if not others:
        return task_class(task).description.title
    family = task.partition("/")[0].replace("_", " ").capitalize()
    names = [name.partition("/")[2] for name in (first, *others)]
    return f"{family}: {', '.join(names[:-1])} and {names[-1]} by one model"


def trained_tasks(task: str, training: Mapping[str, Any]) -> list[str]:
    """Return the tasks whose examples a model was trained on, the recipe's own first."""
    return list(dict.fromkeys([task, *(each["task"] for each in training.get("sources", []))]))


def start_rows(folder: Path) -> list[tuple[str, str]]:
    """Return the row that names the weights that a training went on from, if there were any."""
    start = recipe_section(folder, "start_from")
    if not start.get("model"):
        return []
    named = f"{plain(str(start['model']))}, whose own examples are not counted here"
    return [("goes on from", f"{named} (weights {plain(str(start.get('digest')))})")]


def source_rows(training: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the rows that name the sources of a training's examples.

    Nothing is said of a single source that left nothing out, nor where sources were not noted.

    Args:
        training: The training results; see `training.source.TrainingExamples.facts`.
    """
    sources = training.get("sources", [])
    if len(sources) < 2 and not any(source["too_long"] for source in sources):
        return []
    planned = sum(source["examples"] for source in sources) or 1
    return [(f"of {source['task']}", _said(source, planned)) for source in sources]


def weight_rows(training: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the row that says which weights of a training are published.

    Nothing is said where that was not noted.

    Args:
        training: The training results; see `training.outcome.Outcome.as_dict`.
    """
    if "published_step" not in training:
        return []
    which = f"{training['published']} check, after {training['published_step']:,} updates"
    return [("weights", f"those of the {which}")]


def _said(source: Mapping[str, Any], planned: int) -> str:
    said = f"{100 * source['examples'] / planned:.1f} % of the examples"
    if source["too_long"]:
        left_out = 100 * source["too_long"] / source["looked_at"]
        said += f", without the {left_out:.1f} % that are longer than the model's positions"
    return said
