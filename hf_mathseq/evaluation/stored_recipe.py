"""The recipe in a model's folder, as far as evaluations and cards need it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hf_mathseq.plain_yaml import read_mapping

RECIPE = "recipe.yaml"


def stored_recipe(folder: Path) -> Mapping[str, Any]:
    """Return the recipe of a model's folder as plain values; empty where it has none.

    Raises:
        OptionError: It is damaged.
    """
    path = folder / RECIPE
    return read_mapping(path) if path.is_file() else {}


def recipe_section(folder: Path, name: str) -> Mapping[str, Any]:
    """Return a section of the recipe of a model's folder; empty where it has none."""
    found = stored_recipe(folder).get(name)
    return found if isinstance(found, dict) else {}


def mixed_in(folder: Path) -> list[str]:
    """Return the names of the tasks that were mixed in when a model was trained, in order."""
    members = stored_recipe(folder).get("mixture")
    listed = members if isinstance(members, list) else []
    names = [member.get("task") for member in listed if isinstance(member, dict)]
    return [name for name in names if isinstance(name, str)]
