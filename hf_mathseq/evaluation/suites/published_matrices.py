"""Published accuracies of matrix tasks, from the file of this package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from hf_mathseq.task import Task

FIGURES = "published_matrices.yaml"


@cache
def published_figures_of(suite: str) -> dict[str, Any]:
    """Return the section of a suite, figures in per cent."""
    text = files(__package__).joinpath(FIGURES).read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)[suite]
    return found


def drawn_as_published(task: Task) -> bool:
    """Return whether a matrix task has the published size of coefficients, and no noise."""
    names = ("max_coefficient", "min_coefficient", "noise")
    default = task.Config()
    return all(getattr(task.config, name) == getattr(default, name) for name in names)
