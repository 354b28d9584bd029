"""Published accuracies of matrix tasks, from the file of this package."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

FIGURES = "published_matrices.yaml"


@cache
def published_figures_of(suite: str) -> dict[str, Any]:
    """Return the section of a suite, figures in per cent."""
    text = files(__package__).joinpath(FIGURES).read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)[suite]
    return found
