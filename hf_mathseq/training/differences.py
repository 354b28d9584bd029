"""In which setting two recipes differ, for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

LONGEST = 60
"""Characters of a value that are shown."""


def difference(there: Mapping[str, Any], here: Mapping[str, Any], before: str = "") -> str | None:
    """Return the first setting that differs, None where all are equal.

    Args:
        there: Settings of the one recipe, by section.
        here: Those of the other.
        before: Stands before the names.

    Returns:
        For example "training.max_steps is 100 there and 200 here".
    """
    for key in {**here, **there}:
        one, other = there.get(key), here.get(key)
        if isinstance(one, Mapping) and isinstance(other, Mapping):
            found = difference(one, other, f"{before}{key}.")
            if found:
                return found
        elif one != other or (key in there) != (key in here):
            return f"{before}{key} is {_shown(there, key)} there and {_shown(here, key)} here"
    return None


def _shown(settings: Mapping[str, Any], key: str) -> str:
    if key not in settings:
        return "not set"
    text = " ".join(repr(settings[key]).split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
