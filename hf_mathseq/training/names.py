"""Lists of names in a recipe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hf_mathseq.options import OptionError


def names_of(key: str, values: Any) -> tuple[str, ...]:
    """Return names from a list or from text with commas; nothing is no name.

    Raises:
        OptionError: Something else.
    """
    names = values.split(",") if isinstance(values, str) else [] if values is None else values
    if not isinstance(names, Sequence) or not all(isinstance(name, str) for name in names):
        raise OptionError(f"{key} takes a list of names, not {str(values)[:60]!r}")
    return tuple(name.strip() for name in names if name.strip())
