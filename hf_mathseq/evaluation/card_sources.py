"""What a model was trained on, where that is more than its own task."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


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


def _said(source: Mapping[str, Any], planned: int) -> str:
    said = f"{100 * source['examples'] / planned:.1f} % of the examples"
    if source["too_long"]:
        left_out = 100 * source["too_long"] / source["looked_at"]
        said += f", without the {left_out:.1f} % that are longer than the model's positions"
    return said
