"""The section of a model card on the published figures that its recipe stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from hf_mathseq.data.markdown import plain
from hf_mathseq.evaluation.markdown import interval, span, table
from hf_mathseq.evaluation.stored_recipe import recipe_section


def published_section(folder: Path, evaluations: Sequence[Mapping[str, Any]]) -> str:
    """Return the published row beside what was measured; empty where the recipe names none.

    Args:
        folder: Of the model; its recipe says what was published.
        evaluations: Of the model's own task, on splits.
    """
    published = recipe_section(folder, "published")
    if not published.get("paper"):
        return ""
    rows = [
        (f"published: {plain(str(name))}", f"{value:g} %", "")
        for name, value in (published.get("figures") or {}).items()
    ]
    for found in evaluations:
        for criterion, scores in found["criteria"].items():
            measured = f"measured: {found['split']}, beam {found['beams']}, criterion {criterion}"
            confidence = interval(scores["confidence_95"])
            rows.append((measured, span(scores["accuracy"]), confidence))
    parts = ["## Beside the published results", " ".join(_said(published))]
    if rows:
        parts.append(table(("figure", "accuracy", "95 % interval"), rows))
    return "\n\n".join(parts)


def _said(published: Mapping[str, Any]) -> Iterator[str]:
    """Yield sentences on the published row."""
    named = [plain(str(published[key])) for key in ("table", "row") if published.get(key)]
    paper = plain(str(published["paper"]))
    yield f"The recipe stands for a published row: {', '.join([f'arXiv {paper}', *named])}."
    if published.get("statement"):
        yield f"Published in words: {plain(str(published['statement']))}."
    if published.get("source"):
        yield f"How this is known: {plain(str(published['source']))}."
