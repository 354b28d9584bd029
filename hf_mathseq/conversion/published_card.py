"""The card of a converted model: where it comes from and what may be done with it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hf_mathseq.evaluation.markdown import table
from hf_mathseq.task import Task

CC_BY_NC = ("1912.01412", "2006.06462", "2112.01898")
"""Papers whose programs, and with them their published models, are under CC BY-NC 4.0."""


def published_card(task: Task, record: Mapping[str, Any]) -> str:
    """Return the card of a converted model.

    Args:
        task: What it is for.
        record: What `convert_model` found.
    """
    paper = task.description.paper
    licence = "cc-by-nc-4.0" if paper in CC_BY_NC else "unknown"
    rows = [[name, str(value)] for name, value in record["sizes"].items()]
    guessed = " (not stored: the published number)" if record["heads_guessed"] else ""
    return "\n\n".join(
        [
            "\n".join(
                [
                    "---",
                    f"license: {licence}",
                    "library_name: transformers",
                    f"tags: [hf_mathseq, {task.dataset}, converted, 'arxiv:{paper}']",
                    "---",
                ]
            ),
            f"# {task.description.title}: converted from `{_safe(record['source'])}`",
            f"Weights that the authors of arXiv:{paper} published, in the library's form, with "
            "their own words and ids. They are not ours: their licence is "
            + ("CC BY-NC 4.0 (no commercial use)." if licence != "unknown" else "not stated."),
            f"{record['parameters']:,} parameters, {record['words']} words. Sizes{guessed}:",
            table(["size", "value"], rows),
            "Nothing was measured when it was converted. What `hf-mathseq evaluate` finds is in "
            "`results/`.",
            "Options found in the checkpoint:",
            "```json\n" + _safe(json.dumps(record["options"], indent=1)) + "\n```",
        ]
    )


def _safe(text: str) -> str:
    """Return text of a file that ends no code block."""
    return text.replace("`", "'")
